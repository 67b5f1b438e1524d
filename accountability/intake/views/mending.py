"""What the county does in the spreadsheet: type, apply proposals, check again, explain."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accountability.intake.actions import answering, mending
from accountability.intake.forms import EditForm, ExplainForm
from accountability.intake.models import Problem, Revision, Submission
from accountability.intake.queries import grid as queries
from accountability.intake.queries.cells import leaves_of
from accountability.intake.tags import all_errors
from accountability.intake.views.acting import REFUSED, attempt, perform, submission_for
from accountability.intake.views.grid import TEMPLATE, Look, page_context, visible_revision
from accountability.intake.views.sheet import sheet_row_of
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.http import partial
from portal.ui.sheet import Sheet


@require_POST
@require(Permission.UPLOAD_CREATE)
def edit(request: Request, submission_id: int) -> HttpResponse:
    """Take a cell typed in the grid; htmx gets the changed pieces, others the page."""
    submission = submission_for(request, submission_id, Permission.UPLOAD_CREATE)
    before = submission.draft
    if before is None:
        messages.error(request, "还没有可修改的数据，请先上传文件。")
        return redirect("intake:submission-detail", submission_id=submission_id)
    form = EditForm({**request.POST.dict(), "seen": request.GET.get("seen", "")})
    done = _edit(request, submission, before, form) if form.is_valid() else None
    sentence = "" if done else " ".join(all_errors(form.errors))
    submission = submission_for(request, submission_id)
    revision = submission.draft or before
    look = Look.of(request)
    if not request.htmx:
        if sentence:
            messages.error(request, sentence)
        query = look.url(cell=form.data.get("a", "")[:12])
        return redirect(reverse("intake:revision", args=[revision.pk]) + query)
    context = page_context(request, submission, revision, look)
    page = cast("queries.GridPage", context["page"])
    numbers = _rows_to_send(page, before, form.data.get("row", ""))
    context["rows"] = [sheet_row_of(cast("Sheet", context["grid"]), number) for number in numbers]
    context["sentence"] = sentence
    status = 200 if done else REFUSED
    answer = render(request, partial(TEMPLATE, "answer", when=True), context, status=status)
    answer["HX-Replace-Url"] = reverse("intake:revision", args=[revision.pk]) + look.url()
    return answer


def _edit(
    request: Request, submission: Submission, draft: Revision, form: EditForm
) -> object | None:
    data = form.cleaned_data
    leaf, _, row_no = data["row"].partition("-")
    names = [one.name for one in leaves_of(draft)]
    name = names[int(leaf)] if int(leaf) < len(names) else ""
    typed = mending.CellEdit(name, int(row_no), data["field"], data["value"].strip())
    return attempt(
        request,
        form,
        mending.edit_cells,
        submission=submission,
        edits=[typed],
        seen=data["seen"],
    )


def _rows_to_send(page: queries.GridPage, before: Revision, edited: str) -> list[int]:
    """Return the rows of this page that look different now: the edited one and its neighbours."""
    numbers = list(dict.fromkeys(row.row_no for row in page.rows))
    old = queries.problems_by_cell(before, page.leaves[page.leaf].name, numbers)
    typed = edited.rpartition("-")[2]
    was, now = _said(old), _said(page.problems)
    return [
        number for number in numbers if str(number) == typed or was.get(number) != now.get(number)
    ]


def _said(found: dict[tuple[int, str], list[Problem]]) -> dict[int, set[tuple[str, str, str]]]:
    """Return what is said about each row."""
    said: dict[int, set[tuple[str, str, str]]] = {}
    for (row_no, field), problems in found.items():
        for one in problems:
            said.setdefault(row_no, set()).add((field, one.sentence, one.severity))
    return said


@require_POST
@require(Permission.UPLOAD_CREATE)
def apply_proposals(request: Request, submission_id: int) -> HttpResponse:
    """Change every cell for which the roster or a dictionary gives one answer."""
    submission = submission_for(request, submission_id, Permission.UPLOAD_CREATE)
    count = perform(request, mending.apply_proposals, submission=submission)
    if count:
        messages.success(request, f"已按名册和字典改正 {count} 处，可在表中核对。")
    return _to_draft(submission_id, request)


@require_POST
@require(Permission.UPLOAD_CREATE)
def recheck(request: Request, submission_id: int) -> HttpResponse:
    """Check the draft again against today's registry and other sheets."""
    submission = submission_for(request, submission_id, Permission.UPLOAD_CREATE)
    if perform(request, mending.recheck, submission=submission):
        messages.success(request, "已重新校验。")
    return _to_draft(submission_id, request)


@require_POST
@require(Permission.UPLOAD_CREATE)
def explain(request: Request, revision_id: int) -> HttpResponse:
    """Explain warnings of the draft."""
    revision = visible_revision(request, revision_id)
    submission = submission_for(request, revision.submission_id, Permission.UPLOAD_CREATE)
    form = ExplainForm(request.POST)
    if form.is_valid():
        count = attempt(
            request,
            form,
            answering.explain,
            submission=submission,
            revision=revision,
            **form.cleaned_data,
        )
        if count:
            messages.success(request, f"已说明 {count} 处提醒。")
    for sentence in all_errors(form.errors):
        messages.error(request, sentence)
    return redirect(reverse("intake:revision", args=[revision.pk]) + "?tab=warning")


def _to_draft(submission_id: int, request: Request) -> HttpResponse:
    draft_id = submission_for(request, submission_id).draft_id
    if draft_id is None:
        return redirect("intake:submission-detail", submission_id=submission_id)
    return redirect("intake:revision", revision_id=draft_id)
