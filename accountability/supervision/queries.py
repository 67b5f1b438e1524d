"""Findings as they stand, and what followed for a person: reads of T6, T15 and T16 as of a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import (
    BigAutoField,
    BigIntegerField,
    Case,
    DateField,
    F,
    Lookup,
    Max,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Replace

from accountability.intake.queries.reported import newest, periods_of, reported
from accountability.intake.rules import Period
from accountability.supervision.models import FindingRow, IncentiveRow, MeasureRow
from accountability.supervision.rules.measures import RECALL
from accountability.supervision.sheets import words
from portal.access.reader import Reader
from portal.ui.palette import Tone
from portal.ui.search import Words
from villages.people.models import Person
from villages.postings.models import EndReason, Posting

LONG, WAITING, AGAIN = words.FOR_LONG, words.DONE, words.NATURES[-1]
ENOUGH: Final = 600  # findings of one word that are looked at for the latest ones

EVERY: Final = Q()
KEYS: Final = 10**12  # more than there will ever be rows

OPEN: Final = Q(closed_on__isnull=True)
LASTING: Final = OPEN & (Q(mend_type=LONG) | Q(status=LONG))
OVERDUE: Final = OPEN & ~Q(mend_type=LONG) & ~Q(status=LONG) & Q(due__lt=F("told_until"))
TO_VERIFY: Final = OPEN & Q(status=WAITING)
MENDING: Final = OPEN & ~Q(mend_type=LONG) & ~Q(status__in=(LONG, WAITING))
CLOSED: Final = Q(closed_on__isnull=False)
AGAIN_OPEN: Final = Q(nature=AGAIN)


@BigAutoField.register_lookup
class Among(Lookup[Any]):
    """Whether a key is one of many, given as one array: thousands of parameters are slow."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Compare with the array, written as one text: PostgreSQL plans each element of a list."""
        field, values = self.process_lhs(compiler, connection)
        keys = "{" + ",".join(map(str, self.rhs)) + "}"
        return f"{field} = ANY(%s::bigint[])", (*values, keys)


def findings(reader: Reader, *, until: dt.date | None = None, among: Q = EVERY) -> QuerySet[Any]:
    """Return every finding once, as the newest ledger that has it tells; `due` with extension.

    `told_until` is the last day that ledger tells of: lateness is counted to it, for what happened
    since nobody has said. `among` narrows what is looked at (a village, a unit). Two queries: which
    rows are the newest, then these; so that tabs of a list do not each ask for all of them again.
    """
    rows = FindingRow.objects.visible_to(reader).filter(pk__among=_newest(reader, until, among))
    told = rows.annotate(period=F("revision__period"), sheet_code=Value("T6"))
    return with_terms(told, until=until)


def _newest(reader: Reader, until: dt.date | None, among: Q) -> list[int]:
    """Return the newest row of each finding; a month and a key make one number to compare."""
    month = Cast(Replace("revision__period", Value("-"), Value("")), BigIntegerField())
    rows = reported(FindingRow, reader, until=until).filter(among).exclude(finding_number="")
    last = (
        rows.order_by()
        .values("county_id", "finding_number")
        .annotate(last=Max(month * Value(KEYS) + F("pk"), output_field=BigIntegerField()))
    )
    return [number % KEYS for number in last.values_list("last", flat=True)]


def with_terms(rows: QuerySet[Any], *, until: dt.date | None = None) -> QuerySet[Any]:
    """Add to findings until when they are due, and until when their ledger tells."""
    told = [
        When(revision__period=str(period), then=Value(_until(period, until)))
        for period in periods_of("T6", until=until)
    ]
    found: QuerySet[Any] = rows.annotate(
        due=Coalesce("extended_to", "due_on"),
        told_until=Case(*told, default=Value(None), output_field=DateField()),
    )
    return found


def _until(period: Period, day: dt.date | None) -> dt.date:
    return period.last_day if day is None else min(period.last_day, day)


@dataclass(frozen=True)
class State:
    """Where a finding stands: in a word, how many days late, whether that is bad."""

    words: str
    days_late: int = 0
    tone: Tone = "neutral"


