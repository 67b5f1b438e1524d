"""Telling data rows from everything else that stands in a table (D13, D14, D15)."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Final

from accountability.intake.cleaning.characters import half_width, squeeze
from accountability.intake.matching.facts import is_footer, texts_of
from accountability.intake.matching.headers import Header
from accountability.intake.matching.labels import normal
from accountability.intake.reading.grid import Grid

_TOTAL: Final = re.compile(
    r"(.{0,16}?)[(（]?(合计|总计|小计|累计|共计|平均)[)）]?[:：]?(?:数|值|分)?"
)
_NOTE_START: Final = re.compile(
    r"^(?:注|备注|说明|填表说明|填报说明|平衡关系|指标平衡关系|附注)\s*[:：\d]"
)
_ORDINALS: Final = "甲乙丙丁戊己庚辛壬癸"
_MOSTLY: Final = 0.7
_FEW: Final = 3


class Role(StrEnum):
    """What a row below the header is."""

    DATA = "data"
    BLANK = "blank"
    NUMBERS = "numbers"
    HEADER = "header"
    TOTAL = "total"
    NOTE = "note"
    FOOTER = "footer"
    SECTION = "section"


@dataclass(frozen=True)
class Lookout:
    """Where to look: the columns that hold data, the ones that name a row, the header's labels."""

    columns: tuple[int, ...]
    naming: tuple[int, ...]
    serial: int | None
    labels: frozenset[str]


@dataclass
class Sorted:
    """Row numbers by what they are."""

    data: list[int] = field(default_factory=list)
    others: dict[Role, list[int]] = field(default_factory=dict)

    def of(self, role: Role) -> list[int]:
        """Return the rows with a role."""
        return self.others.get(role, [])


def sort_rows(grid: Grid, header: Header, lookout: Lookout) -> Sorted:
    """Say of every row below the header what it is."""
    result = Sorted()
    rows, naming, data = grid.rows, lookout.naming, result.data
    labels = lookout.labels
    for number in range(header.bottom + 1, len(rows) + 1):
        row = rows[number - 1]
        width = len(row)
        plain = True
        for column in naming:
            cell = row[column - 1] if column <= width else None
            if not (type(cell) is str and cell and cell[-1] != "计" and cell not in labels):
                plain = False
                break
        if plain and naming and not _looks_odd(row):
            data.append(number)
            continue
        role = _role(grid, number, lookout)
        if role is Role.DATA:
            data.append(number)
        elif role is not Role.BLANK:
            result.others.setdefault(role, []).append(number)
    return result


def _looks_odd(row: list[object]) -> bool:
    first = row[0]
    if len(row) > 1 and str(row[1]).strip() in ("2", "甲", "乙"):
        return True
    return type(first) is str and (
        first[-1:] == "计" or ":" in first or "：" in first or (first != "" and first in _ORDINALS)
    )


def _role(grid: Grid, number: int, lookout: Lookout) -> Role:
    row = grid.rows[number - 1]
    filled = {
        column: cell
        for column, cell in enumerate(row, 1)
        if cell is not None and not (isinstance(cell, str) and not cell.strip())
    }
    inside = {column: cell for column, cell in filled.items() if column in lookout.columns}
    if not inside and not filled:
        return Role.BLANK
    if _is_total(filled, lookout):
        return Role.TOTAL
    if _is_sequence(list(inside.values())):
        return Role.NUMBERS
    if _repeats_header(filled, lookout.labels):
        return Role.HEADER
    return _text_role(grid, number, filled, inside, lookout)


def _text_role(
    grid: Grid, number: int, filled: dict[int, object], inside: dict[int, object], lookout: Lookout
) -> Role:
    texts = texts_of(grid, number)
    named = [
        column
        for column in lookout.naming
        if column in inside and not is_footer([str(inside[column]).strip()])
    ]
    if len(named) < max(1, len(lookout.naming)):
        if texts and _NOTE_START.match(texts[0]):
            return Role.NOTE
        if is_footer(texts):
            return Role.FOOTER
    if len(filled) == 1:
        return _lonely(filled, lookout)
    return Role.DATA if inside else Role.BLANK


def _lonely(filled: dict[int, object], lookout: Lookout) -> Role:
    """Say what a row with a single filled cell is: a bare serial number is a blank line."""
    column, cell = next(iter(filled.items()))
    if column == lookout.serial and not isinstance(cell, str):
        return Role.BLANK
    if not isinstance(cell, str):
        return Role.DATA if column in lookout.columns else Role.BLANK
    if column == lookout.serial and cell.strip().isdigit():
        return Role.BLANK
    if column in lookout.naming and column != min(lookout.columns):
        return Role.DATA
    return Role.SECTION


def _is_total(filled: dict[int, object], lookout: Lookout) -> bool:
    candidates = [column for column in (*lookout.naming, lookout.serial) if column in filled]
    first = min(filled)
    for column in {first, *(c for c in candidates if c)}:
        cell = filled[column]
        found = isinstance(cell, str) and _TOTAL.fullmatch(half_width(squeeze(cell)))
        if found:
            person = max(lookout.naming, default=0)
            return column == person or person not in filled or _is_word(filled.get(person))
    return False


def _is_word(cell: object) -> bool:
    return not isinstance(cell, str) or cell.strip() in ("", "—", "-", "/", "——")


def total_label(grid: Grid, number: int, columns: tuple[int, ...]) -> tuple[str, str]:
    """Return what a total row calls itself: the whole text, and the word (小计, 合计 ...)."""
    for column in columns:
        cell = grid.cell(number, column)
        found = isinstance(cell, str) and _TOTAL.fullmatch(half_width(squeeze(cell)))
        if found:
            return squeeze(str(cell)), found[2]
    return "合计", "合计"


def _is_sequence(cells: list[object]) -> bool:
    """Say whether a row numbers the columns: 甲 乙 丙 1 2 3."""
    if len(cells) < _FEW:
        return False
    marks = [normal(str(int(c) if isinstance(c, float) and c.is_integer() else c)) for c in cells]
    letters = [mark for mark in marks if mark and mark in _ORDINALS]
    numbers = [int(mark) for mark in marks if mark.isdigit() and len(mark) <= _FEW]
    if len(letters) + len(numbers) < len(marks):
        return False
    rising = all(b == a + 1 for a, b in pairwise(numbers))
    ordered = [_ORDINALS.index(mark) for mark in letters]
    return rising and ordered == sorted(ordered) and (bool(letters) or numbers[:1] in ([0], [1]))


def _repeats_header(filled: dict[int, object], labels: frozenset[str]) -> bool:
    texts = [normal(cell) for cell in filled.values() if isinstance(cell, str)]
    known = [text for text in texts if text in labels]
    return len(texts) >= _FEW and len(known) >= _MOSTLY * len(filled)
