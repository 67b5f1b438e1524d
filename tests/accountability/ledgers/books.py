"""Makers of the village sheets' workbooks: rows by column name on the official layout."""

import io
from typing import Any

from openpyxl import load_workbook

from accountability.intake.actions.pointing import point_to
from accountability.intake.declare import SHEETS
from accountability.intake.reading.grid import Grid
from accountability.intake.reading.reader import read_workbook
from accountability.intake.rules import Period
from accountability.intake.template import Filled, build
from accountability.intake.template.layout import columns_of
from tests import make
from tests.accountability.intake.sheets import book, checked, laid_out
from tests.accountability.intake.staged import accepted, staged


def grid(code: str, rows: list[dict[str, object]], *more: str, **options: object) -> Grid:
    """Return the official layout over rows by column name; `more` names optional columns shown."""
    sheet = SHEETS[code]
    columns = [*columns_of(sheet), *(sheet.column(name) for name in more)]
    made = laid_out(sheet.title, [c.header for c in columns], [{} for _ in rows], **options)
    first = len(made.rows) - len(rows)
    for line, row in zip(made.rows[first:], rows, strict=True):
        line[:] = [_typed(row.get(column.name)) for column in columns]
    return made


def part(code: str, part: str, rows: list[dict[str, object]], **options: object) -> Grid:
    """Return one table of a sheet of several over rows by column name, in a worksheet."""
    piece = SHEETS[code].piece(part)
    keys = {c.name: "/".join(step for step in c.header if step) for c in piece.columns}
    lines = [{keys[name]: _typed(value) for name, value in row.items()} for row in rows]
    paths = [c.header for c in piece.columns]
    return laid_out(piece.title, paths, lines, **{"name": piece.worksheet, **options})


def _typed(value: object) -> object:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def check(county, code: str, rows: list[dict[str, object]], period: str, *more: str):
    """Check rows for a county without writing anything."""
    return checked(book(grid(code, rows, *more)), county, code, period)


def found(result) -> set[tuple[str, str, str]]:
    """Return what a check found: rule, severity, cell."""
    return {(p.rule, p.severity.value, p.address) for p in result.problems}


def stage(county, by, code: str, rows: list[dict[str, object]], period: str, *more: str):
    """Return the staged revision of rows."""
    return staged(grid(code, rows, *more), county, by, sheet=code, period=period)


def accept(county, by, code: str, rows: list[dict[str, object]], period: str, *more: str):
    """Return the revision of rows, made current."""
    return accepted(grid(code, rows, *more), county, by, sheet=code, period=period)


def point(revision, by) -> None:
    """Make a staged revision current."""
    point_to(revision.submission, revision, by=by, at=make.NOON, reason="省级接收")


def told(revision, *rules: str) -> list[tuple[str, str, str]]:
    """Return severity, cell and sentence of a revision's problems of the rules."""
    problems = revision.problems.filter(rule__in=rules) if rules else revision.problems.all()
    ordered = problems.order_by("row_no", "field", "sentence")
    return list(ordered.values_list("severity", "address", "sentence"))


def blank(county, code: str, period: str) -> bytes:
    """Return the official blank, prefilled for a county."""
    sheet, when = SHEETS[code], Period.parse(period)
    rows = sheet.prefill(county, when)
    return build(sheet, Filled(county.code, county.name, when, rows, {}))


def returned(county, code: str, period: str, folder):
    """Return what checking the official blank finds, sent back as it is."""
    path = folder / f"{code}.xlsx"
    path.write_bytes(blank(county, code, period))
    return checked(read_workbook(path, name=path.name), county, code, period)


def heads(county, code: str, period: str) -> tuple[set[str], dict[str, Any]]:
    """Return the merged ranges of the official blank and its cells down to the numbering row."""
    page = load_workbook(io.BytesIO(blank(county, code, period)))[code]
    cells = {
        cell.coordinate: cell.value
        for row in page.iter_rows(min_row=1, max_row=4 + SHEETS[code].header_rows)
        for cell in row
        if cell.value is not None
    }
    return {str(one) for one in page.merged_cells.ranges}, cells


def foot(county, code: str, period: str) -> str:
    """Return the notes of the official blank."""
    page = load_workbook(io.BytesIO(blank(county, code, period)))[code]
    texts = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]
    return next(text for text in texts if "注：" in text)
