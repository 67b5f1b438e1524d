"""Rows that were added or removed in the browser."""

from django.db.models import Max, QuerySet

from accountability.intake.checked import ROW_ADDED, ROW_REMOVED
from accountability.intake.declare import SHEETS
from accountability.intake.models import CellChange, Revision
from accountability.intake.queries.cells import rows_of

LINES_ABOVE = 2  # of an official sheet, above its header: the title and who reports


def row_changes(revision: Revision) -> "QuerySet[CellChange]":
    """Return the rows added and removed since the file was read, in the order it happened."""
    rows: QuerySet[CellChange] = CellChange.objects.filter(
        revision=revision, field="", result__in=[ROW_ADDED, ROW_REMOVED]
    ).order_by("pk")
    return rows


def removed_rows(revision: Revision) -> list[CellChange]:
    """Return the rows removed since the file was read, each with what stood in it."""
    return list(row_changes(revision).filter(result=ROW_REMOVED))


def added_rows(revision: Revision) -> set[tuple[str, int]]:
    """Return sheet and number of the rows the file does not have."""
    added = row_changes(revision).filter(result=ROW_ADDED)
    return set(added.values_list("sheet_name", "row_no"))


def next_row_no(revision: Revision, sheet_name: str) -> int:
    """Return the number for a new row: below all others, those that are gone among them."""
    rows = rows_of(revision).filter(sheet_name=sheet_name).order_by()
    gone = row_changes(revision).filter(sheet_name=sheet_name).order_by()
    known = [found.aggregate(last=Max("row_no"))["last"] for found in (rows, gone)]
    known += [
        total["row_no"]
        for total in revision.facts.get("totals", [])
        if total["sheet_name"] == sheet_name
    ]
    header = LINES_ABOVE + SHEETS[revision.sheet_code].header_rows
    return max(header, *(number or 0 for number in known)) + 1
