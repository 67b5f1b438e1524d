"""Postings of one village or person: who followed whom, and the months told of somebody."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from accountability.intake.queries.reported import reported
from accountability.intake.rules import Period
from accountability.ledgers.models import PresenceRow, TrainingRow
from accountability.parameters.queries import parameters_on
from accountability.support.rules import Bounds, MonthTold, Standing, bounds_of
from portal.access.reader import Reader
from villages.people.models import Person
from villages.postings.models import Posting, PostingRole
from villages.postings.rules import RULE_SETS, ruleset_on

SHOWN_MONTHS = 12
SHOWN_CLASSES = 20


@dataclass(frozen=True)
class Succession:
    """A first secretary with who came before and after in the same village."""

    posting: Posting
    before: Posting | None
    after: Posting | None


def successions(reader: Reader, villages: Sequence[int], on: dt.date) -> list[Succession]:
    """Return the first secretaries of villages by the day, the latest first; one query.

    Shapes: `villages` are all rows one village has had.
    """
    postings = list(
        Posting.objects.visible_to(reader)
        .filter(village__in=villages, role=PostingRole.FIRST_SECRETARY, started_on__lte=on)
        .select_related("person", "unit", "village__parent")
        .order_by("started_on", "pk")
    )
    found = []
    for place, posting in enumerate(postings):
        before = postings[place - 1] if place else None
        after = postings[place + 1] if place + 1 < len(postings) else None
        found.append(Succession(posting, before, after))
    return found[::-1]


def posting_on(reader: Reader, person: Person, on: dt.date) -> Posting | None:
    """Return the posting a person holds on a day, else the last one before it."""
    return (
        Posting.objects.visible_to(reader)
        .filter(person=person, started_on__lte=on)
        .select_related("village__parent", "county", "unit")
        .order_by("-started_on", "-pk")
        .first()
    )


def months_of(reader: Reader, person: Person, on: dt.date) -> list[PresenceRow]:
    """Return what was told of a person's last months by the day, the newest last."""
    rows = reported(PresenceRow, reader, until=on).filter(person_id=person.pk)
    return list(rows.order_by("-revision__period", "-row_no")[:SHOWN_MONTHS])[::-1]


def told(row: PresenceRow) -> MonthTold:
    """Return a row as the rules read it."""
    period = Period.parse(row.period)  # type: ignore[attr-defined]
    return MonthTold(
        period.first_day,
        period.last_day,
        period.label,
        row.is_met,
        row.leave_days or 0,
        row.leave_approver,
    )


def trainings_of(reader: Reader, person: Person, on: dt.date) -> list[TrainingRow]:
    """Return the last places in classes that name the person by the day, newest first."""
    rows = reported(TrainingRow, reader, until=on).filter(part="trainee", person_id=person.pk)
    return list(rows.order_by("-revision__period", "row_no")[:SHOWN_CLASSES])


def bounds_on(day: dt.date) -> Bounds:
    """Return what is told from when on, by the rules and parameters of a day."""
    return bounds_of(ruleset_on(max(day, RULE_SETS[0].valid_from)), parameters_on(day))


def standing_of(
    reader: Reader,
    posting: Posting,
    months: Sequence[PresenceRow],
    trainings: Sequence[TrainingRow],
    on: dt.date,
) -> Standing:
    """Return what is known of a posting; one or two more queries on the year's training."""
    ended = posting.ended_on if posting.ended_on and posting.ended_on <= on else None
    this_year = [row for row in trainings if row.period.startswith(str(on.year))]  # type: ignore[attr-defined]
    return Standing(
        on,
        posting.due_on,
        ended,
        [month for row in months if (month := told(row)).last_day >= posting.started_on],
        bool(this_year) or (False if _is_asked_of_training(reader, posting, on) else None),
    )


def _is_asked_of_training(reader: Reader, posting: Posting, on: dt.date) -> bool:
    if posting.role != PostingRole.FIRST_SECRETARY:
        return False
    rows = reported(TrainingRow, reader, until=on, since=dt.date(on.year, 1, 1))
    return rows.filter(county=posting.county_id).exists()
