"""What reading hands on: the sheets of a file as neutral grids, free of any file format."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from accountability.intake.reading.number_formats import displayed

EMPTY_ROW: Final[list[object]] = []


class Kind(StrEnum):
    """How the file stored a cell."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOL = "bool"
    ERROR = "error"
    EMPTY = "empty"


class Format(StrEnum):
    """What the bytes turned out to be, whatever the file is called."""

    XLSX = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    CSV = "csv"


class Reason(StrEnum):
    """Why a file was refused; the sentence for the user is on the error."""

    EMPTY = "empty"
    NOT_A_WORKBOOK = "not_a_workbook"
    WEB_PAGE = "web_page"
    OLD_FORMAT = "old_format"
    ENCRYPTED = "encrypted"
    MACRO = "macro"
    CORRUPT = "corrupt"
    TOO_BIG = "too_big"
    BOMB = "bomb"
    ENCODING = "encoding"
    TIMEOUT = "timeout"
    CLASSIFIED = "classified"


class RefusedError(Exception):
    """The file cannot be read; `sentence` says in Chinese what is wrong and what to do."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(reason, sentence)
        self.reason = reason
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that holds an error such as `#N/A` instead of a value."""

    code: str


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; rows and columns count from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, position: tuple[int, int]) -> bool:
        row, column = position
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True)
class Grid:
    """One visible sheet.

    Units: rows and columns count from 1 everywhere; `rows[r - 1][c - 1]` is row r, column c.
    Shapes: rows may differ in length; what lies outside is empty. A cell is str, float, int,
    bool, datetime, date, time, CellError or None. Numbers are floats exactly as the file stored
    them (a spreadsheet has no others), so 18 digits typed as a number stay recognisable; inf
    and nan pass through. `number_formats` has the cells whose format says more than the value:
    zero padding, percent, units, dates shown without a day.
    """

    name: str
    rows: list[list[object]]
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    number_formats: dict[tuple[int, int], str] = field(default_factory=dict)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    formula_without_value: frozenset[tuple[int, int]] = frozenset()

    def cell(self, row: int, column: int) -> object:
        """Return the value at a position, None outside the sheet."""
        cells = self.rows[row - 1] if 0 < row <= len(self.rows) else EMPTY_ROW
        return cells[column - 1] if 0 < column <= len(cells) else None

    def text(self, row: int, column: int) -> str:
        """Return a code as the user sees it: digits without ".0", with their leading zeros.

        Only for text and numbers; for anything else, and when empty, "".
        """
        value = self.cell(row, column)
        if isinstance(value, str):
            return value
        if isinstance(value, bool) or not isinstance(value, float | int):
            return ""
        return displayed(float(value), self.number_formats.get((row, column), ""))

    def kind(self, row: int, column: int) -> Kind:
        """Say how the file stored the cell."""
        return kind(self.cell(row, column))

    def address(self, row: int, column: int) -> str:
        """Return the name a user knows the cell by: row 7, column 4 is D7."""
        return address(row, column)


@dataclass(frozen=True)
class Workbook:
    """A file that was read: its visible sheets, and what the reader must tell about the rest."""

    format: Format
    sheets: list[Grid]
    hidden_sheets: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    encoding: str | None = None
    date_1904: bool = False


def kind(value: object) -> Kind:
    """Classify a cell value.

    >>> kind(True), kind(3.0), kind("")
    (<Kind.BOOL: 'bool'>, <Kind.NUMBER: 'number'>, <Kind.TEXT: 'text'>)
    """
    for types, answer in _KINDS:
        if isinstance(value, types):
            return answer
    return Kind.EMPTY


_KINDS: Final[tuple[tuple[type | tuple[type, ...], Kind], ...]] = (
    (str, Kind.TEXT),
    (bool, Kind.BOOL),  # before int, whose subclass it is
    ((float, int), Kind.NUMBER),
    ((datetime, date, time), Kind.DATE),
    (CellError, Kind.ERROR),
)


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1.

    >>> column_letters(1), column_letters(26), column_letters(27), column_letters(16384)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column named by letters.

    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def address(row: int, column: int) -> str:
    """Return the name a user knows the cell by.

    >>> address(7, 4)
    'D7'
    """
    return f"{column_letters(column)}{row}"
