"""One alarm: its facts, what the county says, what was concluded, and the forms."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accountability.stability import actions, queries
from accountability.stability.actions import NotPermittedError, StabilityError
from accountability.stability.forms import (
    LeavingConclusionForm,
    ReopenForm,
    StatementForm,
    VacancyConclusionForm,
)
from accountability.stability.models import StabilityAlarm, StabilityStep
from accountability.stability.rules import VERDICT_LABELS, Kind, StepKind, Verdict
from accountability.stability.views.posts import entries_of
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.audit.trail import record
from portal.ui.parts import Moment

TEMPLATE = "accountability/stability/alarm.html"


def _visible(request: Request, alarm_id: int) -> StabilityAlarm:
    row: StabilityAlarm = get_object_or_404(
        StabilityAlarm.objects.visible_to(request.user).select_related("county", "division"),
        pk=alarm_id,
    )
    return row


@require_GET
@require(Permission.PERSON_VIEW)
def alarm(request: Request, alarm_id: int) -> HttpResponse:
    """Show what a rule wants looked at, with its source, and what was said of it."""
    return _page(request, _visible(request, alarm_id))


def _page(
    request: Request,
    found: StabilityAlarm,
    *,
    conclusion: Form | None = None,
    statement: Form | None = None,
    reopening: Form | None = None,
) -> HttpResponse:
    user = request.user
    may_conclude = user.may_in(Permission.STABILITY_CONCLUDE, found.county_id)
    steps = list(queries.steps_of(found))
    spoke = any(one.kind == StepKind.STATEMENT and one.by_id == user.pk for one in steps)
    given = [form for form in (conclusion, statement, reopening) if form is not None]
    refused = next((form for form in given if form.errors), None)
    context = {
        "found": found,
        "entries": entries_of(found),
        "moments": [_moment(found, one) for one in steps],
        "tone": _tone(found),
        "may_state": not found.verdict and user.may_in(Permission.UPLOAD_CREATE, found.county_id),
        "may_conclude": may_conclude and found.is_open and not spoke,
        "spoke": may_conclude and found.is_open and spoke,
        "may_reopen": may_conclude and bool(found.verdict),
        "conclusion": conclusion or conclusion_form(found)(),
        "statement": statement or StatementForm(),
        "reopening": reopening or ReopenForm(),
        "refused": refused,
    }
    return render(request, TEMPLATE, context, status=422 if refused else 200)


def conclusion_form(found: StabilityAlarm) -> type[VacancyConclusionForm]:
    """Return the form of the alarm's kind."""
    return LeavingConclusionForm if found.kind == Kind.LEFT else VacancyConclusionForm


def _tone(found: StabilityAlarm) -> str:
    if found.is_open:
        return "warning"
    return "bad" if found.verdict == Verdict.VIOLATION else "good" if found.verdict else "neutral"


def _moment(found: StabilityAlarm, one: StabilityStep) -> Moment:
    said = one.get_kind_display()
    if one.verdict:
        said += f"：{VERDICT_LABELS[Kind(found.kind)][Verdict(one.verdict)]}"
    note = one.text
    if one.ground:
        note = (
            f"{one.get_ground_display()}，{one.document}（{one.approval_number}，"
            f"{one.approved_on}）。{one.text}"
        )
    return Moment(
        f"{timezone.localtime(one.at):%Y-%m-%d %H:%M}",
        f"{said}　{one.by.full_name}（{one.by.unit_name}）",
        note,
        bad=one.verdict == Verdict.VIOLATION,
    )


@require_POST
@require(Permission.UPLOAD_CREATE)
def state_case(request: Request, alarm_id: int) -> HttpResponse:
    """Take the county's statement."""
    found = _visible(request, alarm_id)
    if not request.user.may_in(Permission.UPLOAD_CREATE, found.county_id):
        raise PermissionDenied(Permission.UPLOAD_CREATE)
    form = StatementForm(request.POST)
    if _done(request, form, actions.state_case, found):
        messages.success(request, "已申述，省级认定时可以看到。")
        return redirect("stability:alarm", alarm_id=found.pk)
    return _page(request, found, statement=form)


@require_POST
@require(Permission.STABILITY_CONCLUDE)
def conclude(request: Request, alarm_id: int) -> HttpResponse:
    """Conclude what an alarm is."""
    found = _visible(request, alarm_id)
    form = conclusion_form(found)(request.POST)
    if _done(request, form, actions.conclude, found):
        messages.success(request, "已认定。")
        return redirect("stability:alarm", alarm_id=found.pk)
    return _page(request, found, conclusion=form)


@require_POST
@require(Permission.STABILITY_CONCLUDE)
def reopen(request: Request, alarm_id: int) -> HttpResponse:
    """Open a concluded alarm again."""
    found = _visible(request, alarm_id)
    form = ReopenForm(request.POST)
    if _done(request, form, actions.reopen, found):
        messages.success(request, "已重新打开，等待认定。")
        return redirect("stability:alarm", alarm_id=found.pk)
    return _page(request, found, reopening=form)


def _done(
    request: Request, form: Form, function: Callable[..., object], found: StabilityAlarm
) -> bool:
    """Carry out an action; a refusal is put on the form, a denial into the audit trail."""
    if not form.is_valid():
        return False
    now = timezone.now()
    try:
        function(alarm=found, by=request.user, at=now, **form.cleaned_data)
    except StabilityError as error:
        if isinstance(error, NotPermittedError):
            record(
                "stability.denied",
                None,
                by=request.user,
                at=now,
                sentence=f"被拒绝：{error}",
                refused=True,
            )
        form.add_error(None, str(error))
        return False
    return True
