"""The projection of a county's current T4 ledgers onto cases and the weak villages' types.

It is a function of the revisions the pointers make current, in the order of their periods, and of
what was checked again: moving a pointer back and projecting again is the undo. A type registered
without a source is held while a ledger speaks of the village, and comes back when none does.
"""

import datetime as dt

from django.db import connection, transaction

from accountability.intake.models import Revision, Submission
from accountability.rectification.projection import statements
from portal.access.models import User


@transaction.atomic
def project(
    *, submission: Submission, revision: Revision | None, by: User | None, at: dt.datetime
) -> None:
    """Bring the ledgers current in the submission's county into cases; the pointer has moved.

    The calling action writes the audit event.
    """
    del revision, by, at
    settle(submission.county_id)


@transaction.atomic
def settle(county_id: int) -> None:
    """Make the cases of a county what its ledgers and the re-checks say."""
    values = {"county": county_id}
    with connection.cursor() as cursor:
        for statement in statements.ALL:
            cursor.execute(statement, values)
