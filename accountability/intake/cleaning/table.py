"""Cleaning a table column by column: each distinct cell once, questions only where needed."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from accountability.intake.checked import FoundChange, FoundProblem
from accountability.intake.cleaning.cleaners import PLAIN_TEXTS, clean_cell
from accountability.intake.cleaning.identity import (
    ID_LENGTH,
    NO_ID,
    NO_PHONE,
    IdNumber,
    Phone,
    hide_ids,
    masked,
)
from accountability.intake.cleaning.nothing import is_ditto
from accountability.intake.cleaning.outcome import ERROR, Cleaned, Flaw, Source, shown
from accountability.intake.cleaning.raw import raw_text
from accountability.intake.declare import CellType, Column
from accountability.intake.matching.matched import Table

_EMPTY: Final[dict[CellType, Any]] = {
    CellType.INTEGER: None,
    CellType.DECIMAL: None,
    CellType.DATE: None,
    CellType.CHOICES: None,
    CellType.YES_NO: None,
    CellType.ID_NUMBER: NO_ID,
    CellType.PHONE: NO_PHONE,
}
_NAMING: Final = frozenset(
    {CellType.PERSON_NAME, CellType.ID_NUMBER, CellType.ID_TAIL, CellType.PHONE, CellType.SERIAL}
)
_GROUPING: Final = frozenset({CellType.COUNTY, CellType.TOWNSHIP, CellType.VILLAGE})
_SCALES: Final = {"元": 1, "千元": 10**3, "万元": 10**4, "亿元": 10**8}
RAW_KEPT: Final = 300
MOST_A_COLUMN: Final = 3_000
MOST_CHANGES: Final = 100_000
_FEW, _PROPOSED = 1_000, 300


@dataclass
class CleanedColumn:
    """One column of a table after cleaning.

    Shapes: `values` and `raw` are as long as the table's rows; `notes` holds only the rows with
    something to say.
    """

    column: Column
    values: list[Any]
    raw: list[str]
    notes: dict[int, Cleaned] = field(default_factory=dict)
    secrets: list[str] | None = None


class ColumnCleaner:
    """Cleans the cells of one column, remembering each distinct cell across tables.

    Where hardly a cell stands twice nothing is remembered: it would only fill the memory. Flaws
    beyond a limit are counted and not kept.
    """

    def __init__(self, column: Column, source: Source) -> None:
        self.column, self.source = column, source
        self.hidden = column.sensitive or column.type in (CellType.ID_NUMBER, CellType.PHONE)
        self.empty = _EMPTY.get(column.type, "")
        self._values: dict[object, Any] = {}
        self._raws: dict[object, str] = {}
        self._notes: dict[object, Cleaned] = {}
        self._flaws = 0
        self.untold = 0

    def absent(self, size: int) -> CleanedColumn:
        """Return the column of a file that does not have it."""
        return CleanedColumn(self.column, [self.empty] * size, [""] * size)

    def clean(self, cells: list[object]) -> CleanedColumn:
        """Clean the cells of one table."""
        distinct = set(cells)
        if len(cells) > _FEW and len(distinct) > len(cells) // 2:
            done = self._each(cells)
        else:
            done = self._known(cells, distinct)
        if self.hidden:
            done.secrets = done.raw
            done.raw = [
                _hidden(value, text) for value, text in zip(done.values, done.raw, strict=True)
            ]
        return done

    def _each(self, cells: list[object]) -> CleanedColumn:
        is_plain = PLAIN_TEXTS.get(self.column.type, _never)
        raw = list(map(self._raw, cells))
        values: list[Any] = list(raw)
        notes: dict[int, Cleaned] = {}
        for index, text in enumerate(raw):
            if not is_plain(text):
                values[index], note = self._one(cells[index])
                if note is not None:
                    notes[index] = note
        return CleanedColumn(self.column, values, raw, notes)

    def _known(self, cells: list[object], distinct: set[object]) -> CleanedColumn:
        values, notes = self._values, self._notes
        for cell in distinct:
            if cell in values:
                continue
            values[cell], note = self._one(cell)
            self._raws[cell] = self._raw(cell)
            if note is not None:
                notes[cell] = note
        done = CleanedColumn(
            self.column,
            list(map(values.__getitem__, cells)),
            list(map(self._raws.__getitem__, cells)),
        )
        if notes:
            done.notes = {i: notes[cell] for i, cell in enumerate(cells) if cell in notes}
        return done

    def _raw(self, cell: object) -> str:
        """Return the text of a cell; an ID number that stands where none belongs is masked."""
        if type(cell) is str and len(cell) < ID_LENGTH and cell.isprintable():
            return cell
        text = raw_text(cell)
        return text if self.hidden or len(text) < ID_LENGTH else hide_ids(text)

    def _one(self, cell: object) -> tuple[Any, Cleaned | None]:
        """Clean one cell: its value, and what there is to say about it."""
        if cell is None:
            return self.empty, None
        found = clean_cell(cell, self.column, self.source)
        if type(found) is not Cleaned:
            return found, None
        value = self.empty if found.value is None else found.value
        if found.flaws:
            self._flaws += 1
            if self._flaws == _PROPOSED:
                self.source = dataclasses.replace(self.source, proposes=False)
            if self._flaws > MOST_A_COLUMN:
                self.untold += 1
                return value, Cleaned(value, found.rule) if found.rule else None
        return value, found


def _hidden(value: object, text: str) -> str:
    if isinstance(value, IdNumber | Phone) and value.plain == text:
        return value.masked
    return masked(text)


def _never(_: str) -> bool:
    return False


@dataclass
class CleanTable:
    """A table after cleaning: its columns by name, and what was found and changed on the way."""

    table: Table
    columns: dict[str, CleanedColumn]
    problems: list[FoundProblem] = field(default_factory=list)
    changes: list[FoundChange] = field(default_factory=list)
    flawed: set[tuple[str, int]] = field(default_factory=set)
    told: Counter[str] = field(default_factory=Counter)
    unlogged: int = 0

    def place(self, name: str, index: int) -> dict[str, Any]:
        """Return where a cell is, as problems and changes name it."""
        row, letter = self.table.rows[index], self.table.letters.get(name, "")
        return {
            "sheet_name": self.table.sheet_name,
            "row_no": row,
            "field": name,
            "address": f"{letter}{row}" if letter else "",
        }

    def report(self, name: str, index: int, flaw: Flaw) -> None:
        """Note a flaw of a cell."""
        column = self.columns[name]
        self.told[name] += 1
        if self.told[name] > MOST_A_COLUMN:
            return
        self.flawed.add((name, index))
        self.problems.append(
            FoundProblem(
                flaw.rule,
                flaw.severity,
                flaw.sentence,
                flaw.cause,
                column_label=column.column.path,
                remedy=flaw.remedy,
                raw=column.raw[index][:RAW_KEPT],
                proposal=flaw.proposal,
                **self.place(name, index),
            )
        )

    @property
    def untold(self) -> int:
        """Return how many flaws were counted and not kept."""
        return sum(max(0, number - MOST_A_COLUMN) for number in self.told.values())

    def log(self, name: str, index: int, rule: str, result: str) -> None:
        """Note that a cell was changed."""
        if len(self.changes) >= MOST_CHANGES:
            self.unlogged += 1
            return
        raw = self.columns[name].raw[index][:RAW_KEPT]
        self.changes.append(
            FoundChange(raw=raw, result=result[:RAW_KEPT], rule=rule, **self.place(name, index))
        )


def clean_table(
    table: Table, cleaner_of: Callable[[Column], ColumnCleaner], columns: Iterable[Column]
) -> CleanTable:
    """Clean every column of `table`; its raw cells are used up."""
    done = CleanTable(table, {})
    for column in columns:
        cleaner = cleaner_of(column)
        cells = table.cells.pop(column.name, None)
        if cells is None:
            done.columns[column.name] = cleaner.absent(len(table.rows))
            continue
        dittos = _dittos(cells, column)
        cleaned = cleaner.clean(_filled(cells, dittos) if dittos else cells)
        done.columns[column.name] = cleaned
        for index in dittos:
            cleaned.raw[index] = raw_text(cells[index])
        _tell(done, column, dittos)
        _convert_unit(done, column)
        if column.required:
            _ask_for_missing(done, column)
    return done


def _dittos(cells: list[object], column: Column) -> dict[int, object]:
    """Return what the cells meaning "as above" stand for, by place; names are never filled."""
    if column.type in _NAMING or not any(is_ditto(cell) for cell in set(cells)):
        return {}
    found: dict[int, object] = {}
    above: object = None
    for index, cell in enumerate(cells):
        if is_ditto(cell):
            found[index] = above
        elif cell not in (None, ""):
            above = cell
    return found


def _filled(cells: list[object], dittos: dict[int, object]) -> list[object]:
    return [dittos.get(index, cell) for index, cell in enumerate(cells)]


def _tell(done: CleanTable, column: Column, dittos: dict[int, object]) -> None:
    """Log the changes and report the flaws of a column."""
    cleaned = done.columns[column.name]
    for index, note in cleaned.notes.items():
        if note.rule and index not in dittos:
            done.log(column.name, index, note.rule, note.note or _shown(note.value))
        for flaw in note.flaws:
            done.report(column.name, index, flaw)
    for index in dittos:
        value = cleaned.values[index]
        if value in (None, ""):
            done.report(column.name, index, _nothing_above(column))
        else:
            done.log(column.name, index, "D8", _shown(value))


def _shown(value: object) -> str:
    return value.masked if isinstance(value, IdNumber | Phone) else shown(value)


def _nothing_above(column: Column) -> Flaw:
    return Flaw(
        "D8",
        ERROR,
        f"“{column.path}”填了“同上”，但上面没有可用的内容。",
        "“同上”无从对应",
        "请填写实际内容。",
    )


def _convert_unit(done: CleanTable, column: Column) -> None:
    """Convert a money column whose header names another unit than the sheet's (D7)."""
    named = done.table.units.get(column.name, "")
    if named == column.unit or named not in _SCALES or column.unit not in _SCALES:
        return
    cleaned = done.columns[column.name]
    for index, value in enumerate(cleaned.values):
        if value is not None:
            converted = value * _SCALES[named] / _SCALES[column.unit]
            cleaned.values[index] = converted
            done.log(column.name, index, "D7", shown(converted))


def _ask_for_missing(done: CleanTable, column: Column) -> None:
    cleaned = done.columns[column.name]
    empty = _EMPTY.get(column.type, "")
    if empty not in cleaned.values:
        return
    above: Any = None
    for index, value in enumerate(cleaned.values):
        if value != empty:
            above = value
        elif (column.name, index) not in done.flawed:
            done.report(column.name, index, _missing(column, above, index))


def _missing(column: Column, above: Any, index: int) -> Flaw:
    if column.type in _GROUPING and index and above not in (None, ""):
        return Flaw(
            "D11",
            ERROR,
            f"“{column.path}”空着，上一行是“{shown(above)}”。",
            "空格是否同上一行",
            "与上一行相同的，请确认填入；不同的请填写。",
            shown(above),
        )
    return Flaw("REQ", ERROR, f"“{column.path}”没有填。", "必填项空着", "请填写。")
