"""Moving the pointer: which revision is current, and everything that follows from it."""

import datetime as dt

from accountability.intake.actions.errors import RegistryError
from accountability.intake.declare import SHEETS, ProjectionError
from accountability.intake.hooks import POINTER_MOVED
from accountability.intake.models import Pointer, Revision, Submission
from portal.access.models import User


def point_to(
    submission: Submission,
    revision: Revision | None,
    *,
    by: User,
    at: dt.datetime,
    reason: str,
) -> None:
    """Close the open pointer, open one to `revision` (None: to nothing), project, recompute.

    Runs in the caller's transaction: rows, registry and figures change together or not at all.
    Raises: RegistryError.
    """
    Pointer.objects.current().filter(submission=submission).update(closed_at=at, closed_by=by)
    if revision:
        Pointer.objects.create(
            submission=submission,
            county_id=submission.county_id,
            revision=revision,
            opened_at=at,
            opened_by=by,
            reason=reason[:200],
        )
    sheet = SHEETS.get(submission.task.sheet_code)
    if sheet and sheet.project:
        try:
            sheet.project(submission=submission, revision=revision, by=by, at=at)
        except ProjectionError as error:
            raise RegistryError(str(error)) from error
    for moved in POINTER_MOVED:
        moved(submission=submission, at=at)
