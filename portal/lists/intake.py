"""The page where a list takes its own export back in."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from portal.access.guards import Request
from portal.audit.trail import record
from portal.lists.forms import ImportForm
from portal.lists.importing import Comparison, Intake, apply, compare
from portal.lists.reading import UnreadableError, read

TEMPLATE = "portal/lists/import.html"


def take_in(request: Request, intake: Intake) -> HttpResponseBase:
    """Show the form; compare what was sent, and write it unless it is only to be checked."""
    form = ImportForm(request.POST or None, request.FILES or None)
    found: Comparison | None = None
    if form.is_valid():
        found = _compared(request, intake, form)
        if found and not found.problems and not form.cleaned_data["only_check"]:
            _write(request, intake, found)
            if not found.problems:
                said = f"已修改{len(found.changes)}行" if found.changes else "没有变化，0行修改"
                messages.success(request, f"{said}（文件共{found.rows}行）。")
                return redirect(intake.listing.url)
    headings = intake.listing.columns
    context = {
        "form": form,
        "listing": intake.listing,
        "found": found,
        "changes": _shown(intake, found),
        "editable": "、".join(headings[name] for name in intake.editable),
    }
    is_wrong = (form.is_bound and not form.is_valid()) or (found and found.problems)
    return render(request, TEMPLATE, context, status=422 if is_wrong else 200)


def _compared(request: Request, intake: Intake, form: ImportForm) -> Comparison | None:
    file = form.cleaned_data["file"]
    try:
        return compare(intake, read(file.name, file.read()), by=request.user)
    except UnreadableError as error:
        form.add_error("file", str(error))
        return None


def _write(request: Request, intake: Intake, found: Comparison) -> None:
    now = timezone.now()
    with transaction.atomic():
        apply(intake, found, by=request.user, at=now)
        if found.problems:
            transaction.set_rollback(True)
            return
        record(
            "list.import", None, by=request.user, at=now, list=intake.listing.name,
            rows=found.rows, changed=len(found.changes),
            sentence=f"{request.user.full_name} 导入了“{intake.listing.title}”{found.rows}行，"
            f"修改{len(found.changes)}行",
        )  # fmt: skip


def _shown(intake: Intake, found: Comparison | None) -> list[tuple[int, str, str, str, str]]:
    """Return row, key, column, old and new of the first changes."""
    if found is None:
        return []
    headings = intake.listing.columns
    changes = [
        (found.numbers[key], key, headings[name], old, new)
        for key, cells in found.changes.items()
        for name, (old, new) in cells.items()
    ]
    return changes[:200]
