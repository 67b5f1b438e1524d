"""Which postings of many are to be looked into: one statement a kind over all of them.

They say of every posting what `rules.alerts` says of one.
"""

import datetime as dt
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from accountability.intake.queries.reported import periods_of, reported
from accountability.ledgers.models import PresenceRow, TrainingRow
from accountability.support.rules import Bounds, Kind
from portal.access.reader import Reader
from villages.postings.models import PostingRole

# The last months told of each person, in a row and none of them met; a county may be a month late.
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


def persons(kind: Kind, reader: Reader, day: dt.date, bounds: Bounds) -> list[int]:
    """Return whom a kind told by the months concerns."""
    if kind is Kind.LOW:
        return _low(reader, day, bounds)
    leave = _leave(reader, day)
    if kind is Kind.APPROVER:
        over = leave.filter(leave_days__gt=bounds.short_leave_days)
        return _ids(over.exclude(leave_approver=bounds.long_leave_approver))
    if bounds.leave_year_max is None:
        return []
    summed = leave.values("person_id").annotate(days=Sum("leave_days"))
    return _ids(summed.filter(days__gt=bounds.leave_year_max))


def _ids(rows: "QuerySet[PresenceRow, Any]") -> list[int]:
    return sorted({one for one in rows.values_list("person_id", flat=True) if one})


def _leave(reader: Reader, day: dt.date) -> "QuerySet[PresenceRow]":
    rows = reported(PresenceRow, reader, until=day, since=dt.date(day.year, 1, 1))
    return rows.filter(person_id__isnull=False, leave_days__gt=0).order_by()


def _low(reader: Reader, day: dt.date, bounds: Bounds) -> list[int]:
    least = bounds.low_months
    if not least:
        return []
    periods = [str(one) for one in periods_of("T2", until=day)][-least - 1 :]
    with connection.cursor() as cursor:
        cursor.execute(_LOW, [periods, sorted(reader.county_ids), least, least, least])
        return [person for (person,) in cursor.fetchall()]


def of_term(kind: Kind, day: dt.date, bounds: Bounds) -> Q:
    """Return which postings are about to end, or should have ended (E-02)."""
    if kind is Kind.EXPIRED:
        return Q(due_on__lte=day)
    if bounds.soon_days is None:
        return Q(pk__in=[])
    return Q(due_on__gt=day, due_on__lte=day + dt.timedelta(days=bounds.soon_days))


def untrained(reader: Reader, day: dt.date) -> Q:
    """Return the first secretaries no class of the year names, where the county told of any."""
    rows = reported(TrainingRow, reader, until=day, since=dt.date(day.year, 1, 1)).order_by()
    told = rows.filter(county=OuterRef("county"))
    named = rows.filter(part="trainee", person_id__isnull=False).values("person_id")
    first = Q(role=PostingRole.FIRST_SECRETARY)
    return first & Exists(told) & ~Q(person_id__in=named)
