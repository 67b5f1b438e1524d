"""Carrying out an action for a request and telling a refusal."""

from collections.abc import Callable

from django.forms import Form
from django.utils import timezone

from accountability.rectification.actions import (
    NotPermittedError,
    RectificationError,
    SamePersonError,
)
from portal.access.guards import Request
from portal.audit.trail import record


def attempt(request: Request, form: Form, function: Callable[..., object], **given: object) -> bool:
    """Carry out an action; a refusal is put on the form, a denial into the audit trail."""
    now = timezone.now()
    try:
        function(by=request.user, at=now, **given)
    except RectificationError as error:
        if isinstance(error, NotPermittedError | SamePersonError):
            record(
                "rectification.denied",
                None,
                by=request.user,
                at=now,
                sentence=f"被拒绝：{error}",
                refused=True,
            )
        form.add_error(None, str(error))
        return False
    return True
