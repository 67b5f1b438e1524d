"""Which postings of many are to be looked into, each condition one statement over all of them.

They say of every posting what `rules.alerts` says of one.
"""

import datetime as dt
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL

from accountability.intake.queries.reported import periods_of, reported
from accountability.ledgers.models import PresenceRow, TrainingRow
from accountability.support.rules import Bounds, Kind
from portal.access.reader import Reader
from villages.postings.models import Posting

# The last months told of each person, in a row and none of them met.
_LOW: Final = """
SELECT person_id FROM (
    SELECT line.person_id, line.is_met, to_date(revision.period, 'YYYY-MM') AS month,
           row_number() OVER (PARTITION BY line.person_id ORDER BY revision.period DESC) AS place
      FROM accountability_presencerow line
      JOIN accountability_revision revision ON revision.id = line.revision_id
      JOIN accountability_pointer pointer ON pointer.revision_id = revision.id
           AND pointer.closed_at IS NULL
     WHERE revision.sheet_code = 'T2' AND line.person_id IS NOT NULL
       AND revision.period = ANY (%s) AND line.county_id = ANY (%s)
) AS told
 WHERE place <= %s
 GROUP BY person_id
HAVING count(*) = %s AND bool_and(is_met IS FALSE)
   AND max(month) < min(month) + make_interval(months => %s)
"""


def latest_day(today: dt.date) -> dt.date:
    """Return the day the list is about: the end of the last month presence was asked for."""
    asked = periods_of("T2", until=today)
    return min(asked[-1].last_day, today) if asked else today


def condition(kind: Kind, reader: Reader, day: dt.date, bounds: Bounds) -> Q:
    """Return which postings in office a kind concerns."""
    return {
        Kind.APPROVER: _approver,
        Kind.YEAR: _year,
        Kind.LOW: _low,
        Kind.TERM: _term,
        Kind.EXPIRED: _expired,
        Kind.UNTRAINED: _untrained,
    }[kind](reader, day, bounds)


def in_office(reader: Reader, day: dt.date) -> QuerySet[Posting]:
    """Return the postings that hold on a day."""
    return Posting.objects.visible_to(reader).as_of(day)


def _this_year(reader: Reader, day: dt.date) -> "QuerySet[PresenceRow]":
    since = dt.date(day.year, 1, 1)
    rows = reported(PresenceRow, reader, until=day, since=since)
    return rows.filter(person_id__isnull=False, leave_days__gt=0).order_by()


def _approver(reader: Reader, day: dt.date, bounds: Bounds) -> Q:
    rows = _this_year(reader, day).filter(leave_days__gt=bounds.short_leave_days)
    over = rows.exclude(leave_approver=bounds.long_leave_approver)
    return Q(person_id__in=over.values("person_id"))


def _year(reader: Reader, day: dt.date, bounds: Bounds) -> Q:
    if bounds.leave_year_max is None:
        return Q(pk__in=[])
    summed = _this_year(reader, day).values("person_id").annotate(days=Sum("leave_days"))
    over = summed.filter(days__gt=bounds.leave_year_max)
    return Q(person_id__in=over.values("person_id"))


def _low(reader: Reader, day: dt.date, bounds: Bounds) -> Q:
    least = bounds.low_months
    if not least:
        return Q(pk__in=[])
    since = day.replace(day=1) - dt.timedelta(days=31 * (least + 1))
    periods = [str(one) for one in periods_of("T2", until=day, since=since)]
    given: list[Any] = [periods, sorted(reader.county_ids), least, least, least]
    return Q(person_id__in=RawSQL(_LOW, given))  # noqa: S611 - nothing but values is given


def _term(reader: Reader, day: dt.date, bounds: Bounds) -> Q:
    del reader
    if bounds.soon_days is None:
        return Q(pk__in=[])
    return Q(due_on__gt=day, due_on__lte=day + dt.timedelta(days=bounds.soon_days))


def _expired(reader: Reader, day: dt.date, bounds: Bounds) -> Q:
    del reader, bounds
    return Q(due_on__lte=day)


def _untrained(reader: Reader, day: dt.date, bounds: Bounds) -> Q:
    del bounds
    rows = reported(TrainingRow, reader, until=day, since=dt.date(day.year, 1, 1)).order_by()
    told = rows.filter(county=OuterRef("county"))
    named = rows.filter(part="trainee", person_id__isnull=False).values("person_id")
    return Exists(told) & ~Q(person_id__in=named)
