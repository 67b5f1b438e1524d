"""Changing and ending an issued campaign."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accountability.campaigns import actions
from accountability.campaigns.forms import (
    AddTaskForm,
    AmendForm,
    EndForm,
    MemberForm,
    ReasonForm,
)
from accountability.campaigns.models import Campaign
from accountability.campaigns.views.acting import REFUSED, attempt, campaign_for, task_for
from portal.access.guards import Request, require
from portal.access.roles import Permission


def _page(
    request: Request, campaign: Campaign, form: Form, title: str, button: str, **more: object
) -> HttpResponse:
    return render(
        request,
        "accountability/campaigns/change.html",
        {"campaign": campaign, "form": form, "title": title, "button": button, **more},
        status=REFUSED if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
@require(Permission.CAMPAIGN_MANAGE)
def task_amend(request: Request, work_task_id: int) -> HttpResponse:
    """Change an issued task, with the reason."""
    task = task_for(request, work_task_id)
    form = AmendForm(request.POST or None, task=task)
    if form.is_valid() and attempt(
        request,
        form,
        actions.amend_task,
        task=task,
        change=form.change(),
        reason=form.cleaned_data["reason"],
    ):
        messages.success(request, f"任务{task.number}已调整，调整前的内容保留在调整记录中。")
        return redirect("campaigns:detail", campaign_id=task.campaign_id)
    title, campaign = f"调整任务{task.number}", task.campaign
    return _page(request, campaign, form, title, "调整", task=task, withdraw=ReasonForm())


@require_POST
@require(Permission.CAMPAIGN_MANAGE)
def task_withdraw(request: Request, work_task_id: int) -> HttpResponse:
    """Ask a task no longer."""
    task = task_for(request, work_task_id)
    form = ReasonForm(request.POST)
    if form.is_valid() and attempt(
        request, form, actions.withdraw_task, task=task, **_reason(form)
    ):
        messages.success(request, f"任务{task.number}已撤销，已报的进展保留。")
        return redirect("campaigns:detail", campaign_id=task.campaign_id)
    return _page(request, task.campaign, form, f"撤销任务{task.number}", "撤销")


def _reason(form: Form) -> dict[str, str]:
    return {"reason": form.cleaned_data["reason"]}


@require_http_methods(["GET", "POST"])
@require(Permission.CAMPAIGN_MANAGE)
def task_add(request: Request, campaign_id: int) -> HttpResponse:
    """Add a task to an issued campaign."""
    campaign = campaign_for(request, campaign_id)
    form = AddTaskForm(request.POST or None, campaign=campaign)
    if form.is_valid() and attempt(
        request, form, actions.add_task, campaign=campaign, plan=form.plan(), **_reason(form)
    ):
        messages.success(request, "任务已增加，县里可以看到。")
        return redirect("campaigns:detail", campaign_id=campaign.pk)
    return _page(request, campaign, form, "增加任务", "增加")


@require_http_methods(["GET", "POST"])
@require(Permission.CAMPAIGN_MANAGE)
def members(request: Request, campaign_id: int) -> HttpResponse:
    """Change who is in the task forces."""
    campaign = campaign_for(request, campaign_id)
    serving = campaign.members.filter(ends_on__isnull=True)
    first = {"begins_on": timezone.localdate()}
    form = MemberForm(request.POST or None, initial=first, members=serving)
    if form.is_valid() and attempt(
        request,
        form,
        actions.change_member,
        campaign=campaign,
        leaves=form.cleaned_data["leaves"],
        joins=form.joins(),
        on=form.cleaned_data["begins_on"],
    ):
        messages.success(request, "专班已调整，原成员的任职日期保留。")
        return redirect("campaigns:detail", campaign_id=campaign.pk)
    return _page(request, campaign, form, "调整工作专班", "调整")


@require_http_methods(["GET", "POST"])
@require(Permission.CAMPAIGN_MANAGE)
def end(request: Request, campaign_id: int) -> HttpResponse:
    """Close or stop a campaign."""
    campaign = campaign_for(request, campaign_id)
    form = EndForm(request.POST or None)
    if form.is_valid() and attempt(
        request,
        form,
        actions.end,
        campaign=campaign,
        state=form.cleaned_data["state"],
        **_reason(form),
    ):
        messages.success(request, "已办理。")
        return redirect("campaigns:detail", campaign_id=campaign.pk)
    return _page(request, campaign, form, "办结或中止", "确定")
