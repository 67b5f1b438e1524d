"""The spreadsheet of an upload. Rows are written in Python: a page has thousands of cells."""

from collections.abc import Iterator, Sequence

from django import template
from django.template import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from portal.ui.sheet import ProblemGroup, Sheet, SheetCell, SheetColumn, SheetRow

register = template.Library()


@register.inclusion_tag("ui/sheet.html")
def sheet(grid: Sheet) -> dict[str, object]:
    """Show one server page of an uploaded sheet."""
    rows = "".join(_row(row, grid.columns) for row in grid.rows)
    return {"grid": grid, "rows": mark_safe(rows)}  # noqa: S308 - escaped cell by cell


@register.simple_tag
def sheet_row(row: SheetRow, columns: Sequence[SheetColumn]) -> SafeString:
    """Write one row as the answer to an edit: it replaces the row of the page."""
    replacing = _row(row, columns, ' hx-swap-oob="true"')
    return mark_safe(f"<template>{replacing}</template>")  # noqa: S308 - escaped cell by cell


def _row(row: SheetRow, columns: Sequence[SheetColumn], more: str = "") -> str:
    mark = f' class="has-{row.level}"' if row.level else ""
    cells = "".join(
        _cell(row, column, cell) for column, cell in zip(columns, row.cells, strict=True)
    )
    label = f' data-label="{conditional_escape(row.label)}"' if row.label else ""
    head = f'<th scope="row"{mark}>{row.number}</th>'
    return f'<tr id="row-{row.number}"{more}{label}>{head}{cells}</tr>'


def _cell(row: SheetRow, column: SheetColumn, cell: SheetCell) -> str:
    attributes = "".join(
        f' {name}="{conditional_escape(value)}"' for name, value in _attributes(row, column, cell)
    )
    return f"<td{attributes}>{conditional_escape(cell.text)}</td>"


def _attributes(row: SheetRow, column: SheetColumn, cell: SheetCell) -> Iterator[tuple[str, str]]:
    yield "data-a", cell.address
    yield "data-row", row.key or str(row.number)
    yield "data-field", column.field
    classes = [f"is-{cell.level}" if cell.level else "is-edited" if cell.edited else ""]
    classes += ["number" if column.numeric else "", "is-frozen" if column.frozen else ""]
    if any(classes):
        yield "class", " ".join(filter(None, classes))
    if cell.raw is not None and cell.raw != cell.text:
        yield "data-value", cell.raw
    if cell.message:
        yield "data-message", cell.message
    if cell.suggest:
        yield "data-suggest", cell.suggest
    if cell.readonly:
        yield "data-readonly", ""


@register.inclusion_tag("ui/formula_bar.html", takes_context=True)
def formula_bar(context: Context, grid: Sheet, *, url: str) -> dict[str, object]:
    """Show the bar in which the chosen cell is edited; it POSTs a, row, field, value to `url`."""
    chosen = grid.chosen()
    column, row, cell = chosen or (None, None, None)
    return {
        "url": url,
        "column": column,
        "row_key": (row.key or row.number) if row else "",
        "cell": cell,
        "value": (cell.text if cell.raw is None else cell.raw) if cell else "",
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("ui/problem_list.html")
def problem_list(
    groups: Sequence[ProblemGroup], *, nothing: str = "没有问题。"
) -> dict[str, object]:
    """Show what is wrong, by cause; each entry leads to its cell."""
    return {"groups": groups, "nothing": nothing}
