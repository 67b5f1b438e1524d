"""Taking the columns out of a grid: merged cells filled down, lost formula results marked."""

from collections.abc import Iterable
from typing import Final

from accountability.intake.checked import FoundChange
from accountability.intake.cleaning.outcome import shown
from accountability.intake.cleaning.raw import NO_RESULT, raw_text
from accountability.intake.matching.matched import Table
from accountability.intake.reading.grid import Grid, Merge, address, column_letters

_MOST_FILLED_LOGGED: Final = 20_000


def extract(grid: Grid, chosen: dict[str, int], rows: list[int]) -> tuple[Table, list[FoundChange]]:
    """Return the table of `rows`, and a change for each cell filled from the merge above it."""
    lines = [grid.rows[row - 1] for row in rows]
    cells = _columns(lines, chosen)
    letters = {name: column_letters(column) for name, column in chosen.items()}
    table = Table(grid.name, letters, rows, cells)
    _mark_lost_results(grid, chosen, table)
    _show_percent(grid, chosen, table)
    return table, _fill_down(grid, chosen, table)


def _columns(lines: list[list[object]], chosen: dict[str, int]) -> dict[str, list[object]]:
    """Return the chosen columns; all at once as far as the shortest line reaches."""
    together = list(zip(*lines, strict=False))
    return {
        name: _told(together[column - 1] if column <= len(together) else _apart(lines, column - 1))
        for name, column in chosen.items()
    }


def _apart(lines: list[list[object]], place: int) -> Iterable[object]:
    return (line[place] if len(line) > place else None for line in lines)


def _told(cells: Iterable[object]) -> list[object]:
    """Write what the spreadsheet shows of a yes or no."""
    found = list(cells)
    if bool in set(map(type, found)):
        return [raw_text(cell) if isinstance(cell, bool) else cell for cell in found]
    return found


def _mark_lost_results(grid: Grid, chosen: dict[str, int], table: Table) -> None:
    if not grid.formula_without_value:
        return
    place = {row: index for index, row in enumerate(table.rows)}
    for row, column in grid.formula_without_value:
        for name, own in chosen.items():
            if own == column and row in place:
                table.cells[name][place[row]] = NO_RESULT


def _show_percent(grid: Grid, chosen: dict[str, int], table: Table) -> None:
    """Write a cell formatted as a percentage the way the user sees it: 0.6 is 60%."""
    if not any("%" in form for form in grid.number_formats.values()):
        return
    place = {row: index for index, row in enumerate(table.rows)}
    names = {column: name for name, column in chosen.items()}
    for (row, column), form in grid.number_formats.items():
        if "%" in form and column in names and row in place:
            cell = table.cells[names[column]][place[row]]
            if isinstance(cell, float):
                table.cells[names[column]][place[row]] = f"{round(cell * 100, 9):g}%"


def _fill_down(grid: Grid, chosen: dict[str, int], table: Table) -> list[FoundChange]:
    """Fill merged cells down, inside the merge only (D10)."""
    tall = [merge for merge in grid.merges if merge.bottom > merge.top]
    if not tall or not table.rows:
        return []
    place = {row: index for index, row in enumerate(table.rows)}
    names = {column: name for name, column in chosen.items()}
    changes: list[FoundChange] = []
    for merge in tall:
        if merge.bottom < table.rows[0] or merge.top > table.rows[-1]:
            continue
        for column in range(merge.left, merge.right + 1):
            if column in names and (column == merge.left):
                _fill(grid, merge, names[column], place, table, changes)
    return changes


def _fill(
    grid: Grid,
    merge: Merge,
    name: str,
    place: dict[int, int],
    table: Table,
    changes: list[FoundChange],
) -> None:
    value = grid.cell(merge.top, merge.left)
    if value is None:
        return
    for row in range(merge.top + 1, merge.bottom + 1):
        index = place.get(row)
        if index is None or table.cells[name][index] not in (None, ""):
            continue
        table.cells[name][index] = raw_text(value) if isinstance(value, bool) else value
        table.filled.add((name, index))
        if len(changes) < _MOST_FILLED_LOGGED:
            changes.append(
                FoundChange(
                    grid.name,
                    row,
                    name,
                    address(row, merge.left),
                    "",
                    shown(raw_text(value)),
                    "D10",
                )
            )
