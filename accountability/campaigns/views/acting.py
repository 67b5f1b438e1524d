"""Finding a row for a request, carrying out an action, telling a refusal."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accountability.campaigns.actions import (
    CampaignError,
    IncompleteError,
    NotPermittedError,
    SamePersonError,
)
from accountability.campaigns.models import Campaign, CountyTask, WorkTask
from portal.access.guards import Request
from portal.access.roles import Permission
from portal.audit.trail import record

REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


def campaign_for(request: Request, campaign_id: int) -> Campaign:
    """Return the campaign, or 404 where none of the user's counties takes part."""
    rows = Campaign.objects.visible_to(request.user)
    row: Campaign = get_object_or_404(
        rows.select_related("created_by", "issued_by", "ended_by"), pk=campaign_id
    )
    return row


def task_for(request: Request, work_task_id: int) -> WorkTask:
    """Return the task of a campaign the user may see."""
    rows = WorkTask.objects.filter(campaign__in=Campaign.objects.visible_to(request.user))
    row: WorkTask = get_object_or_404(rows.select_related("campaign", "stage"), pk=work_task_id)
    return row


def item_for(
    request: Request, county_task_id: int, permission: Permission | None = None
) -> CountyTask:
    """Return a county's task, or 404 outside the area, 403 where only others may act."""
    row: CountyTask = get_object_or_404(
        CountyTask.objects.visible_to(request.user).select_related(
            "campaign",
            "task",
            "task__stage",
            "county",
            "postponement",
            "reported_by",
            "confirmed_by",
        ),
        pk=county_task_id,
    )
    if permission and not request.user.may_in(permission, row.county_id):
        raise PermissionDenied(permission)
    return row


def carry_out(
    request: Request, function: Callable[..., object], **given: object
) -> tuple[object, list[str]]:
    """Call an action for the request's user now; return its result and why it was refused."""
    now = timezone.now()
    try:
        return function(by=request.user, at=now, **given), []
    except IncompleteError as error:
        return None, error.sentences
    except CampaignError as error:
        if isinstance(error, NotPermittedError | SamePersonError):
            record(
                "campaign.denied",
                None,
                by=request.user,
                at=now,
                sentence=f"被拒绝：{error}",
                refused=True,
            )
        return None, [str(error)]


def attempt(request: Request, form: Form, function: Callable[..., object], **given: object) -> bool:
    """Carry out an action; refusals are put on the form."""
    _, refusals = carry_out(request, function, **given)
    for sentence in refusals:
        form.add_error(None, sentence)
    return not refusals


def perform(request: Request, function: Callable[..., object], **given: object) -> bool:
    """Carry out an action; refusals are shown as messages on the next page."""
    _, refusals = carry_out(request, function, **given)
    for sentence in refusals:
        messages.warning(request, sentence)
    return not refusals
