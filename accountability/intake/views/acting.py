"""Carrying out an action for a request: finding the row, telling a refusal, noting a denial."""

from collections.abc import Callable, Sequence
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accountability.intake.actions.errors import (
    IntakeError,
    NotPermittedError,
    SamePersonError,
)
from accountability.intake.models import Submission
from accountability.intake.queries.submissions import title_of
from accountability.intake.rules import State, Verb, moves
from portal.access.guards import Request
from portal.access.roles import Permission
from portal.audit.trail import record

REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


def submission_for(
    request: Request, submission_id: int, permission: Permission | None = None
) -> Submission:
    """Return the submission, or 404 outside the user's counties, 403 where only others may act."""
    submission: Submission = get_object_or_404(
        Submission.objects.visible_to(request.user).select_related(
            "task",
            "county",
            "draft",
            "draft__upload",
            "draft__upload__uploaded_by",
            "draft__upload__file",
        ),
        pk=submission_id,
    )
    if permission and not request.user.may_in(permission, submission.county_id):
        raise PermissionDenied(permission)
    return submission


def demand_any(
    request: Request, permissions: Sequence[Permission], submission: Submission | None = None
) -> None:
    """Answer 403 unless the user holds one of the permissions, for the submission's county."""
    user = request.user
    held = [one for one in permissions if user.may(one)]
    if submission:
        held = [one for one in held if user.may_in(one, submission.county_id)]
    if not held:
        raise PermissionDenied(permissions[0])


def row_for_any(
    request: Request, submission_id: int, permissions: Sequence[Permission], verb: Verb
) -> Submission:
    """Return the submission where a permission opens the page: those that do in its state.

    In a state in which nobody could, the page opens and says so.
    """
    demand_any(request, permissions)
    row = submission_for(request, submission_id)
    able = [Permission(move.permission) for move in moves(verb, State(row.state))]
    demand_any(request, able or permissions, row)
    return row


def may_take_files(request: Request, submission: Submission) -> bool:
    """Say whether the user may have the files, in which personal numbers stand whole."""
    county = submission.county_id
    return any(
        request.user.may(one) and request.user.may_in(one, county)
        for one in (Permission.UPLOAD_CREATE, Permission.PERSON_REVEAL)
    )


def carry_out(
    request: Request, function: Callable[..., object], **given: object
) -> tuple[object | None, str]:
    """Call an action for the request's user now; return its result, or why it was refused.

    Where an action returns nothing the result is True; None means refused.
    """
    try:
        result = function(by=request.user, at=timezone.now(), **given)
    except IntakeError as error:
        if isinstance(error, NotPermittedError | SamePersonError):
            note_denial(request, error, given.get("submission"))
        return None, error.sentence
    return (True if result is None else result), ""


def attempt(
    request: Request, form: Form, function: Callable[..., object], **given: object
) -> object | None:
    """Carry out an action; a refusal is put on the form."""
    result, refusal = carry_out(request, function, **given)
    if result is None:
        form.add_error(None, refusal)
    return result


def perform(request: Request, function: Callable[..., object], **given: object) -> object | None:
    """Carry out an action; a refusal is shown as a message on the next page."""
    result, refusal = carry_out(request, function, **given)
    if result is None:
        messages.warning(request, refusal)
    return result


def note_denial(request: Request, error: IntakeError, subject: object) -> None:
    """Write the denial into the audit trail."""
    submission = subject if isinstance(subject, Submission) else None
    where = f"（{title_of(submission)}）" if submission else ""
    record(
        "intake.denied",
        submission,
        by=request.user,
        at=timezone.now(),
        sentence=f"被拒绝：{error.sentence}{where}",
        county_id=submission.county_id if submission else None,
        refused=True,
    )
