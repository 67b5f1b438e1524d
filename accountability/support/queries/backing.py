"""What stands behind the postings of a village: its group, its support, its recalls."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Q

from accountability.intake.queries.reported import reported
from accountability.ledgers.models import GroupMemberRow, PostingSupportRow, PresenceRow
from accountability.ledgers.rules.groups import LEADER, ROLES, belongs_on
from accountability.supervision.models import MeasureRow
from portal.access.reader import Reader

RECALL = "召回"
SHOWN_YEARS = 5


def group_of(reader: Reader, villages: Sequence[int], on: dt.date) -> list[GroupMemberRow]:
    """Return who belongs to a village's group on a day by the newest roster, the leader first."""
    rows = list(
        reported(GroupMemberRow, reader, until=on)
        .filter(village__in=villages)
        .order_by("-revision__period", "row_no")
    )
    newest = [row for row in rows if row.period == rows[0].period]
    members = [row for row in newest if belongs_on(on, row.joined_on, row.left_on)]
    order = {role: place for place, role in enumerate(ROLES)}
    return sorted(members, key=lambda row: (order.get(row.group_role, 9), row.row_no))


def leader_of(members: Iterable[GroupMemberRow]) -> GroupMemberRow | None:
    """Return who leads a group."""
    return next((row for row in members if row.group_role == LEADER), None)


def support_of(reader: Reader, villages: Sequence[int], on: dt.date) -> list[PostingSupportRow]:
    """Return what was due and paid in a village by year, the latest first."""
    rows = reported(PostingSupportRow, reader, until=on).filter(village__in=villages)
    return list(rows.order_by("-revision__period", "row_no")[:SHOWN_YEARS])


def presence_in(reader: Reader, villages: Sequence[int], on: dt.date) -> list[PresenceRow]:
    """Return the months told of everybody in a village by the day, newest first."""
    rows = reported(PresenceRow, reader, until=on).filter(village__in=villages)
    return list(rows.order_by("-revision__period", "row_no"))


def recalls_of(reader: Reader, prints: Iterable[str], on: dt.date) -> list[MeasureRow]:
    """Return what the measures tell of recalls of persons by the day, the latest first.

    The same recall carried on from month to month is told once, by its newest row.
    """
    rows = reported(MeasureRow, reader, until=on).filter(
        Q(decided_on__isnull=True) | Q(decided_on__lte=on),
        category=RECALL,
        id_fingerprint__in=[one for one in prints if one],
    )
    found: dict[tuple[str, dt.date | None], MeasureRow] = {}
    for row in rows.order_by("-revision__period", "row_no"):
        found.setdefault((row.id_fingerprint, row.decided_on), row)
    return list(found.values())
