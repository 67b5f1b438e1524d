"""Villages by their collective economy: a year and the year before it, side by side.

The villages are those of the last day of the year asked for, so that a row of the year finds its
village; who did not report is among them.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

import django_filters
import django_tables2 as tables
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accountability.intake.queries.reported import cell_url
from accountability.intake.rules import Period
from accountability.ledgers.models import EconomyRow
from accountability.ledgers.queries import (
    by_village,
    is_jump,
    is_mostly_subsidy,
    revisions_of,
    rules_of_year,
    without_subsidy,
    years_of,
)
from accountability.ledgers.rules.economy import CLASSES, EMPTY, WEAK
from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.figures import MISSING, change_text
from portal.ui.listing import ListFilter, Listing, Status, register_list
from portal.ui.tables import ON_ONE_LINE, NumberColumn, Table, tag
from villages.dossiers.lists.filters import placed
from villages.places.models import Division, Level, VillageKind, VillageType, in_force

REACHED: Final = CLASSES[2:]
KINDS: Final = [("poor", "贫困村"), ("weak", "软弱涣散村")]
_OF: Final = {"poor": (VillageKind.POOR, VillageKind.DEEP), "weak": (VillageKind.WEAK,)}


def _years() -> list[tuple[str, str]]:
    return [(str(year), f"{year}年") for year in years_of("T5")]


class EconomyFilter(ListFilter):
    """What may be asked: the year, and of which villages."""

    year = django_filters.ChoiceFilter(
        label="年度", choices=_years, method="as_it_is", empty_label="最近一年"
    )
    q = django_filters.CharFilter(label="村名、简拼或代码", method="by_name")
    county = django_filters.ModelChoiceFilter(
        label="县（市、区）", queryset=Division.objects.none(), empty_label="全部"
    )
    income_class = django_filters.ChoiceFilter(
        label="分类", choices=[(one, one) for one in CLASSES], method="by_class", empty_label="全部"
    )
    kind = django_filters.ChoiceFilter(
        label="村类型", choices=KINDS, method="by_kind", empty_label="全部"
    )

    class Meta:
        model = Division
        fields = ["year", "q", "county", "income_class", "kind"]

    def __init__(self, data: Any, queryset: QuerySet[Any], *, user: User) -> None:
        """Offer the counties of the last day of the year."""
        super().__init__(data, queryset, user=user)
        self.filters["county"].queryset = (
            Division.objects.visible_to(user)
            .as_of(self.last_day)
            .places()
            .filter(level=Level.COUNTY)
            .order_by("code")
        )

    @cached_property
    def asked_year(self) -> int:
        """Return the year asked for, the newest one where none is."""
        known = years_of("T5")
        asked = str(self.data.get("year", "")) if self.data else ""
        if asked.isascii() and asked.isdigit() and int(asked) in known:
            return int(asked)
        return known[0] if known else timezone.localdate().year - 1

    @property
    def last_day(self) -> dt.date:
        """Return the last day of the year."""
        return Period.parse(str(self.asked_year)).last_day

    @cached_property
    def revisions(self) -> list[int]:
        """Return the revisions current for the year."""
        return revisions_of("T5", str(self.asked_year), self.user)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the villages there were at the end of the year, with what a column sorts by."""
        rows = super().filter_queryset(queryset).filter(in_force(self.last_day))
        amount = EconomyRow.objects.filter(
            revision_id__in=self.revisions, village=OuterRef("pk")
        ).values("operating_income")[:1]
        found: QuerySet[Any] = rows.annotate(operating=Subquery(amount))
        return found

    def said(self, **values: Any) -> Q:
        """Return the condition that a village's row of the year says this."""
        rows = EconomyRow.objects.filter(
            revision_id__in=self.revisions, village=OuterRef("pk"), **values
        )
        return Q(Exists(rows))

    def as_it_is(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Leave the villages to `filter_queryset`."""
        return rows

    def by_name(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep the villages meant by the word."""
        return rows.filter(placed(value))

    def by_class(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep the villages of a class."""
        return rows.filter(self.said(income_class=value))

    def by_kind(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep the villages that were of a kind at the end of the year."""
        types = VillageType.objects.filter(
            in_force(self.last_day), village=OuterRef("pk"), kind__in=_OF[value]
        )
        return rows.filter(Exists(types))


def village_url(record: Division) -> str:
    """Return the tab of a village's page that tells of its economy."""
    return f"{reverse('villages:village', args=[record.pk])}?tab=shortfalls"


class EconomyTable(Table):
    """Villages, their operating income in two years, what it makes of them."""

    caption = "集体经济"
    unit = "个村"
    county = tables.Column("县（市、区）", accessor="county__name", order_by="county__code")
    township = tables.Column("乡镇（街道）", accessor="parent__name", order_by="parent__code")
    name = tables.Column(
        "村",
        order_by="sort_key",
        linkify=village_url,
        attrs=ON_ONE_LINE,
    )
    year = tables.Column("年度", accessor="asked_year", orderable=False)
    operating = NumberColumn("经营性收入（万元）", accessor="now__operating_income",
                             order_by="operating")  # fmt: skip
    past = NumberColumn(
        "上年经营性收入（万元）", accessor="before__operating_income", orderable=False
    )
    change = NumberColumn("比上年（万元）", orderable=False, default=MISSING)
    income_class = tables.Column("分类", accessor="now__income_class", orderable=False,
                                 default=MISSING)  # fmt: skip
    weakness = tables.Column("空壳薄弱", accessor="now__weakness", orderable=False,
                             default=MISSING)  # fmt: skip
    total = NumberColumn("总收入（万元）", accessor="now__income_total", orderable=False)
    subsidy = NumberColumn("其中补助（万元）", accessor="now__income_subsidy", orderable=False)
    rest = NumberColumn("剔除补助后（万元）", orderable=False)
    net_income = NumberColumn("本年收益（万元）", accessor="now__net_income", orderable=False)
    ways = tables.Column("发展方式", accessor="ways_text", orderable=False, default="")
    asks = tables.Column("待核", accessor="asks_text", orderable=False, default="")
    source = tables.Column(
        "来源", accessor="source_text", orderable=False, default=MISSING, attrs=ON_ONE_LINE
    )

    def render_change(self, value: Decimal) -> str:
        """Write the change with its sign."""
        return change_text(value, 2)

    def value_change(self, value: Decimal) -> Decimal:
        """Return the change as a number."""
        return value

    def render_weakness(self, value: str) -> SafeString | str:
        """Mark what is empty or weak."""
        return (
            tag(value, "bad" if value == EMPTY else "warning") if value in (EMPTY, WEAK) else value
        )

    def render_source(self, record: Any, value: str) -> SafeString:
        """Lead to the cell of the row."""
        row = record.now
        url = cell_url(row.revision_id, row.row_no, "operating_income", row.sheet_name)
        return format_html('<a href="{}">{}</a>', url, value)


def villages(user: User) -> QuerySet[Division]:
    """Return the villages of the user's counties, of any time."""
    return Division.objects.filter(county_id__in=user.county_ids, level=Level.VILLAGE)


def widen(rows: Any, user: User, asked: EconomyFilter) -> Iterable[Division]:
    """Fetch the rows of two years for the villages shown."""
    found = list(rows.select_related("county", "parent"))
    keys, year = [village.pk for village in found], asked.asked_year
    known = EconomyRow.objects.filter(village__in=keys)
    now = by_village(known.filter(revision_id__in=asked.revisions))
    past = revisions_of("T5", str(year - 1), user)
    before = by_village(known.filter(revision_id__in=past))
    rules = rules_of_year(year)
    for village in found:
        village.asked_year = f"{year}年"
        village.now, village.before = now.get(village.pk), before.get(village.pk)
        village.change = _change(village.now, village.before)
        village.rest = without_subsidy(village.now) if village.now else None
        village.ways_text = "、".join((village.now and village.now.ways) or ())
        village.asks_text = "、".join(_asks(village.now, village.before, rules))
        village.source_text = f"T5 {year}年 第{village.now.row_no}行" if village.now else None
    return found


def _change(now: EconomyRow | None, before: EconomyRow | None) -> Decimal | None:
    new: Decimal | None = now.operating_income if now else None
    old: Decimal | None = before.operating_income if before else None
    return None if new is None or old is None else new - old


def _asks(now: EconomyRow | None, before: EconomyRow | None, rules: Any) -> Iterable[str]:
    """Say what a person should look at: never a verdict."""
    if now is None:
        return
    if is_jump(now, before, rules):
        yield f"总收入超过上年{rules.jump_times.normalize():f}倍"
    if is_mostly_subsidy(now, rules):
        yield "收入以补助为主"


ECONOMY = register_list(
    Listing(
        name="economy",
        title="村级集体经济",
        url_name="ledgers:economy",
        permission=Permission.VILLAGE_VIEW,
        rows=villages,
        filters=EconomyFilter,
        table=EconomyTable,
        order=("code", "pk"),
        widen=widen,
        tabs=(
            Status("", "全部"),
            Status("empty", "空壳村", lambda asked: asked.said(weakness=EMPTY), hot=True),
            Status("weak", "薄弱村", lambda asked: asked.said(weakness=WEAK)),
            Status("reached", "5万元以上", lambda asked: asked.said(income_class__in=REACHED)),
            Status("missing", "未报", lambda asked: ~asked.said(operating_income__isnull=False)),
        ),
        hidden=frozenset({"year", "total", "subsidy", "rest", "net_income", "ways"}),
        meta="经营性收入由分项计算，不含补助；空壳、薄弱的界限见参数（官方表述待核）",
    )
)
