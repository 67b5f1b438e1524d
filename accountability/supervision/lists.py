"""Findings of inspections, each once, as its newest ledger tells."""

from collections.abc import Iterable
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accountability.intake.queries.reported import cell_url
from accountability.intake.rules import Period
from accountability.supervision import queries
from accountability.supervision.models import FindingRow
from accountability.supervision.sheets import words
from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.figures import MISSING
from portal.ui.listing import Listing, Status, register_list
from portal.ui.tables import ON_ONE_LINE, DayColumn, NumberColumn, Table, tag
from villages.dossiers.lists.filters import CountyFilter

SHORT = 40


class FindingFilter(CountyFilter):
    """What may be asked of findings."""

    q = django_filters.CharFilter(label="编号、村或描述", method="by_word")
    category = django_filters.ChoiceFilter(
        label="类别", choices=[(one, one) for one in words.CATEGORIES], empty_label="全部"
    )
    gravity = django_filters.ChoiceFilter(
        label="严重程度", choices=[(one, one) for one in words.GRAVITIES], empty_label="全部"
    )
    owner = django_filters.CharFilter(
        label="责任单位", field_name="owner_name", lookup_expr="contains"
    )
    source = django_filters.ChoiceFilter(
        label="问题来源", choices=[(one, one) for one in words.SOURCES], empty_label="全部"
    )

    class Meta:
        model = FindingRow
        fields = ["q", "county", "category", "gravity", "owner", "source"]

    def by_word(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep the findings meant by the word."""
        return rows.filter(queries.meant(value))


class FindingTable(Table):
    """Findings."""

    caption = "督查发现问题"
    unit = "个问题"
    number = tables.Column("编号", accessor="finding_number", attrs=ON_ONE_LINE)
    county = tables.Column(
        "县（市、区）", accessor="county__name", order_by="county__code", attrs=ON_ONE_LINE
    )
    village = tables.Column(
        "村",
        accessor="village_name",
        orderable=False,
        default="",
        attrs=ON_ONE_LINE,
        linkify=lambda record: village_url(record),  # noqa: PLW0108
    )
    category = tables.Column("类别", attrs=ON_ONE_LINE)
    gravity = tables.Column("严重程度", default="")
    description = tables.Column("问题描述", orderable=False)
    owner = tables.Column("责任单位", accessor="owner_name", orderable=False)
    due = DayColumn("整改时限", default=MISSING)
    days_late = NumberColumn("逾期天数", accessor="state__days_late", orderable=False, default="")
    state = tables.Column("状态", orderable=False)
    closed_on = DayColumn("销号日期", default="")
    found_on = DayColumn("督查日期", default=MISSING)
    finding_source = tables.Column("问题来源", accessor="source", orderable=False)
    nature = tables.Column("性质", default="")
    leader = tables.Column("牵头领导", orderable=False, default="")
    responsible = tables.Column("责任人", orderable=False, default="")
    phone = tables.Column("联系电话", accessor="phone_masked", orderable=False, default="")
    progress = tables.Column("整改进展", orderable=False, default="")
    verifier = tables.Column("复核单位", accessor="verifier_name", orderable=False, default="")
    source = tables.Column("来源", accessor="source_text", orderable=False, attrs=ON_ONE_LINE)

    def render_description(self, value: str) -> str:
        """Shorten a long text on the page."""
        return value if len(value) <= SHORT else f"{value[:SHORT]}……"

    def value_description(self, value: str) -> str:
        """Return the whole text for a workbook."""
        return value

    def render_days_late(self, value: int) -> str:
        """Write the days where there are any."""
        return str(value) if value > 0 else ""

    def render_state(self, value: queries.State) -> SafeString:
        """Mark where a finding stands."""
        return tag(value.words, value.tone)

    def render_source(self, record: Any, value: str) -> SafeString:
        """Lead to the cell of the row."""
        url = cell_url(record.revision_id, record.row_no, "description", record.sheet_name)
        return format_html('<a href="{}">{}</a>', url, value)


def village_url(record: Any) -> str | None:
    """Return the tab of a village's page that tells of its findings."""
    if not record.village_id:
        return None
    return f"{reverse('villages:village', args=[record.village_id])}?tab=supervision"


def widen(rows: Any, _user: User, _asked: FindingFilter) -> Iterable[Any]:
    """Say where each finding stands and where that is told."""
    found = list(rows.select_related("county"))
    for row in found:
        row.state = queries.state_of(row)
        row.source_text = f"T6 {Period.parse(row.period).label} 第{row.row_no}行"
    return found


FINDINGS = register_list(
    Listing(
        name="findings",
        title="督查发现问题",
        url_name="supervision:findings",
        permission=Permission.SUBMISSION_VIEW,
        rows=queries.findings,
        filters=FindingFilter,
        table=FindingTable,
        order=("county__code", "-found_on", "finding_number", "pk"),
        widen=widen,
        tabs=(
            Status("", "全部"),
            Status("mending", "整改中", queries.MENDING),
            Status("overdue", "逾期", queries.OVERDUE, hot=True),
            Status("verify", "待复核", queries.TO_VERIFY),
            Status("closed", "已销号", queries.CLOSED),
            Status("lasting", "长期坚持", queries.LASTING),
            Status("again", "反弹", queries.AGAIN_OPEN),
        ),
        hidden=frozenset(
            {
                "owner", "closed_on",
                "found_on", "finding_source", "nature", "leader", "responsible", "phone",
                "progress", "verifier",
            }
        ),
        meta="每个问题按最近一期台账；逾期算到该期台账的最后一天，其后的情况尚未上报",
    )
)  # fmt: skip
