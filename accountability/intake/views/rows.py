"""Adding and removing a row of the draft in the spreadsheet; plain forms that lead back to it."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accountability.intake.actions import mending
from accountability.intake.declare import SHEETS
from accountability.intake.forms import RowForm
from accountability.intake.models import Revision, Submission
from accountability.intake.queries.cells import leaves_of, rows_of
from accountability.intake.views.acting import perform, submission_for
from accountability.intake.views.grid import Look
from portal.access.guards import Request, require
from portal.access.roles import Permission


@require_POST
@require(Permission.UPLOAD_CREATE)
def row_add(request: Request, submission_id: int) -> HttpResponse:
    """Append an empty row and lead to its first cell that has to be filled in."""
    submission = submission_for(request, submission_id, Permission.UPLOAD_CREATE)
    look = Look.of(request)
    if submission.draft is None:
        messages.error(request, "还没有可修改的数据，请先上传文件。")
        return redirect("intake:submission-detail", submission_id=submission_id)
    name = _sheet_name(submission.draft, look.leaf)
    done = perform(
        request, mending.add_row, submission=submission, sheet_name=name, seen=_seen(request)
    )
    if not done:
        return _to_grid(request, submission, look.url())
    draft, number = cast("tuple[Revision, int]", done)
    messages.success(request, f"已在表末增加第{number}行，请逐格填写。")
    return _to_grid(request, submission, look.url(cell=f"{_first_letter(draft, name)}{number}"))


@require_POST
@require(Permission.UPLOAD_CREATE)
def row_remove(request: Request, submission_id: int) -> HttpResponse:
    """Leave a row out; what stood in it is kept in the log of changes."""
    submission = submission_for(request, submission_id, Permission.UPLOAD_CREATE)
    look = Look.of(request)
    form = RowForm(request.POST)
    draft = submission.draft
    if draft is None or not form.is_valid():
        messages.error(request, "请先选中要删除的那一行的任一单元格。")
        return _to_grid(request, submission, look.url())
    leaf, _, number = form.cleaned_data["row"].partition("-")
    place = (_sheet_name(draft, int(leaf)), int(number))
    label = (
        rows_of(draft)
        .filter(sheet_name=place[0], row_no=place[1])
        .values_list("label", flat=True)
        .first()
    )
    near = _next_to(draft, place, request.POST.get("a", ""))
    done = perform(
        request,
        mending.edit_cells,
        submission=submission,
        edits=[],
        removed=[place],
        seen=_seen(request),
    )
    if done:
        who = f"（{label}）" if label else ""
        messages.success(request, f"已删除第{number}行{who}，内容留在“比对”页的删除记录中。")
    return _to_grid(request, submission, look.url(cell=near))


def _seen(request: Request) -> int | None:
    """Return which revision the page showed."""
    seen = request.GET.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 19 else None  # noqa: PLR2004


def _sheet_name(draft: Revision, leaf: int) -> str:
    names = [one.name for one in leaves_of(draft)]
    return names[leaf] if leaf < len(names) else ""


def _next_to(draft: Revision, place: tuple[str, int], address: str) -> str:
    """Return the cell in the same column of the row below, or above where it is the last."""
    letters = address.rstrip("0123456789")[:3]
    rows = rows_of(draft).filter(sheet_name=place[0]).order_by().values_list("row_no", flat=True)
    below = rows.filter(row_no__gt=place[1]).order_by("row_no").first()
    row_no = below or rows.filter(row_no__lt=place[1]).order_by("-row_no").first()
    return f"{letters}{row_no}" if letters and row_no else ""


def _first_letter(draft: Revision, sheet_name: str) -> str:
    letters: dict[str, str] = draft.columns.get(sheet_name, {})
    required = [one.name for one in SHEETS[draft.sheet_code].columns if one.required]
    found = [letters[name] for name in required if name in letters] or sorted(letters.values())
    return min(found, key=lambda letter: (len(letter), letter), default="A")


def _to_grid(request: Request, submission: Submission, query: str) -> HttpResponse:
    draft_id = submission_for(request, submission.pk).draft_id
    if draft_id is None:
        return redirect("intake:submission-detail", submission_id=submission.pk)
    return redirect(f"{reverse('intake:revision', args=[draft_id])}{query}#cell")
