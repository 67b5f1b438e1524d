"""The page of one submission: where it stands, what to do next, and its history."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accountability.intake import rules
from accountability.intake.actions import answering
from accountability.intake.forms import MAX_BYTES, TYPES, AnswerForm, UploadForm
from accountability.intake.lists import SUBMISSIONS
from accountability.intake.models import ReturnMark, Step, Submission, Upload
from accountability.intake.queries.history import History, history_of
from accountability.intake.queries.problems import open_marks, unexplained_warnings
from accountability.intake.queries.submissions import (
    choices_for,
    city_above,
    current_pointer,
    sheet_title,
    title_of,
)
from accountability.intake.rules import State, Verb
from accountability.intake.views.acting import attempt, may_take_files, submission_for
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.components.content import moment
from portal.ui.listing import answer
from portal.ui.palette import Tone
from portal.ui.parts import Fact, Moment

BY_FILE = {Verb.UPLOAD, Verb.FINISH, Verb.ABORT, Verb.MEND, Verb.DROP}


@require_http_methods(["GET", "POST"])
@require(Permission.SUBMISSION_VIEW)
def submission_list(request: Request) -> HttpResponseBase:
    """List every submission of the user's counties."""
    return answer(request, SUBMISSIONS)


@require_safe
@require(Permission.SUBMISSION_VIEW)
def submission_detail(request: Request, submission_id: int) -> HttpResponse:
    """Show where a submission stands."""
    submission = submission_for(request, submission_id)
    return render(
        request, "accountability/intake/submission_detail.html", page_of(request, submission)
    )


def page_of(
    request: Request, submission: Submission, form: UploadForm | None = None
) -> dict[str, object]:
    """Return what the page shows; `form` is an upload that was refused."""
    history = history_of(submission)
    choices = choices_for(request.user, submission)
    state = State(submission.state)
    may_drop = Verb.DROP.value in choices and current_pointer(submission) is not None
    return {
        "submission": submission,
        "title": sheet_title(submission.task.sheet_code),
        "whole_title": title_of(submission),
        "strip": strip_of(submission),
        "choices": choices,
        "may_upload": Verb.UPLOAD.value in choices,
        "may_drop": may_drop,
        "may_take_files": may_take_files(request, submission),
        "may_decide": may_drop or any(verb not in BY_FILE for verb in choices),
        "history": history,
        "moments": [_moment(step) for step in history.steps],
        "marks": [mark for mark in history.marks if mark.settled_at is None],
        "facts": facts_of(submission),
        "waiting": _waiting(submission, history),
        "form": form or UploadForm(),
        "types": TYPES,
        "max_bytes": MAX_BYTES,
        "returned": _returned(history) if state is State.RETURNED else None,
        "now": timezone.now(),
    }


def strip_of(submission: Submission) -> dict[str, object]:
    """Return the steps and the current one."""
    over_city = submission.task.needs_city_review and (
        city_above(submission.county_id, timezone.localdate()) is not None
    )
    labels, current = rules.strip(State(submission.state), over_city=over_city)
    return {
        "labels": labels,
        "current": current,
        "failed": submission.state in {State.TO_MEND.value, State.RETURNED.value},
    }


def facts_of(submission: Submission) -> list[Fact]:
    """Return the figures of the draft."""
    draft = submission.draft
    if draft is None:
        return [Fact("数据", "未报")]
    unexplained = unexplained_warnings(draft).count()
    errors: Tone = "bad" if draft.errors_count else "good"
    warnings: Tone = "warning" if unexplained else "neutral"
    facts = [
        Fact("数据行", str(draft.rows_count)),
        Fact("错误（必须修改）", str(draft.errors_count), tone=errors),
        Fact(
            "提醒（须说明）",
            str(draft.warnings_count),
            f"未说明 {unexplained}" if unexplained else "",
            warnings,
        ),
    ]
    marks = open_marks(submission).count()
    return [*facts, Fact("退回意见", str(marks), tone="bad")] if marks else facts


def _moment(step: Step) -> Moment:
    labels = rules.STATE_LABELS
    who = f"{step.by.full_name}（{step.by.unit_name}）" if step.by else "系统"
    course = f"{labels[State(step.from_state)]} → {labels[State(step.to_state)]}"
    return Moment(
        moment(step.at),
        f"{course}　{who}",
        step.reason,
        bad=step.to_state == State.RETURNED.value,
    )


def _waiting(submission: Submission, history: History) -> Upload | None:
    """Return the upload that is being checked."""
    if submission.state != State.CHECKING.value:
        return None
    return next(
        (upload for upload in history.uploads if upload.verdict == Upload.Verdict.WAITING), None
    )


def _returned(history: History) -> Step | None:
    return next((step for step in history.steps if step.to_state == State.RETURNED.value), None)


@require_POST
@require(Permission.UPLOAD_CREATE)
def answer_mark(request: Request, mark_id: int) -> HttpResponse:
    """Answer a return mark in words."""
    mark = get_object_or_404(
        ReturnMark.objects.visible_to(request.user).select_related("submission"), pk=mark_id
    )
    mark = cast("ReturnMark", mark)
    submission = submission_for(request, mark.submission_id, Permission.UPLOAD_CREATE)
    form = AnswerForm(request.POST)
    if form.is_valid() and attempt(
        request, form, answering.answer_mark, mark=mark, text=form.cleaned_data["text"]
    ):
        messages.success(request, "已答复退回意见。")
    for sentence in [*form.errors.get("text", []), *form.non_field_errors()]:
        messages.error(request, str(sentence))
    return redirect("intake:submission-detail", submission_id=submission.pk)
