"""The columns of a ledger page, from the declaration of the sheet."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from accountability.intake.declare import CellType, Column, Sheet
from accountability.intake.models import SheetRow
from accountability.intake.queries.differences import row_model
from accountability.intake.queries.reported import cell_url
from portal.ui.figures import MISSING
from portal.ui.tables import ON_ONE_LINE, Table

COUNTY, SOURCE = "in_county", "row_source"
SHOWN = 9
BLANK = "—"
NUMBERS = frozenset({CellType.INTEGER, CellType.DECIMAL})
CHOOSING = frozenset({CellType.CHOICE, CellType.CHOICES, CellType.YES_NO})
LONG = frozenset({CellType.SERIAL, CellType.LONG_TEXT})
HIDDEN_TYPES = frozenset({CellType.ID_NUMBER, CellType.PHONE})
WORDS_OF = {True: "是", False: "否"}
_NUMERIC = {"td": {"class": "number"}, "th": {"class": "number"}}
FACETS, SHORT, BARE = 2, 16, 2


def is_hidden(column: Column) -> bool:
    """Say whether only a mask of the cell may be shown."""
    return column.sensitive or column.type in HIDDEN_TYPES


def heading(sheet: Sheet, column: Column) -> str:
    """Return what a column is called where no merged header stands above it."""
    label = sheet.heading(column)
    if label == column.label and len(label) <= BARE and column.type in NUMBERS:
        label = column.above_and_label
    unit = column.unit if column.unit and column.unit not in label else ""
    return f"{label}（{unit}）" if unit else label


class CellColumn(tables.Column):  # type: ignore[misc]
    """What a row says in one column of its sheet, as typed; what is personal shows its mask."""

    def __init__(self, column: Column, sheet: Sheet, place: int, *, is_stored: bool) -> None:
        hidden = is_hidden(column) or not is_stored
        slotted = column.field if column.slot is None else f"{column.field}__{column.slot}"
        figure = column.type in NUMBERS
        super().__init__(
            heading(sheet, column),
            accessor=f"raw__{place}" if hidden else slotted,
            orderable=not hidden and column.type is not CellType.CHOICES,
            default=MISSING if figure else BLANK,
            attrs=_NUMERIC if figure else ON_ONE_LINE if column.type is CellType.DATE else {},
            linkify=LINKS.get(column.type),
        )
        self.of = column

    def render(self, value: Any, record: SheetRow) -> str:
        """Write the value."""
        if isinstance(value, dt.date):
            only_month = self.of.name in getattr(record, "month_only", ())
            return f"{value:%Y-%m}" if only_month else f"{value:%Y-%m-%d}"
        if isinstance(value, Decimal):
            return f"{value:f}"
        return said(value)

    def value(self, value: Any, record: SheetRow) -> Any:
        """Return what a workbook holds: figures and days as such."""
        if isinstance(value, dt.date) and self.of.name in getattr(record, "month_only", ()):
            return f"{value:%Y-%m}"
        if isinstance(value, bool | list):
            return said(value)
        return value


def said(value: Any) -> str:
    """Write a value that is no figure and no day.

    >>> said(True), said(["贫困村", "其他"]), said("李红伟")
    ('是', '贫困村、其他', '李红伟')
    """
    if isinstance(value, bool):
        return WORDS_OF[value]
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _village(record: SheetRow) -> str | None:
    pk = getattr(record, "village_id", None)
    return reverse("villages:village", args=[pk]) if pk else None


def _person(record: SheetRow) -> str | None:
    pk = getattr(record, "known_person_id", None)
    return reverse("villages:person", args=[pk]) if pk else None


LINKS = {CellType.VILLAGE: _village, CellType.PERSON_NAME: _person}


class SourceColumn(tables.Column):  # type: ignore[misc]
    """Where a row stands: its cell page, and the file it came in."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__("数据来源", accessor="row_no", order_by=("revision_id", "row_no"))
        self.field = first_field(sheet)

    def render(self, record: SheetRow) -> str:
        """Link to the row's cell and to the file."""
        return format_html(
            '<a class="nowrap" href="{}">第{}行</a> <a class="nowrap" href="{}">文件</a>',
            cell_url(record.revision_id, record.row_no, self.field, record.sheet_name),
            record.row_no,
            file_url(record, self.field),
        )

    def value(self, record: SheetRow) -> str:
        """Name file and row."""
        leaf = f" {record.sheet_name}" if record.sheet_name else ""
        return f"{record.revision.upload.name}{leaf} 第{record.row_no}行"


def file_url(row: SheetRow, field: str) -> str:
    """Return where the file of a row lies, opened at its cell where the file has one table."""
    url = reverse("intake:revision", args=[row.revision_id])
    letters = row.revision.columns
    letter = letters.get(row.sheet_name, {}).get(field, "") if len(letters) == 1 else ""
    return f"{url}?{urlencode({'cell': f'{letter}{row.row_no}'})}" if letter else url


def first_field(sheet: Sheet) -> str:
    """Return the column by which a row is named."""
    return sheet.label[0] if sheet.label else sheet.columns[0].name


def table_of(sheet: Sheet, whole: Sheet) -> type[Table]:
    """Return the table of a sheet of one table; `whole` knows the places in `raw`."""
    columns: dict[str, Any] = {}
    if all(column.type is not CellType.COUNTY for column in sheet.columns):
        columns[COUNTY] = tables.Column(
            "县（市、区）", accessor="county__name", order_by=("revision__county__code", "pk")
        )
    stored = {field.name for field in row_model(whole)._meta.get_fields()}
    columns |= {
        column.name: CellColumn(
            column, sheet, whole.places[column.name], is_stored=column.field in stored
        )
        for column in sheet.columns
    }
    columns[SOURCE] = SourceColumn(sheet)
    return type(
        f"{sheet.code}{sheet.part.title()}Table",
        (Table,),
        {
            "__doc__": sheet.title,
            "__module__": __name__,
            "caption": sheet.title,
            "unit": "行",
            **columns,
        },
    )


def facets_of(sheet: Sheet) -> list[Column]:
    """Return the choice columns to filter by: those declared, or two short ones.

    What follows from a row (whether it meets the line) comes before what it says.
    """
    if sheet.facets:
        return [sheet.column(name) for name in sheet.facets]
    short = [
        column
        for column in sheet.columns
        if column.type in CHOOSING and len(column.allowed) <= SHORT and not is_hidden(column)
    ]
    return sorted(short, key=lambda column: not column.derived)[:FACETS]


def left_out(sheet: Sheet) -> frozenset[str]:
    """Return the columns a reader who chose none does not see.

    What names a row comes first, then what it is filtered by, what follows from it, what must be
    filled in; never a mask or a long text.
    """
    plain = [
        column
        for column in sheet.columns
        if not is_hidden(column) and column.type not in LONG and column.slot is None
    ]
    facets = facets_of(sheet)

    def rank(column: Column) -> int:
        grounds: Iterable[bool] = (
            column.name in (*sheet.label, *sheet.key),
            column in facets,
            column.derived,
            column.required or column.expected,
        )
        return next((place for place, holds in enumerate(grounds) if holds), 4)

    shown = {column.name for column in sorted(plain, key=rank)[:SHOWN]}
    return frozenset(column.name for column in sheet.columns) - shown