def state_of(row: Any) -> State:
    """Say where a finding stands, as its ledger told it."""
    if row.closed_on is not None:
        return State("已销号", tone="good")
    if LONG in (row.mend_type, row.status):
        return State(LONG, tone="info")
    late = (row.told_until - row.due).days if row.told_until and row.due else 0
    if late > 0:
        return State(f"逾期{late}天", late, "bad")
    return State("待复核" if row.status == WAITING else row.status or "整改中", tone="warning")


def measures_of(person: Person, reader: Reader, day: dt.date) -> list[Any]:
    """Return the measures known to concern this person, the latest decision first.

    Sure is who has the same ID number; and who was recalled, by name, county and day, as exactly
    one posting was. Everybody else of the name is a namesake until somebody says otherwise.
    """
    rows = reported(MeasureRow, reader, until=day).filter(
        _sure(person, EndReason.RECALLED, "decided_on", Q(category=RECALL))
    )
    return _once(rows, "decided_on", "category", "form", "decided_on", "document_number")


def incentives_of(person: Person, reader: Reader, day: dt.date) -> list[Any]:
    """Return the incentives known to concern this person, the latest first."""
    rows = reported(IncentiveRow, reader, until=day).filter(
        _sure(person, EndReason.PROMOTED, "given_on", Q(category=words.PROMOTION))
    )
    return _once(rows, "given_on", "category", "given_on", "document_number", "content")


def _sure(person: Person, reason: EndReason, field: str, kind: Q) -> Q:
    """Return the condition that a row is surely about the person."""
    condition = Q(id_fingerprint=person.id_fingerprint)
    postings = Posting.objects.filter(end_reason=reason, ended_on__isnull=False)
    own = postings.filter(person=person).values_list("county_id", "ended_on")
    for county, ended_on in own:
        namesakes = postings.filter(county_id=county, ended_on=ended_on, person__name=person.name)
        if not namesakes.exclude(person=person).exists():
            condition |= kind & Q(
                county_id=county,
                person_name=person.name,
                id_fingerprint="",
                **{field: ended_on},
            )
    return condition


def _once(rows: QuerySet[Any], day: str, *keys: str) -> list[Any]:
    """Return each thing once, as told last, the latest first: ledgers repeat what weighs."""
    found: Iterable[Any] = newest(rows, "county_id", *keys)
    return sorted(found, key=lambda row: getattr(row, day) or dt.date.min, reverse=True)


def meant(word: str) -> Q:
    """Return the condition that a finding is meant: by number, village or description."""
    word = word.strip()
    if word[:1].isdigit() and word.isascii():
        return Q(finding_number__startswith=word)
    return Q(village_name__says=word) | Q(description__says=word)


def search(reader: Reader, asked: Words, limit: int) -> list[Any]:
    """Return findings by a word, the latest found first.

    Two queries, what is found and then what is shown: the planner takes a word to find a single
    row, and in one query it joined hundreds of them with every pointer, one by one.
    """
    condition = meant(asked.last)
    for word in asked.before:
        condition &= Q(county__name__startswith=word) | Q(village_name__startswith=word)
    hits = reported(FindingRow, reader).filter(condition).exclude(finding_number="")
    found = hits.order_by().values_list(
        "county_id", "finding_number", "period", "row_no", "found_on", "pk"
    )
    last: dict[tuple[int, str], Any] = {}
    for hit in sorted(found[:ENOUGH], key=lambda hit: hit[2:4]):
        last[hit[:2]] = hit
    latest = sorted(last.values(), key=_latest_first)[:limit]
    keys = [hit[-1] for hit in latest]
    told = FindingRow.objects.visible_to(reader).filter(pk__in=keys).select_related("county")
    known = with_terms(told).in_bulk(keys)
    return [known[key] for key in keys]


def _latest_first(hit: tuple[Any, ...]) -> tuple[int, str]:
    """Return by what a hit is ordered; one without a day comes first, as in SQL."""
    _, number, _, _, found_on, _ = hit
    return -(found_on or dt.date.max).toordinal(), number
