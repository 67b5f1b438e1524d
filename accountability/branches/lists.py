"""The list of village branches: who heads each, and where it stands by every rule."""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accountability.branches.known import QUARTERLY, Known, newest_quarter, told_to
from accountability.branches.rules import Mark
from accountability.branches.states import bounds_of, states_of
from accountability.intake.queries.reported import periods_of
from accountability.intake.rules import Period, PeriodKind
from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.listing import ListFilter, Listing, Status, register_list
from portal.ui.parts import Entry
from portal.ui.tables import DayColumn, NumberColumn, Table, tag
from villages.branches.models import Branch, SecretarySource
from villages.dossiers.lists.filters import CountyFilter, placed
from villages.places.models import Division, DivisionQuerySet, Kind, Level


def villages(user: User) -> DivisionQuerySet:
    """Return the villages there are today in the user's counties."""
    return Division.objects.filter(
        county_id__in=user.county_ids, level=Level.VILLAGE, kind=Kind.DIVISION, valid_to=None
    )


def _choices() -> list[tuple[str, str]]:
    asked = {str(period): period.label for sheet in QUARTERLY for period in periods_of(sheet)}
    return sorted(asked.items(), reverse=True)


class BranchFilter(CountyFilter):
    """What may be asked of branches: everything is counted for one quarter, the newest told of."""

    q = django_filters.CharFilter(label="村名、简拼或代码", method="by_name")
    township = django_filters.CharFilter(label="乡镇（街道）", method="by_township")
    quarter = django_filters.ChoiceFilter(
        label="统计季度", choices=_choices, method="as_it_is", empty_label="最近一季"
    )
    source = django_filters.ChoiceFilter(
        label="书记来源", choices=SecretarySource.choices, method="by_source", empty_label="全部"
    )
    secretary = django_filters.CharFilter(label="村党组织书记", method="by_secretary")

    class Meta:
        model = Division
        fields = ["q", "county", "township", "quarter", "source", "secretary"]

    @cached_property
    def known(self) -> Known:
        """Return what is current for the quarter asked for."""
        told = told_to(self.user)
        asked = self.data.get("quarter")
        if asked in dict(_choices()):
            return Known(told, Period.parse(asked))
        today = Period.containing(timezone.localdate(), PeriodKind.QUARTER)
        return Known(told, newest_quarter(told) or today)

    @property
    def bounds(self) -> list[Entry]:
        """Return by which rule each tab is counted, for the foot of the list."""
        return [Entry(label, words) for label, words in bounds_of(self.known)]

    def as_it_is(self, rows: DivisionQuerySet, _name: str, _value: str) -> DivisionQuerySet:
        """Leave the villages as they are: the quarter says what is counted."""
        return rows

    def by_name(self, rows: DivisionQuerySet, _name: str, value: str) -> DivisionQuerySet:
        """Keep the villages meant by the word."""
        return rows.filter(placed(value))

    def by_township(self, rows: DivisionQuerySet, _name: str, value: str) -> DivisionQuerySet:
        """Keep the villages of the townships meant by the word."""
        towns = Division.objects.filter(placed(value), level=Level.TOWNSHIP)
        return rows.filter(parent__in=towns)

    def by_source(self, rows: DivisionQuerySet, _name: str, value: str) -> DivisionQuerySet:
        """Keep the villages whose secretary comes from there."""
        return rows.filter(_branch(secretary_source=value))

    def by_secretary(self, rows: DivisionQuerySet, _name: str, value: str) -> DivisionQuerySet:
        """Keep the villages whose secretary's name holds the word."""
        return rows.filter(_branch(secretary_name__contains=value.strip()))


def _branch(**conditions: Any) -> Exists:
    now = Branch.objects.filter(village=OuterRef("pk"), valid_to=None)
    return Exists(now.filter(**conditions))


