"""The projection of a county's current rosters (T1) onto persons, units and postings.

It is a function of the revisions the pointers make current, in the order of their periods: moving
a pointer to an older revision and projecting again is the undo. What stood in the registry before
a roster spoke of it is kept beside the row (`before`) and comes back when no roster does any more.
"""

import datetime as dt
from typing import Any, Final

from django.db import connection, transaction

from accountability.intake.declare import ProjectionError
from accountability.intake.models import Revision, Submission
from accountability.ledgers.folding import CLASHES, CURRENT, FOLD
from accountability.ledgers.projection import people, statements
from portal.access.models import User
from villages.people.actions import fill_initials

_LISTED: Final = 5


class OverlapError(ProjectionError):
    """Two first secretaries of one village would overlap; the text says where, in Chinese."""


@transaction.atomic
def project(
    *, submission: Submission, revision: Revision | None, by: User | None, at: dt.datetime
) -> None:
    """Bring the rosters current in the submission's county into the registry.

    The pointer has moved already; `revision` is where it points now (None: nowhere). The calling
    action writes the audit event. Raises: OverlapError, and then nothing is changed.
    """
    del revision, by, at
    _settle(submission.county_id)


@transaction.atomic
def rebuild(county_id: int) -> None:
    """Forget what rosters brought into a county and bring it in again from the first one."""
    with connection.cursor() as cursor:
        values = {"county": county_id}
        cursor.execute(statements.DEFER)
        cursor.execute(statements.NOTHING_WANTED, values)
        cursor.execute(statements.REMOVE)
        cursor.execute(statements.RESTORE, values)
        people.restore(cursor, values)
        cursor.execute(statements.FORGET)
    _settle(county_id)


def _settle(county_id: int) -> None:
    values: dict[str, Any] = {"county": county_id}
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {CURRENT}, {FOLD}, {CLASHES} {_SAY_CLASHES}", values)
        clashes = [row[0] for row in cursor.fetchall()]
        if clashes:
            raise OverlapError(_sentence(clashes))
        people.add(cursor, values)
        people.update(cursor, values)
        cursor.execute(statements.ADD_UNITS, values)
        if cursor.rowcount:
            fill_initials()
        cursor.execute(statements.DEFER)
        cursor.execute(statements.WANTED, values)
        cursor.execute(statements.PAIR, values)
        cursor.execute(statements.REMOVE)
        cursor.execute(statements.RESTORE, values)
        cursor.execute(statements.UPDATE, values)
        cursor.execute(statements.INSERT, values)
        people.restore(cursor, values)
        cursor.execute(statements.FORGET)
        cursor.execute(statements.CHECK_NOW)


def _sentence(clashes: list[str]) -> str:
    more = f"等{len(clashes)}处" if len(clashes) > _LISTED else ""
    listed = "；".join(clashes[:_LISTED])
    return f"第一书记任期重叠，不能接收：{listed}{more}。请先更正花名册中的离任日期。"


_SAY_CLASHES: Final = """
SELECT DISTINCT village_name || '的' || least(person_name, other_name) || '与'
       || greatest(person_name, other_name)
  FROM clashes ORDER BY 1
"""
