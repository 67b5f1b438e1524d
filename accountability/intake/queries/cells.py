"""Single cells of a revision: found by address, followed to their file, compared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Min, QuerySet

from accountability.intake.declare import SHEETS, Column
from accountability.intake.models import CellChange, Problem, Revision, SheetRow
from accountability.intake.queries.differences import fingerprint_of, row_model

_ADDRESS = re.compile(
    r"(?:(?P<sheet>.{1,120})[/／!！])?\s*(?P<letters>[A-Za-z]{1,3})(?P<row>\d{1,7})"
)


@dataclass(frozen=True)
class Leaf:
    """One sheet of the file: its name and how many rows it has."""

    name: str
    rows: int
    part: str = ""


@dataclass(frozen=True)
class Place:
    """Where a cell lies: its sheet in the file, its row, its column."""

    sheet_name: str
    row_no: int
    row_key: str
    field: str
    address: str
    label: str = ""


def locate(revision: Revision, text: str) -> Place | None:
    """Return the cell a person names by address, None where there is none.

    `text` is H9, or 青岭镇/H9 where the file has several sheets.
    """
    found = _ADDRESS.fullmatch(text.strip())
    if not found:
        return None
    name = found["sheet"] or leaves_of(revision)[0].name
    letters, row_no = found["letters"].upper(), int(found["row"])
    by_letter = {letter: field for field, letter in revision.columns.get(name, {}).items()}
    if letters not in by_letter:
        return None
    row = rows_of(revision).filter(sheet_name=name, row_no=row_no).first()
    if row is None:
        return None
    return Place(name, row_no, row.key, by_letter[letters], f"{letters}{row_no}", row.label)


def leaves_of(revision: Revision) -> list[Leaf]:
    """Return the sheets of the file in its order, those without rows last."""
    counted = (
        rows_of(revision)
        .order_by()
        .values_list("sheet_name", "part")
        .annotate(rows=Count("pk"), first=Min("pk"))
        .order_by("first")
    )
    leaves = [Leaf(name, rows, part) for name, part, rows, _ in counted]
    sheet, filled = SHEETS[revision.sheet_code], {leaf.name for leaf in leaves}
    leaves += [
        Leaf(name, 0, sheet.part_with(letters))
        for name, letters in revision.columns.items()
        if name not in filled
    ]
    return leaves or [Leaf("", 0)]


def rows_of(revision: Revision) -> "QuerySet[SheetRow]":
    """Return the rows of a revision in the order of the file."""
    model = row_model(SHEETS[revision.sheet_code])
    rows: QuerySet[SheetRow] = model._default_manager.filter(revision=revision).order_by("pk")
    return rows


def changed_cells(
    before: Revision, after: Revision, cells: Sequence[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Return those of the cells (row key, column name) that say something else in `after`.

    A row that is gone counts as changed.
    """
    keys = {key for key, _ in cells}
    columns = {column.name: column for column in SHEETS[after.sheet_code].columns}
    old = {row.key: row for row in rows_of(before).filter(key__in=keys)}
    new = {row.key: row for row in rows_of(after).filter(key__in=keys)}
    changed = set()
    for key, field in cells:
        was, now, column = old.get(key), new.get(key), columns.get(field)
        if not (was and now and column) or _says(was, after, column) != _says(now, after, column):
            changed.add((key, field))
    return changed


def _says(row: SheetRow, revision: Revision, column: Column) -> tuple[str, str]:
    """Return the text of a cell, with the digest of a number whose middle the text hides."""
    sheet = SHEETS[revision.sheet_code]
    name = fingerprint_of(sheet, column)
    return row.raw[sheet.places[column.name]], str(getattr(row, name)) if name else ""


@dataclass(frozen=True)
class Cell:
    """One cell with everything known about it: from the figure's row back to the file."""

    row: SheetRow
    column: Column
    address: str
    raw: str
    changes: list[CellChange]
    problems: list[Problem]


def cell_of(revision: Revision, row_no: int, field: str, sheet_name: str = "") -> list[Cell]:
    """Return the cells with this row number and column (one for each sheet of the file)."""
    sheet = SHEETS[revision.sheet_code]
    fields = {column.name for column in sheet.columns if field in {column.name, column.field}}
    rows = rows_of(revision).filter(row_no=row_no).order_by("sheet_name", "pk")
    if sheet_name:
        rows = rows.filter(sheet_name=sheet_name)
    changes = list(CellChange.objects.filter(revision=revision, row_no=row_no, field__in=fields))
    problems = list(Problem.objects.filter(revision=revision, row_no=row_no, field__in=fields))
    return [
        Cell(
            row,
            column,
            f"{revision.columns.get(row.sheet_name, {}).get(column.name, '')}{row_no}",
            row.raw[sheet.places[column.name]],
            [one for one in changes if _is_at(one, row, column)],
            [one for one in problems if _is_at(one, row, column)],
        )
        for row in rows
        for column in sheet.piece(row.part).columns
        if column.name in fields
    ]


def _is_at(found: CellChange | Problem, row: SheetRow, column: Column) -> bool:
    return found.sheet_name == row.sheet_name and found.field == column.name
