"""How a sheet is declared: its layout, columns, key and checks. Each sheet is one such value.

A sheet lives in the `sheets/` folder of the slice that owns what it becomes and registers itself
here at import; nothing else in intake knows a sheet by name.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_of
from enum import StrEnum
from functools import cached_property
from typing import Any

from accountability.intake.rules import Period, PeriodKind, Severity
from portal.access.roles import Permission


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
    def above_and_label(self) -> str:
        """Return the lowest header after the one above it."""
        return " ".join([part.replace("\n", "") for part in self.header if part][-2:])

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
    """One cleaned row as checks see it: values by column name, None where nothing is reported.

    `part` says to which table of a sheet of several it belongs.
    """

    sheet_name: str
    row_no: int
    values: dict[str, Any]
    label: str = ""
    key: str = ""
    part: str = ""

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)


@dataclass(frozen=True)
class Setting:
    """In which county, for which period and on what day a sheet is checked.

    `context` is what the sheet's own `context` read for its row checks: rules and calendar in
    force, a scheme. `is_city`: a city's own offices report, of which `county_name` is the name.
    """

    county_id: int
    county_name: str
    period: Period
    today: dt.date
    context: Any = None
    is_city: bool = False


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


def each(*projections: Projection) -> Projection:
    """Return the projection that does all of these, in this order."""

    def project(**moved: Any) -> None:
        for one in projections:
            one(**moved)

    return project


Derive = Callable[[Mapping[str, Any], Setting], Mapping[str, Any]]


@dataclass(frozen=True)
class Part:
    """One table of a sheet that has several: a worksheet of its own, called `title`.

    In a file the tables may also stand under one another in one worksheet. `key`, `label`,
    `header_rows`, `derive` and the checks are as a sheet's, for this table; columns of two parts
    with one name fill one field. A file without a `required` part is in error.
    """

    code: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    label: tuple[str, ...]
    row_checks: tuple[RowCheck, ...] = ()
    sheet_checks: tuple[SheetCheck, ...] = ()
    derive: Derive | None = None
    header_rows: int = 2
    numbering: tuple[str, ...] = ()
    unit_note: str = ""
    required: bool = True
    facets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One official spreadsheet.

    `model` is the dotted label of the row table; `key` the values that name a row, `label` the
    columns a person knows it by. `project(revision, by=, at=)` brings the county's current
    revisions into the registry (None for periodic facts). `prefill(county, period)` gives the
    template's rows. `context` reads once what the row checks need; `derive` fills cells the file
    left blank and that follow from others. `numbering` stands under the first columns in the
    numbering row (甲, 乙); the columns after them count from 1. `dated_notes` follow the notes:
    what holds in that period, from the parameters.
    A sheet that `asks_city` is asked of the cities' own offices as well as of the counties.
    Who lacks `permission` in a county sees nothing of the sheet there. `facets` name the choice
    columns by which its rows are filtered on their page; where none are named, the first two.

    A sheet of several tables gives `parts` in place of `columns`, `key` and `label`; its columns
    are then those of all parts, each name once. `pieces` are its tables as sheets of their own (a
    sheet of one table is its only piece); a piece knows its `part`. Its `row_checks` run on the
    rows of every part, its `sheet_checks` see all rows together.
    """

    code: str
    official_code: str
    version: str
    title: str
    period_kind: PeriodKind
    model: str
    columns: tuple[Column, ...] = ()
    key: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    row_checks: tuple[RowCheck, ...] = ()
    sheet_checks: tuple[SheetCheck, ...] = ()
    cross_checks: tuple[CrossCheck, ...] = ()
    project: Projection | None = None
    prefill: Callable[..., list[dict[str, Any]]] | None = None
    context: Callable[[Setting], Any] | None = None
    derive: Derive | None = None
    parts: tuple[Part, ...] = ()
    part: str = ""
    worksheet: str = ""
    header_rows: int = 2
    numbering: tuple[str, ...] = ()
    unit_note: str = ""
    notes: tuple[str, ...] = ()
    dated_notes: Callable[[Period], Sequence[str]] | None = None
    permission: Permission | None = None
    asks_city: bool = False
    facets: tuple[str, ...] = ()
    signers: tuple[str, ...] = ("主要负责人（签字）", "审核人", "填表人", "联系电话")
    attachment: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if self.parts:
            object.__setattr__(self, "columns", _all_columns(self.parts))

    def column(self, name: str) -> Column:
        """Return the column called `name`."""
        return next(column for column in self.columns if column.name == name)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Return where each column's text stands in a row's `raw`."""
        return {column.name: place for place, column in enumerate(self.columns)}

    def heading(self, column: Column) -> str:
        """Return a column's label, with the header above it where two columns share the label.

        Where these share that too, its first synonym or the column before says whose it is.
        """
        labels = [one.label for one in self.columns]
        if labels.count(column.label) == 1:
            return column.label
        if [one.above_and_label for one in self.columns].count(column.above_and_label) == 1:
            return column.above_and_label
        before = f"{labels[self.columns.index(column) - 1]} {column.label}"
        return next(iter(column.synonyms), before)

    @cached_property
    def pieces(self) -> tuple["Sheet", ...]:
        """Return the tables of this sheet, each as a sheet of its own."""
        return tuple(self._piece(part) for part in self.parts) or (self,)

    def piece(self, part: str) -> "Sheet":
        """Return the table with this code, the first where it has none (an older version)."""
        return next((piece for piece in self.pieces if piece.part == part), self.pieces[0])

    def part_with(self, names: Collection[str]) -> str:
        """Return the part that has most of the columns named."""
        return max(self.pieces, key=lambda piece: len(piece.places.keys() & set(names))).part

    def _piece(self, part: Part) -> "Sheet":
        return dataclasses.replace(
            self,
            title=f"{self.title}（{part.title}）",
            parts=(),
            part=part.code,
            worksheet=part.title,
            columns=part.columns,
            key=part.key,
            label=part.label,
            row_checks=(*self.row_checks, *part.row_checks),
            sheet_checks=part.sheet_checks,
            derive=part.derive or self.derive,
            header_rows=part.header_rows,
            numbering=part.numbering,
            unit_note=part.unit_note or self.unit_note,
            facets=part.facets or self.facets,
        )


def _all_columns(parts: Iterable[Part]) -> tuple[Column, ...]:
    """Return the columns of all parts, each name once. Raises: ValueError where types differ."""
    found: dict[str, Column] = {}
    for column in (column for part in parts for column in part.columns):
        first = found.setdefault(column.name, column)
        if (first.type, first.field) != (column.type, column.field):
            raise ValueError(f"{column.name} means two things")
    return tuple(found.values())


SHEETS: dict[str, Sheet] = {}


def guarded() -> dict[Permission, list[str]]:
    """Return the codes of the sheets that ask for a permission of their own, by permission."""
    found: dict[Permission, list[str]] = {}
    for sheet in SHEETS.values():
        if sheet.permission is not None:
            found.setdefault(sheet.permission, []).append(sheet.code)
    return found


def register(sheet: Sheet) -> Sheet:
    """Make `sheet` known to intake."""
    SHEETS[sheet.code] = sheet
    return sheet


def declared() -> list[Sheet]:
    """Return the sheets by the number of their code: T2 before T10."""
    return sorted(SHEETS.values(), key=lambda sheet: (len(sheet.code), sheet.code))
