"""What matching hands on: tables of raw cells under the sheet's own column names."""

from dataclasses import dataclass, field
from typing import Any

from accountability.intake.checked import FoundChange, FoundProblem
from accountability.intake.cleaning.outcome import PLAIN, Source


class UnmatchedError(Exception):
    """No table of the sheet is in the file; `sentence` says what was expected and found."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class Total:
    """A 合计 or 小计 row, kept as a checksum over the data rows from `first` to `last`."""

    sheet_name: str
    row_no: int
    label: str
    word: str
    first: int
    last: int
    numbers: dict[str, float]


@dataclass
class Table:
    """The data rows of one sheet of the file, column by column.

    Shapes: every list of `cells` is as long as `rows`. `filled` holds the places, as (column name,
    index), whose cell lay below the first of a vertical merge. `part` names the table of a sheet
    that has several.
    """

    sheet_name: str
    letters: dict[str, str]
    rows: list[int]
    cells: dict[str, list[object]]
    units: dict[str, str] = field(default_factory=dict)
    filled: set[tuple[str, int]] = field(default_factory=set)
    totals: list[Total] = field(default_factory=list)
    part: str = ""


@dataclass
class Matched:
    """The tables of a workbook, what matching had to say, and what stood around the tables."""

    tables: list[Table]
    source: Source = PLAIN
    problems: list[FoundProblem] = field(default_factory=list)
    changes: list[FoundChange] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
