"""请假和在岗异常: postings somebody should look into, by what, each with its rule."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Final

import django_filters
import django_tables2 as tables
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from accountability.intake.queries.reported import reported
from accountability.ledgers.models import PresenceRow, TrainingRow
from accountability.support.queries import alerts as found
from accountability.support.queries import postings as queries
from accountability.support.rules import KIND_LABELS, Kind, MonthTold, Standing, alerts
from portal.access.models import User
from portal.access.reader import Narrowed
from portal.access.roles import Permission
from portal.ui.listing import Listing, Status, register_list
from portal.ui.tables import ON_ONE_LINE, DayColumn, Table
from villages.dossiers.lists.filters import CountyFilter, named
from villages.dossiers.lists.postings import POSTINGS
from villages.postings.models import Posting, PostingQuerySet, PostingRole

WARNED: Final = tuple(kind for kind in Kind if kind is not Kind.UNTRAINED)


class AlertFilter(CountyFilter):
    """What may be asked; without a day, the end of the last month presence was asked for."""

    q = django_filters.CharFilter(label="姓名", method="by_name")
    role = django_filters.ChoiceFilter(
        label="队内职务", choices=PostingRole.choices, empty_label="全部"
    )
    unit = django_filters.CharFilter(label="派出单位", field_name="unit__name", lookup_expr="has")
    on = POSTINGS.filters.base_filters["on"]

    class Meta:
        model = Posting
        fields = ["q", "county", "role", "on", "unit"]

    def __init__(self, data: Any, queryset: PostingQuerySet, *, user: User) -> None:
        given = QueryDict(mutable=True)
        given.update(data or {})
        if not given.get("on"):
            given["on"] = found.latest_day(timezone.localdate()).isoformat()
        super().__init__(given, queryset, user=user)
        self.bounds = queries.bounds_on(self.day)
        self.reader = Narrowed(user, Permission.PERSON_VIEW)
        self.known: dict[Kind, list[int]] = {}
        self.queryset = queryset.as_of(self.day)

    def condition(self, kind: Kind) -> Q:
        """Return which postings a kind concerns; the months are looked through once a kind."""
        if kind in (Kind.TERM, Kind.EXPIRED):
            return found.of_term(kind, self.day, self.bounds)
        if kind is Kind.UNTRAINED:
            return found.untrained(self.reader, self.day)
        if kind not in self.known:
            self.known[kind] = found.persons(kind, self.reader, self.day, self.bounds)
        return Q(person_id__in=self.known[kind])

    def by_name(self, rows: PostingQuerySet, _name: str, value: str) -> PostingQuerySet:
        """Keep those whose name holds the word, or whose first letters begin with it."""
        return rows.filter(named(value, "person__"))

    def as_of(self, rows: PostingQuerySet, _name: str, value: dt.date) -> PostingQuerySet:
        """Leave the rows as they are: they hold on the day already."""
        del value
        return rows

    def settled(self) -> dict[str, str]:
        """Return the day an export is about, however late it is made."""
        return {"on": self.day.isoformat()}


def stands(*kinds: Kind) -> Callable[[AlertFilter], Q]:
    """Return what makes the condition of some kinds on the day asked for."""

    def holds(asked: AlertFilter) -> Q:
        conditions = Q()
        for kind in kinds:
            conditions |= asked.condition(kind)
        return conditions

    return holds


class AlertTable(Table):
    """Postings with the facts to look into."""

    caption = "请假和在岗异常"
    unit = "人"
    county = tables.Column(
        "县（市、区）", accessor="county__name", order_by="county__code", attrs=ON_ONE_LINE
    )
    village = tables.Column(
        "村",
        accessor="village__name",
        order_by="village__code",
        attrs=ON_ONE_LINE,
        linkify=("villages:village", {"village_id": tables.A("village_id")}),
    )
    name = tables.Column(
        "姓名",
        accessor="person__name",
        order_by="person__initials",
        attrs=ON_ONE_LINE,
        linkify=("villages:person", {"person_id": tables.A("person_id")}),
    )
    role = tables.Column("队内职务", attrs=ON_ONE_LINE)
    unit_name = tables.Column("派出单位", accessor="unit__name", default="未填")
    facts = tables.Column("待核实的事实", accessor="facts_text", orderable=False)
    rules = tables.Column("规则", accessor="rules_text", orderable=False)
    started_on = DayColumn("到村日期")
    due_on = DayColumn("任期届满日期", default="未填")


def widen(rows: Any, user: User, asked: AlertFilter) -> Iterable[Posting]:
    """Fetch persons and places of the postings shown, and say what is to be looked into."""
    shown = list(rows.select_related("person", "unit", "village__parent", "county"))
    persons = [posting.person_id for posting in shown]
    months = _months(asked, persons)
    trained, told = _trained(asked, persons)
    for posting in shown:
        known = Standing(
            asked.day,
            posting.due_on,
            None,
            [one for one in months[posting.person_id] if one.last_day >= posting.started_on],
            posting.person_id in trained if _is_asked(posting, told) else None,
        )
        listed = list(alerts(known, asked.bounds))
        posting.facts_text = "；".join(one.words for one in listed)
        posting.rules_text = "；".join(dict.fromkeys(one.rule for one in listed))
    del user
    return shown


def _is_asked(posting: Posting, told: set[int]) -> bool:
    return posting.role == PostingRole.FIRST_SECRETARY and posting.county_id in told


def _months(asked: AlertFilter, persons: list[int]) -> dict[int, list[MonthTold]]:
    since = dt.date(asked.day.year - 1, 12, 1)
    rows = reported(PresenceRow, asked.reader, until=asked.day, since=since)
    found_months: dict[int, list[MonthTold]] = defaultdict(list)
    for row in rows.filter(person_id__in=persons).order_by("revision__period", "row_no"):
        found_months[row.person_id or 0].append(queries.told(row))
    return found_months


def _trained(asked: AlertFilter, persons: list[int]) -> tuple[set[int | None], set[int]]:
    """Return who is named in a training of the year, and which counties told of any."""
    since = dt.date(asked.day.year, 1, 1)
    rows = reported(TrainingRow, asked.reader, until=asked.day, since=since).order_by()
    trained = rows.filter(part="trainee", person_id__in=persons)
    return (
        set(trained.values_list("person_id", flat=True)),
        set(rows.values_list("county_id", flat=True).distinct()),
    )


LEAVE: Final = register_list(
    Listing(
        name="posting-alerts",
        title="请假和在岗异常",
        url_name="support:leave",
        permission=Permission.PERSON_VIEW,
        rows=Posting.objects.visible_to,
        filters=AlertFilter,
        table=AlertTable,
        order=("county__code", "village__code", "role", "pk"),
        widen=widen,
        tabs=(
            Status("any", "待核实", stands(*WARNED), hot=True),
            *(Status(kind.value, KIND_LABELS[kind], stands(kind)) for kind in Kind),
        ),
        defaults={"tab": "any"},
        hidden=frozenset({"started_on"}),
        meta="只列事实和规则，由人核实后再定；不作处理依据。没有报月报的月份不算异常",
    )
)
