"""The list of cases."""

from collections.abc import Iterable
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import F, Q
from django.utils import timezone

from accountability.rectification.models import WeakCase
from accountability.rectification.rules.cases import GROUP_LABELS, OPEN, WAITING, Group, Order
from accountability.rectification.sheets.weak_words import DIFFICULTIES, WEAK_TYPES
from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.listing import ListFilter, Listing, Status, register_list
from portal.ui.palette import Tone
from portal.ui.tables import ON_ONE_LINE, DayColumn, NumberColumn, Table, tag
from villages.dossiers.lists.filters import CountyFilter, placed

TONES: dict[str, Tone] = {
    Group.LISTED: "neutral",
    Group.MENDING: "warning",
    Group.WAITING: "info",
    Group.TRACKED: "good",
    Group.BACK: "bad",
    Group.CLOSED: "good",
    Group.DROPPED: "neutral",
    Group.PAST: "neutral",
}
_QUESTIONS = [
    ("ones", "四个一不到位"),
    ("breach", "包联不符"),
    ("late", "逾期"),
    ("back", "抽查退回、反弹待报"),
    ("hardest", "老大难"),
    ("tracking", "跟踪期满未销号"),
]


def asked(question: str) -> Q:
    """Return the condition of a question that the filter offers."""
    late = Q(planned_on__lt=F("told_until"), group__in=OPEN) & (
        ~Q(standing__in=WAITING) | Q(finished_on__isnull=True) | Q(finished_on__gt=F("planned_on"))
    )
    conditions = {
        "ones": Q(group__in=OPEN) & ~Q(missing_ones=[]),
        "breach": ~Q(breaches=[]),
        "late": late,
        "back": ~Q(order=Order.NONE),
        "hardest": Q(is_hardest=True),
        "tracking": Q(group=Group.TRACKED, tracked_until__lt=timezone.localdate()),
    }
    return conditions[question]


class CaseFilter(CountyFilter):
    """What may be asked of cases."""

    q = django_filters.CharFilter(label="村", method="by_village")
    question = django_filters.ChoiceFilter(
        label="关注", choices=_QUESTIONS, method="by_question", empty_label="全部"
    )
    difficulty = django_filters.ChoiceFilter(
        label="难度", choices=[(one, one) for one in DIFFICULTIES], empty_label="全部"
    )
    kind = django_filters.ChoiceFilter(
        label="类型", choices=[(one, one) for one in WEAK_TYPES], method="by_kind",
        empty_label="全部",
    )  # fmt: skip
    stage = django_filters.CharFilter(label="进度", field_name="standing", lookup_expr="contains")

    class Meta:
        model = WeakCase
        fields = ["q", "county", "question", "difficulty", "kind", "stage"]

    def by_village(self, rows: Any, _name: str, value: str) -> Any:
        """Keep the village meant by name, first letters or code."""
        return rows.filter(placed(value, "village__"))

    def by_question(self, rows: Any, _name: str, value: str) -> Any:
        """Keep what wants a look."""
        return rows.filter(asked(value))

    def by_kind(self, rows: Any, _name: str, value: str) -> Any:
        """Keep the cases of a type."""
        return rows.filter(weak_types__contains=[value])


class CaseTable(Table):
    """Cases by county and village."""

    caption = "软弱涣散村整顿"
    unit = "个"
    county = tables.Column("县（市、区）", accessor="county__name", order_by="county__code")
    township = tables.Column(
        "乡镇", accessor="village__parent__name", order_by="village__code", attrs=ON_ONE_LINE
    )
    village = tables.Column(
        "村",
        accessor="village__name",
        order_by="village__sort_key",
        attrs=ON_ONE_LINE,
        linkify=("rectification:case", {"case_id": tables.A("pk")}),
    )
    weak_types = tables.Column("类型", orderable=False)
    standing = tables.Column("当前进度")
    difficulty = tables.Column("难度", default="未填")
    is_hardest = tables.Column("老大难", default="")
    ones = tables.Column("四个一", accessor="missing_ones", orderable=False, empty_values=())
    leading = tables.Column("包联", accessor="breaches", orderable=False, empty_values=())
    opened_on = DayColumn("立案", default="未立案")
    planned_on = DayColumn("计划完成", default="未填")
    late = NumberColumn("逾期（天）", accessor="pk", order_by="planned_on", default="")
    tracked_until = DayColumn("跟踪截止", default="")
    round = NumberColumn("轮次")
    relapses = NumberColumn("反弹次数")
    period = tables.Column("最近上报")
    order = tables.Column("退回", default="")

    def render_weak_types(self, value: list[str]) -> str:
        """List the types."""
        return "、".join(value) or "未填"

    def render_standing(self, record: WeakCase) -> str:
        """Mark where the case stands."""
        return tag(record.standing, TONES[record.group])

    def render_is_hardest(self, value: bool) -> str:  # noqa: FBT001 - called by the table
        """Mark the 老大难."""
        return tag("老大难", "bad") if value else ""

    def render_ones(self, record: WeakCase) -> str:
        """Say which of the four are missing."""
        return "缺" + "、".join(record.missing_ones) if record.missing_ones else "到位"

    def render_leading(self, record: WeakCase) -> str:
        """Say who should lead it and does not."""
        return "；".join(record.breach_words)

    def render_late(self, record: WeakCase) -> str:
        """Count the days behind the plan."""
        return str(record.days_late or "")

    def render_order(self, record: WeakCase) -> str:
        """Say what sent the case back."""
        return tag(record.get_order_display(), "bad") if record.order else ""


def widen(rows: Any, _user: User, _asked: ListFilter) -> Iterable[WeakCase]:
    """Fetch county and place of the cases shown."""
    return rows.select_related("county", "village__parent")  # type: ignore[no-any-return]


CASES = register_list(
    Listing(
        name="weak-cases",
        title="软弱涣散村整顿",
        url_name="rectification:list",
        permission=Permission.VILLAGE_VIEW,
        rows=WeakCase.objects.visible_to,
        filters=CaseFilter,
        table=CaseTable,
        order=("county__code", "village__code", "-round", "pk"),
        widen=widen,
        tabs=(
            Status("", "全部"),
            *(
                Status(group.value, label, Q(group=group), hot=group is Group.BACK)
                for group, label in GROUP_LABELS.items()
            ),
        ),
        hidden=frozenset({"weak_types", "opened_on", "round", "relapses", "period"}),
        meta="每村一案，随整顿台账（T4）更新；进度以台账和上级抽查为准",
    )
)
