"""All submissions as a list: who owes what, where it stands."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import django_filters
import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html

from accountability.intake.declare import declared
from accountability.intake.models import Submission
from accountability.intake.queries.submissions import sheet_title
from accountability.intake.queries.tasks import tab_condition
from accountability.intake.rules import STATE_LABELS, State
from accountability.intake.tags import state_tag
from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.listing import ListFilter, Listing, Status, register_list
from portal.ui.tables import MomentColumn, NumberColumn, Table, tag

WAITING = (State.TO_SIGN, State.TO_REVIEW, State.TO_ACCEPT, State.RETURNED)


def sheets() -> list[tuple[str, str]]:
    """Return the sheets there are."""
    return [(sheet.code, f"{sheet.code} {sheet.title}") for sheet in declared()]


class SubmissionFilter(ListFilter):
    """What may be asked of submissions."""

    county = django_filters.CharFilter(
        label="县（市、区）", field_name="county__name", lookup_expr="contains"
    )
    sheet = django_filters.ChoiceFilter(
        label="采集表", field_name="task__sheet_code", choices=sheets, empty_label="全部"
    )
    period = django_filters.CharFilter(
        label="期次（如2020-05）", field_name="task__period", lookup_expr="startswith"
    )
    late = django_filters.ChoiceFilter(
        label="时限", choices=[("late", "逾期未报"), ("on_time", "未到期")], method="by_time",
        empty_label="全部",
    )  # fmt: skip

    class Meta:
        model = Submission
        fields = ["county", "sheet", "period", "late"]

    def by_time(self, rows: Any, _name: str, value: str) -> Any:
        """Keep what is owed and late, or not due yet."""
        now = timezone.now()
        if value == "late":
            return rows.filter(submitted_at__isnull=True, due_at__lt=now)
        return rows.filter(due_at__gte=now)


class SubmissionTable(Table):
    """Submissions, the latest period first."""

    caption = "各县上报"
    unit = "份"
    county = tables.Column(
        "县（市、区）",
        accessor="county__name",
        order_by="county__code",
        linkify=("intake:submission-detail", {"submission_id": tables.A("pk")}),
    )
    sheet = tables.Column("采集表", accessor="task__sheet_code")
    period = tables.Column("期次", accessor="task__period_label", order_by="task__period")
    state = tables.Column("状态", accessor="state")
    due_at = MomentColumn("截止时间")
    submitted_at = MomentColumn("报送时间", default="未报")
    rows_count = NumberColumn("数据行", accessor="draft__rows_count")
    errors_count = NumberColumn("错误", accessor="draft__errors_count")
    warnings_count = NumberColumn("提醒", accessor="draft__warnings_count")

    def render_sheet(self, value: str) -> str:
        """Name the sheet."""
        return f"{value} {sheet_title(value)}"

    def render_state(self, record: Submission) -> str:
        """Mark the state."""
        return state_tag(record.state)

    def render_submitted_at(self, value: dt.datetime, record: Submission) -> str:
        """Say when it came, and whether that was late."""
        when = f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
        return f"{when}（迟报）" if value > record.due_at else when

    def render_due_at(self, value: dt.datetime, record: Submission) -> str:
        """Say until when, and whether that has passed."""
        when = f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
        if record.submitted_at is None and value < timezone.now():
            return format_html("{} {}", when, tag("逾期", "bad"))
        return when


def widen(rows: Any, _user: User, _asked: ListFilter) -> Iterable[Submission]:
    """Fetch task, county and draft of the submissions shown."""
    return rows.select_related("task", "county", "draft")  # type: ignore[no-any-return]


SUBMISSIONS = register_list(
    Listing(
        name="submissions",
        title="上报台账",
        url_name="intake:submission-list",
        permission=Permission.SUBMISSION_VIEW,
        rows=Submission.objects.visible_to,
        filters=SubmissionFilter,
        table=SubmissionTable,
        order=("-task__period", "task__sheet_code", "county__code", "pk"),
        widen=widen,
        tabs=(
            Status("", "全部"),
            Status("missing", "未报", tab_condition("missing"), hot=True),
            *(Status(state.value, STATE_LABELS[state], tab_condition(state)) for state in WAITING),
            Status("taken", "已接收", tab_condition("taken")),
        ),
        meta="权限范围内全部任务、全部县的上报",
    )
)
