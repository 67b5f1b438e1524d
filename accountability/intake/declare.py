"""How a sheet is declared: its layout, columns, key and checks. Each sheet is one such value.

A sheet lives in the `sheets/` folder of the slice that owns what it becomes and registers itself
here at import; nothing else in intake knows a sheet by name.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_of
from enum import StrEnum
from typing import Any

from accountability.intake.rules import Period, PeriodKind, Severity


class CellType(StrEnum):
    """What a cell of a column must hold; each type has one cleaner."""

    SERIAL = "serial"
    TEXT = "text"
    LONG_TEXT = "long_text"
    PERSON_NAME = "person_name"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    MONTH = "month"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    ID_NUMBER = "id_number"
    ID_TAIL = "id_tail"
    PHONE = "phone"
    TOWNSHIP = "township"
    VILLAGE = "village"
    COUNTY = "county"
    DIVISION = "division"
    UNIT = "unit"


RESOLVED = frozenset({CellType.COUNTY, CellType.DIVISION, CellType.UNIT})


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    `header` is the path from the top merged header down; a blank part means the one above it goes
    on (合计 over two header rows). `field` names the attribute of the row model, `slot` the place
    in an array attribute (weeks). `unit` is the unit the stored value has. `required` asks for
    every cell, `expected` for the column only. A column that is `optional_in_file` is read where a
    file has it; the template leaves it out.
    """

    field: str
    header: tuple[str, ...]
    type: CellType
    slot: int | None = None
    required: bool = False
    expected: bool = False
    unit: str = ""
    synonyms: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    value_synonyms: Mapping[str, str] = made_of(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None
    max_length: int = 200
    places: int = 2
    sensitive: bool = False
    prefilled: bool = False
    derived: bool = False
    adds_up: bool = True
    optional_in_file: bool = False
    width: int = 10
    help: str = ""

    @property
    def name(self) -> str:
        """Return the column's own name: the field, with the slot where it has one."""
        return self.field if self.slot is None else f"{self.field}_{self.slot + 1}"

    @property
    def id_name(self) -> str:
        """Return where the id of what a county, division or unit column names is kept.

        That is `unit_id` for `unit_name` and `sender_id` for `sender`.
        """
        return f"{self.field.removesuffix('_name')}_id"

    @property
    def label(self) -> str:
        """Return the lowest header, as the user reads it."""
        return self.header[-1].replace("\n", "")

    @property
    def path(self) -> str:
        """Return the whole header path, for messages where the label alone is ambiguous."""
        return "/".join(part.replace("\n", "") for part in self.header if part)


@dataclass(frozen=True)
class Finding:
    """What a check says about one cell, row or sheet; the pipeline turns it into a Problem."""

    rule: str
    severity: Severity
    sentence: str
    column: str = ""
    remedy: str = ""
    cause: str = ""
    proposal: str | None = None


@dataclass(slots=True)
class Row:
    """One cleaned row as checks see it: values by column name, None where nothing is reported."""

    sheet_name: str
    row_no: int
    values: dict[str, Any]
    label: str = ""
    key: str = ""

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)


@dataclass(frozen=True)
class Setting:
    """In which county, for which period and on what day a sheet is checked.

    `context` is what the sheet's own `context` read for its row checks: rules and calendar in
    force, a scheme.
    """

    county_id: int
    county_name: str
    period: Period
    today: dt.date
    context: Any = None


RowCheck = Callable[[Row, Setting], Iterable[Finding]]
SheetCheck = Callable[[Sequence[Row], Setting], Iterable[tuple[Row | None, Finding]]]


@dataclass(frozen=True)
class CrossCheck:
    """A set-based check against the registry or other sheets.

    `sql` selects row_no, sheet_name, column name, sentence, remedy for the staged revision
    `%(revision)s` of county `%(county)s`; `%(first)s` and `%(last)s` are the period's days.
    `needs` names the sheets whose current revisions it reads. Also `%(period)s`, `%(previous)s`
    (period texts), `%(submission)s` and what `parameters` gives for the period. A literal percent
    sign is doubled. `title` is unique among a sheet's causes.
    """

    rule: str
    severity: Severity
    title: str
    sql: str
    source: str
    needs: tuple[str, ...] = ()
    parameters: Callable[[Period], Mapping[str, Any]] | None = None


class ProjectionError(Exception):
    """The registry cannot take the rows; the text says in Chinese why, and nothing is changed."""


Projection = Callable[..., None]


@dataclass(frozen=True)
class Sheet:
    """One official spreadsheet.

    `model` is the dotted label of the row table; `key` the values that name a row, `label` the
    columns a person knows it by. `project(revision, by=, at=)` brings the county's current
    revisions into the registry (None for periodic facts). `prefill(county, period)` gives the
    template's rows. `context` reads once what the row checks need; `derive` fills cells the file
    left blank and that follow from others. `numbering` stands under the first columns in the
    numbering row (甲, 乙); the columns after them count from 1.
    """

    code: str
    official_code: str
    version: str
    title: str
    period_kind: PeriodKind
    model: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    label: tuple[str, ...]
    row_checks: tuple[RowCheck, ...] = ()
    sheet_checks: tuple[SheetCheck, ...] = ()
    cross_checks: tuple[CrossCheck, ...] = ()
    project: Projection | None = None
    prefill: Callable[..., list[dict[str, Any]]] | None = None
    context: Callable[[Setting], Any] | None = None
    derive: Callable[[Mapping[str, Any], Setting], Mapping[str, Any]] | None = None
    header_rows: int = 2
    numbering: tuple[str, ...] = ()
    unit_note: str = ""
    notes: tuple[str, ...] = ()
    signers: tuple[str, ...] = ("主要负责人（签字）", "审核人", "填表人", "联系电话")
    attachment: str = ""
    source: str = ""

    def column(self, name: str) -> Column:
        """Return the column called `name`."""
        return next(column for column in self.columns if column.name == name)


SHEETS: dict[str, Sheet] = {}


def register(sheet: Sheet) -> Sheet:
    """Make `sheet` known to intake."""
    SHEETS[sheet.code] = sheet
    return sheet
