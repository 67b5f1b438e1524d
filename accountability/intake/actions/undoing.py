"""Taking back an acceptance as a unit: nothing is erased, the pointer goes back."""

import datetime as dt

from django.db import transaction

from accountability.intake.actions.deciding import NOBODY_YET
from accountability.intake.actions.errors import WrongStateError
from accountability.intake.actions.moving import allow, locked, move, note
from accountability.intake.actions.pointing import point_to
from accountability.intake.models import Submission
from accountability.intake.queries.submissions import current_pointer, older_revision, title_of
from accountability.intake.rules import State, Verb
from portal.access.models import User


@transaction.atomic
def undo(
    *, submission: Submission, by: User, at: dt.datetime, version: int | None, reason: str
) -> None:
    """Make the revision accepted before current again; without one nothing is current any more.

    Raises: WrongStateError, and what `allow` raises.
    """
    row = locked(submission, version)
    allow(row, Verb.UNDO, by=by, reason=reason)
    pointer = current_pointer(row)
    if pointer is None:
        raise WrongStateError(f"{title_of(row)}没有已接收的版本，不需要撤销。")
    undone, older = pointer.revision, older_revision(pointer)
    if older:
        target, fields = State.ACCEPTED, {**NOBODY_YET, "draft": older}
    else:
        target, fields = State.TO_ACCEPT, {"accepted_by": None}
    move(row, Verb.UNDO, target, by=by, at=at, reason=reason, fields=fields)
    point_to(row, older, by=by, at=at, reason=f"撤销接收：{reason}")
    became = f"恢复{older}为现行版本" if older else "退回待接收，没有现行版本"
    note("undo", row, f"撤销{undone}的接收，{became}；理由：{reason}", by=by, at=at)
