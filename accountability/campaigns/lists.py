"""Campaigns as a list."""

from collections.abc import Iterable
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.html import format_html

from accountability.campaigns.models import Campaign, CampaignCounty, CountyTask
from accountability.campaigns.queries.standing import Tally, by_campaign
from accountability.campaigns.rules import STATE_LABELS, CampaignState
from accountability.campaigns.tags import STATE_TONES
from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.figures import rate_text
from portal.ui.listing import ListFilter, Listing, Status, register_list
from portal.ui.tables import DayColumn, NumberColumn, Table, tag


class CampaignFilter(ListFilter):
    """What may be asked of campaigns."""

    q = django_filters.CharFilter(label="专项名称", field_name="title", lookup_expr="has")
    lead_unit = django_filters.CharFilter(label="牵头单位", lookup_expr="contains")
    county = django_filters.CharFilter(label="实施县", method="in_county")
    late = django_filters.ChoiceFilter(
        label="时限", choices=[("late", "有逾期任务")], method="by_time", empty_label="全部"
    )

    class Meta:
        model = Campaign
        fields = ["q", "lead_unit", "county", "late"]

    def in_county(self, rows: Any, _name: str, value: str) -> Any:
        """Keep campaigns of a county the user may see."""
        scope = CampaignCounty.objects.visible_to(self.user)
        return rows.filter(
            Exists(scope.filter(campaign=OuterRef("pk"), county__name__contains=value.strip()))
        )

    def by_time(self, rows: Any, _name: str, _value: str) -> Any:
        """Keep campaigns in which something is overdue."""
        late = CountyTask.objects.visible_to(self.user).in_work().overdue(timezone.localdate())
        return rows.filter(Exists(late.filter(campaign=OuterRef("pk"))))


class CampaignTable(Table):
    """Campaigns, the latest first."""

    caption = "专项列表"
    unit = "个专项"
    title = tables.Column("专项", linkify=("campaigns:detail", {"campaign_id": tables.A("pk")}))
    lead_unit = tables.Column("牵头单位", default="—")
    document_number = tables.Column("文号", default="—")
    begins_on = DayColumn("开始", default="—")
    ends_on = DayColumn("结束", default="—")
    state = tables.Column("状态")
    counties = NumberColumn("县数", accessor="tally__counties", orderable=False, default="—")
    due = NumberColumn("到期", accessor="tally__due", orderable=False, default="—")
    overdue = NumberColumn("逾期", accessor="tally__overdue", orderable=False, default="—")
    confirmed = NumberColumn("已核实", accessor="tally__confirmed", orderable=False, default="—")
    total = NumberColumn("县任务", accessor="tally__total", orderable=False, default="—")
    rate = tables.Column("按期完成率", accessor="tally", orderable=False, default="—")

    def render_state(self, record: Campaign) -> str:
        """Mark the state."""
        return tag(record.get_state_display(), STATE_TONES[record.state])

    def render_overdue(self, value: int) -> str | int:
        """Mark what is overdue."""
        return format_html("{}", tag(str(value), "bad")) if value else value

    def value_overdue(self, value: int) -> int:
        """Return the number."""
        return value

    def render_rate(self, value: Tally) -> str:
        """Say the rate with its counts."""
        return rate_text(value.in_time, value.due) if value.due else "无到期"


def widen(rows: Any, user: User, _asked: ListFilter) -> Iterable[Campaign]:
    """Count the county tasks of the campaigns shown."""
    found = list(rows)
    known = by_campaign(user, [row.pk for row in found], timezone.localdate())
    for row in found:
        row.tally = known.get(row.pk)
    return found


CAMPAIGNS = register_list(
    Listing(
        name="campaigns",
        title="专项推进",
        url_name="campaigns:list",
        permission=Permission.TASK_VIEW,
        rows=Campaign.objects.visible_to,
        filters=CampaignFilter,
        table=CampaignTable,
        order=("-begins_on", "-pk"),
        widen=widen,
        tabs=(
            Status("", "全部"),
            *(
                Status(state.value, STATE_LABELS[state], Q(state=state.value))
                for state in (
                    CampaignState.ISSUED,
                    CampaignState.DRAFT,
                    CampaignState.CLOSED,
                    CampaignState.STOPPED,
                )
            ),
        ),
        tab_key="state",
        hidden=frozenset({"document_number", "total"}),
        meta="工作专班、路线图、任务书、时间表；县里有变化才报，省里核实",
    )
)
