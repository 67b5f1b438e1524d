"""Total rows as checksums over the rows above them (D14, D30)."""

from typing import Final

from accountability.intake.cleaning.characters import half_width, squeeze
from accountability.intake.cleaning.numbers import read_number
from accountability.intake.cleaning.outcome import Flaw
from accountability.intake.matching.matched import Total
from accountability.intake.matching.rows import Lookout, Role, Sorted, total_label
from accountability.intake.reading.grid import Grid

_PARTIAL: Final = "小计"
_NO_SUM: Final = "平均"
_LARGEST: Final = 1e15  # not a number compares as false


def totals_of(grid: Grid, rows: Sorted, chosen: dict[str, int], lookout: Lookout) -> list[Total]:
    """Return the total rows with what each covers: 小计 since the last one, others all above."""
    found: list[Total] = []
    start = 0
    places = tuple(sorted({*chosen.values(), *lookout.naming}))
    for row in rows.of(Role.TOTAL):
        label, word = total_label(grid, row, places)
        if word == _NO_SUM:
            continue
        first = start if word == _PARTIAL else 0
        numbers = {
            name: number
            for name, column in chosen.items()
            if (number := _number(grid.cell(row, column))) is not None
        }
        found.append(Total(grid.name, row, label, word, first + 1, row - 1, numbers))
        if word == _PARTIAL:
            start = row
    return _turned(found, rows)


def _turned(found: list[Total], rows: Sorted) -> list[Total]:
    """Read totals that stand above their rows: a 合计 first in the table covers what follows."""
    if not found or not rows.data:
        return found
    last = rows.data[-1]
    return [
        Total(t.sheet_name, t.row_no, t.label, t.word, t.row_no + 1, last, t.numbers)
        if t.word != _PARTIAL and t.row_no < rows.data[0]
        else t
        for t in found
    ]


def _number(cell: object) -> float | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, (int, float)):
        return float(cell) if abs(cell) < _LARGEST else None
    if not isinstance(cell, str) or not cell.strip():
        return None
    read = read_number(half_width(squeeze(cell)))
    return None if isinstance(read, Flaw) else float(read[0])
