"""Pages on which somebody decides: submit, sign, review, accept, lock, correct, undo."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accountability.intake.actions import deciding, mending, undoing
from accountability.intake.checking import found_now
from accountability.intake.forms import MoveForm
from accountability.intake.models import Revision, Submission
from accountability.intake.queries.differences import baseline_of, rows_that_differ, summary
from accountability.intake.queries.grid import listed_problems
from accountability.intake.queries.submissions import (
    choices_for,
    current_pointer,
    older_revision,
    title_of,
)
from accountability.intake.rules import Severity, State, Verb
from accountability.intake.views.acting import (
    REFUSED,
    attempt,
    perform,
    row_for_any,
    submission_for,
)
from portal.access.guards import Request, require
from portal.access.roles import Permission

ROWS_SHOWN = 20


@dataclass(frozen=True)
class Decision:
    """What one deciding page says and does."""

    verb: Verb
    heading: str
    button: str
    done: str
    question: str = ""
    reason_label: str = "说明"
    wants_reason: bool = False
    takes_reason: bool = True
    shows_draft: bool = False


def _decide(
    request: Request,
    submission: Submission,
    decision: Decision,
    function: Callable[..., object],
    **context: object,
) -> HttpResponse:
    """Show the page, and on POST do it: the reason is asked where it is wanted."""
    form = MoveForm(
        request.POST or None,
        initial={"version": submission.version},
        reason_label=decision.reason_label,
        required=decision.wants_reason,
    )
    if form.is_valid():
        given = {"version": form.cleaned_data["version"], "submission": submission}
        if decision.takes_reason:
            given["reason"] = form.cleaned_data["reason"]
        if attempt(request, form, function, **given):
            messages.success(request, decision.done)
            return redirect("intake:submission-detail", submission_id=submission.pk)
    if decision.shows_draft:
        context |= _draft(submission)
    return render(
        request,
        "accountability/intake/decide.html",
        {
            "form": form,
            "submission": submission,
            "title": title_of(submission),
            "decision": decision,
            "choices": choices_for(request.user, submission),
            **context,
        },
        status=REFUSED if form.is_bound else 200,
    )


def _draft(submission: Submission) -> dict[str, object]:
    """Return what an approver looks at: what changed, and the explanations of the warnings."""
    draft = submission.draft
    if draft is None:
        return {}
    shown: dict[str, object] = {
        "draft": draft,
        "warnings": listed_problems(draft, Severity.WARNING),
    }
    baseline = baseline_of(submission)
    if baseline:
        rows = rows_that_differ(draft, baseline.revision, limit=ROWS_SHOWN + 1)
        shown |= {
            "baseline": baseline,
            "difference": summary(draft, baseline.revision),
            "rows": rows[:ROWS_SHOWN],
            "more_rows": len(rows) > ROWS_SHOWN,
        }
    return shown


SUBMIT = Decision(
    Verb.SUBMIT,
    "提交县级审核",
    "提交",
    "已提交，等待县级审核。",
    question="提交后不能再修改，除非撤回或被退回。",
    takes_reason=False,
    shows_draft=True,
)
WITHDRAW = Decision(
    Verb.WITHDRAW,
    "撤回提交",
    "撤回",
    "已撤回，可以继续修改。",
    question="撤回后需要重新提交。",
    takes_reason=False,
)
SIGN = Decision(Verb.SIGN, "县级审核", "审核通过并上报", "已审核通过并上报。", shows_draft=True)
REVIEW = Decision(
    Verb.REVIEW, "市级审核", "审核通过", "已审核通过，等待省级接收。", shows_draft=True
)
ACCEPT = Decision(Verb.ACCEPT, "省级接收", "接收", "已接收，数据已生效。", shows_draft=True)
LOCK = Decision(
    Verb.LOCK,
    "锁定",
    "锁定",
    "已锁定。",
    question="锁定后县里不能自行启动更正，只能由省级启动。",
    takes_reason=False,
)
CORRECT = Decision(
    Verb.CORRECT,
    "启动更正",
    "启动更正",
    "已启动更正，可以上传新文件或在线修改。",
    question="更正期间仍以现行版本为准，新版本经审核、接收后才生效。",
    reason_label="更正理由",
    wants_reason=True,
)
DROP = Decision(
    Verb.DROP,
    "放弃更正",
    "放弃更正",
    "已放弃更正，仍以现行版本为准。",
    question="本次更正中上传和修改的内容不再使用（版本仍保留备查）。",
    reason_label="理由",
    wants_reason=True,
)
UNDO = Decision(
    Verb.UNDO,
    "撤销接收",
    "撤销接收",
    "已撤销接收。",
    reason_label="撤销理由",
    wants_reason=True,
)
_BOTH = ["GET", "POST"]
OPENING = (Permission.SUBMISSION_SUBMIT, Permission.TASK_MANAGE)


@require_http_methods(_BOTH)
@require(Permission.SUBMISSION_SUBMIT)
def submit(request: Request, submission_id: int) -> HttpResponse:
    """Hand the draft to the county's signer."""
    row = submission_for(request, submission_id, Permission.SUBMISSION_SUBMIT)
    if request.method == "POST" and row.state == State.READY.value:
        fresh = perform(request, mending.refresh, submission=row)
        if isinstance(fresh, Revision):
            messages.warning(
                request,
                "提交前重新核对，发现名册或其他报表有变化，已重新校验。请处理新发现的问题后再提交。",
            )
            return redirect("intake:revision", revision_id=fresh.pk)
    return _decide(request, row, SUBMIT, deciding.submit)


