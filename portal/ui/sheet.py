"""What a page hands to the spreadsheet component. Contract: static/js/grid.js."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["", "error", "warning"]


@dataclass(frozen=True)
class SheetColumn:
    """One column: its letter in the user's file, its field, its heading."""

    letter: str
    field: str
    label: str
    required: bool = False
    numeric: bool = False
    frozen: bool = False
    hint: str = ""


@dataclass(frozen=True)
class SheetCell:
    """One cell as shown; `raw` is the whole value where the text is cut or masked."""

    address: str
    text: str
    raw: str | None = None
    level: Level = ""
    message: str = ""
    suggest: str = ""
    edited: bool = False
    readonly: bool = False


@dataclass(frozen=True)
class SheetRow:
    """One row of the user's file. Units: `number` is the row number of the file."""

    number: int
    cells: Sequence[SheetCell]
    key: str = ""
    label: str = ""

    @property
    def level(self) -> Level:
        """Return the worst level of its cells."""
        levels = {cell.level for cell in self.cells}
        return "error" if "error" in levels else "warning" if "warning" in levels else ""


@dataclass(frozen=True)
class Sheet:
    """The rows of one server page, their columns, and the cell chosen at the start."""

    caption: str
    columns: Sequence[SheetColumn]
    rows: Sequence[SheetRow]
    current: str = ""

    def chosen(self) -> tuple[SheetColumn, SheetRow, SheetCell] | None:
        """Return the cell the formula bar starts with: the asked one, or the first problem."""
        found = [
            (column, row, cell)
            for row in self.rows
            for column, cell in zip(self.columns, row.cells, strict=True)
            if (cell.address == self.current if self.current else cell.level)
        ]
        return found[0] if found else None


@dataclass(frozen=True)
class Problem:
    """One entry of the problem list; `url` leads to the page of rows with its cell."""

    address: str
    url: str
    sentence: str
    who: str = ""
    advice: str = ""
    mended: bool = False


@dataclass(frozen=True)
class ProblemGroup:
    """Problems of one cause."""

    title: str
    problems: Sequence[Problem] = field(default=())
