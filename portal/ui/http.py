"""What every view answers with: whole page or fragment, and the status of a form."""

from http import HTTPStatus

from django.forms import BaseForm


def partial(template: str, name: str, *, when: object) -> str:
    """Return `template#name` when `when` is true, otherwise the whole page."""
    return f"{template}#{name}" if when else template


def form_status(form: BaseForm) -> int:
    """Return 422 for a form that was sent and refused, otherwise 200."""
    refused = form.is_bound and not form.is_valid()
    return HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
