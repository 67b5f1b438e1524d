"""The page on which a submission is sent back: the reasons beside the cells they are about."""

from dataclasses import dataclass

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accountability.intake.actions import deciding
from accountability.intake.forms import MoveForm, RemarkForm, RemarkForms, RemarkFormSet
from accountability.intake.models import Revision
from accountability.intake.queries.cells import Place, locate
from accountability.intake.queries.grid import GridPage, grid_page
from accountability.intake.queries.submissions import title_of
from accountability.intake.rules import Verb
from accountability.intake.views.acting import REFUSED, attempt, row_for_any
from accountability.intake.views.sheet import build_sheet
from portal.access.guards import Request, require
from portal.access.roles import Permission

DECIDING = (
    Permission.SUBMISSION_SIGN,
    Permission.SUBMISSION_REVIEW,
    Permission.SUBMISSION_ACCEPT,
)
TURN = "turn"  # the button that shows another page of rows; what is typed stays
MOST = 50


@require_http_methods(["GET", "POST"])
@require(Permission.SUBMISSION_VIEW)
def send_back(request: Request, submission_id: int) -> HttpResponse:
    """Return a submission with a reason, bound to the cells the approver picks or names."""
    row = row_for_any(request, submission_id, DECIDING, Verb.RETURN)
    sent = None if TURN in request.POST else request.POST or None
    form = MoveForm(
        sent,
        initial={"version": row.version, "reason": request.POST.get("reason", "")},
        reason_label="退回理由（总的意见）",
        required=True,
    )
    remarks = RemarkFormSet(sent, initial=_typed(request), draft=row.draft, prefix="cell")
    if form.is_valid() and remarks.is_valid():
        done = attempt(
            request,
            form,
            deciding.return_with_marks,
            submission=row,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            remarks=[_remark(place, text) for place, text in remarks.places],
        )
        if done:
            messages.success(request, "已退回，县里会在对应单元格看到退回意见。")
            return redirect("intake:submission-detail", submission_id=row.pk)
    return render(
        request,
        "accountability/intake/return.html",
        {
            "form": form,
            "remarks": remarks,
            "lines": _lines(remarks, row.draft),
            "submission": row,
            "title": title_of(row),
            **(_grid(request, row.draft) if row.draft else {}),
        },
        status=REFUSED if form.is_bound else 200,
    )


def _typed(request: Request) -> list[dict[str, str]]:
    """Return what the remarks begin with: cells named in the address, or what was typed so far."""
    if TURN not in request.POST:
        return [{"cell": cell} for cell in request.GET.getlist("cell")[:20]]
    names = [(f"cell-{number}-cell", f"cell-{number}-text") for number in range(MOST)]
    typed = [(request.POST.get(cell, ""), request.POST.get(text, "")) for cell, text in names]
    return [{"cell": cell, "text": text} for cell, text in typed if cell or text]


@dataclass(frozen=True)
class Line:
    """One remark of the form, with the name of the row its cell lies in."""

    form: RemarkForm
    cell: BoundField
    text: BoundField
    who: str


def _lines(remarks: RemarkForms, draft: Revision | None) -> list[Line]:
    lines = []
    for form in remarks:
        address = str(form["cell"].value() or "")
        place = locate(draft, address) if draft and address else None
        lines.append(Line(form, form["cell"], form["text"], place.label if place else ""))
    return lines


def _grid(request: Request, draft: Revision) -> dict[str, object]:
    """Return the rows from which the approver picks."""
    leaf, _, number = request.POST.get(TURN, "").partition("-")
    cell = request.GET.get("cell", "").rpartition("／")[2][:12].upper()
    digits = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    page = grid_page(
        draft,
        leaf=_number(leaf),
        number=_number(number),
        row_no=_number(digits) if digits and TURN not in request.POST else None,
    )
    name = page.leaves[page.leaf].name
    return {
        "page": page,
        "grid": build_sheet(page, current=cell, may_mend=False),
        "sheet_name": name if page.leaf else "",
        "turns": _turns(page),
        "leaves": [(f"{i}-1", one.name, i == page.leaf) for i, one in enumerate(page.leaves)],
    }


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 0  # noqa: PLR2004


def _turns(page: GridPage) -> list[tuple[str, str]]:
    """Return the buttons to the pages before and after."""
    before = [(f"{page.leaf}-{page.number - 1}", "上一页")] if page.number > 1 else []
    after = [(f"{page.leaf}-{page.number + 1}", "下一页")] if page.number < page.pages else []
    return before + after


def _remark(place: Place, text: str) -> deciding.Remark:
    return deciding.Remark(
        text,
        row_key=place.row_key,
        field=place.field,
        sheet_name=place.sheet_name,
        address=place.address,
    )