@require_http_methods(_BOTH)
@require(Permission.SUBMISSION_SUBMIT)
def withdraw(request: Request, submission_id: int) -> HttpResponse:
    """Take the draft back."""
    row = submission_for(request, submission_id, Permission.SUBMISSION_SUBMIT)
    return _decide(request, row, WITHDRAW, deciding.withdraw)


@require_http_methods(_BOTH)
@require(Permission.SUBMISSION_SIGN)
def sign(request: Request, submission_id: int) -> HttpResponse:
    """Show the county's signer what changed, and let them send it on."""
    row = submission_for(request, submission_id, Permission.SUBMISSION_SIGN)
    return _decide(request, row, SIGN, deciding.sign)


@require_http_methods(_BOTH)
@require(Permission.SUBMISSION_REVIEW)
def review(request: Request, submission_id: int) -> HttpResponse:
    """Show the city's reviewer what changed, and let them pass it on."""
    row = submission_for(request, submission_id, Permission.SUBMISSION_REVIEW)
    return _decide(request, row, REVIEW, deciding.review)


@require_http_methods(_BOTH)
@require(Permission.SUBMISSION_ACCEPT)
def accept(request: Request, submission_id: int) -> HttpResponse:
    """Show the province what changed, and let it accept."""
    row = submission_for(request, submission_id, Permission.SUBMISSION_ACCEPT)
    news = found_now(row.draft) if row.draft and row.state == State.TO_ACCEPT.value else []
    return _decide(request, row, ACCEPT, deciding.accept, news=news[:ROWS_SHOWN])


@require_http_methods(_BOTH)
@require(Permission.TASK_MANAGE)
def lock(request: Request, submission_id: int) -> HttpResponse:
    """Close an accepted submission."""
    row = submission_for(request, submission_id, Permission.TASK_MANAGE)
    return _decide(request, row, LOCK, deciding.lock)


@require_http_methods(_BOTH)
@require(Permission.SUBMISSION_VIEW)
def correct(request: Request, submission_id: int) -> HttpResponse:
    """Open an accepted submission for a new revision."""
    row = row_for_any(request, submission_id, OPENING, Verb.CORRECT)
    return _decide(request, row, CORRECT, deciding.start_correction)


@require_http_methods(_BOTH)
@require(Permission.SUBMISSION_VIEW)
def drop(request: Request, submission_id: int) -> HttpResponse:
    """Give up a correction under way."""
    row = row_for_any(request, submission_id, OPENING, Verb.DROP)
    return _decide(request, row, DROP, deciding.drop_correction)


@require_http_methods(_BOTH)
@require(Permission.SUBMISSION_UNDO)
def undo(request: Request, submission_id: int) -> HttpResponse:
    """Show what undoing an acceptance restores, and let the province do it."""
    row = submission_for(request, submission_id, Permission.SUBMISSION_UNDO)
    pointer = current_pointer(row)
    older = older_revision(pointer) if pointer else None
    preview = {
        "undone": pointer.revision if pointer else None,
        "older": older,
        "restored": summary(older, pointer.revision) if pointer and older else None,
    }
    return _decide(request, row, UNDO, undoing.undo, undo=preview)