class BranchTable(Table):
    """Village branches."""

    caption = "村党组织"
    unit = "个村"
    code = tables.Column("村代码")
    county = tables.Column("县（市、区）", accessor="county__name", order_by="county__code")
    township = tables.Column("乡镇（街道）", accessor="parent__name", order_by="parent__code")
    name = tables.Column("村", order_by="sort_key", linkify=lambda record: village_url(record.pk))
    branch_name = tables.Column(
        "党组织", accessor="branch__name", orderable=False, default="未登记"
    )
    secretary = tables.Column("书记", accessor="secretary", orderable=False)
    source = tables.Column("书记来源", accessor="source", orderable=False, default="未填")
    since = DayColumn("任职日期", accessor="since", orderable=False, default="未填")
    cadres = NumberColumn("村干部人数", accessor="state__cadres", orderable=False)
    election = tables.Column("换届", accessor="state__election", orderable=False)
    look_back = tables.Column("回头看", accessor="state__look_back", orderable=False)
    reserve = tables.Column("后备干部", accessor="state__reserve", orderable=False)
    young = tables.Column("期内青年党员", accessor="state__young", orderable=False)
    guarantee = tables.Column("保障", accessor="state__guarantee", orderable=False)
    party_day = tables.Column("主题党日（最近一季）", accessor="state__party_day", orderable=False)

    def render_secretary(self, value: Mark) -> str:
        """Name the secretary, or mark the vacancy."""
        return _shown(value)

    render_election = render_look_back = render_reserve = render_secretary
    render_young = render_guarantee = render_party_day = render_secretary


def _shown(mark: Mark) -> str:
    return mark.words if mark.tone == "neutral" else tag(mark.words, mark.tone)


def village_url(village_id: int) -> str:
    """Return where the record of a village shows its branch."""
    from django.urls import reverse  # noqa: PLC0415

    return f"{reverse('villages:village', args=[village_id])}?tab=fortress"


def widen(rows: Any, user: User, asked: ListFilter) -> Iterable[Division]:
    """Fetch branches and their states for the villages shown: a fixed number of queries."""
    assert isinstance(asked, BranchFilter)  # noqa: S101 - the list's own filter
    found = list(rows.select_related("county", "parent"))
    keys = [village.pk for village in found]
    branches = {
        branch.village_id: branch
        for branch in Branch.objects.visible_to(user).filter(village__in=keys, valid_to=None)
    }
    states = states_of(asked.known, found)
    for village in found:
        branch = village.branch = branches.get(village.pk)
        village.secretary = _secretary(branch)
        village.source = (branch and branch.get_secretary_source_display()) or None
        village.since = _since(branch)
        village.state = states[village.pk]
    return found


def _secretary(branch: Branch | None) -> Mark:
    if branch is None:
        return Mark("未登记")
    return Mark(branch.secretary_name) if branch.secretary_name else Mark("缺职", "bad")


def _since(branch: Branch | None) -> dt.date | None:
    return branch.secretary_since if branch and branch.secretary_name else None


def _asked(condition: str) -> Any:
    return lambda asked: getattr(asked.known, condition)()


BRANCHES = register_list(
    Listing(
        name="branches",
        title="村党组织",
        url_name="branches:branch-list",
        permission=Permission.VILLAGE_VIEW,
        rows=villages,
        filters=BranchFilter,
        table=BranchTable,
        order=("code", "pk"),
        widen=widen,
        tabs=(
            Status("", "全部"),
            Status("vacant", "书记缺职", _asked("vacant"), hot=True),
            Status("unfinished", "未完成换届", _asked("is_unfinished"), hot=True),
            Status("reserve", "后备不足", _asked("short_of_reserves"), hot=True),
            Status("young", "两年未发展青年党员", _asked("without_young"), hot=True),
            Status("guarantee", "保障不达标", _asked("short_of_guarantees"), hot=True),
        ),
        hidden=frozenset({"code", "branch_name", "look_back", "cadres"}),
        meta="后备、党员、回头看按所选季度，保障按上一年度，其余按最近一期；未报的不计入不足",
    )
)
