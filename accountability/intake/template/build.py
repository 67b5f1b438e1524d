"""Writing the template: layout, prefilled rows, lists and number rules, its own identity inside."""

import dataclasses
import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from accountability.intake.declare import CellType, Column, Sheet
from accountability.intake.reading.opening import OWN_SHEET
from accountability.intake.rules import Period
from accountability.intake.template.layout import (
    HEADER_ROW,
    TITLE_ROW,
    UNIT_ROW,
    columns_of,
    first_data_row,
    header_blocks,
)

INLINE_LIST = 240
SPARE_ROWS = 20
KEY_LENGTH = 12
THIN = Side(style="thin", color="FF7F7F7F")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
HEAD_FILL = PatternFill("solid", fgColor="FFF2F2F2")
KNOWN_FILL = PatternFill("solid", fgColor="FFEAF1F8")
NUMBERS = {CellType.INTEGER, CellType.DECIMAL}
TEXTS = {CellType.ID_NUMBER, CellType.ID_TAIL, CellType.PHONE, CellType.TEXT, CellType.MONTH}


@dataclass(frozen=True)
class Filled:
    """For whom and when a template is made, and the rows the portal already knows.

    Shapes: each row is column name -> value; `key` in a row is the row's business key. `lists`
    gives the choices of place columns by column name. In a sheet of parts each row says its `part`.
    """

    county_code: str
    county_name: str
    period: Period
    rows: Sequence[Mapping[str, Any]]
    lists: Mapping[str, Sequence[str]]
    filled_on: dt.date | None = None
    people: Mapping[str, str] | None = None


def build(sheet: Sheet, filled: Filled) -> bytes:
    """Return the workbook of `sheet` for `filled`, ready to be opened in WPS or Excel."""
    book = Workbook()
    pages = [book.worksheets[0], *(book.create_sheet() for _ in sheet.pieces[1:])]
    for page, piece in zip(pages, sheet.pieces, strict=True):
        page.title = piece.worksheet or sheet.code
        _page(book, page, piece, _of_part(filled, piece))
    _identify(book, sheet, filled)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _of_part(filled: Filled, piece: Sheet) -> Filled:
    """Keep the rows of one table: each says in `part` to which it belongs."""
    rows = [row for row in filled.rows if row.get("part", "") == piece.part]
    return dataclasses.replace(filled, rows=rows)


def _page(book: Workbook, page: Worksheet, sheet: Sheet, filled: Filled) -> None:
    columns = columns_of(sheet)
    _head(page, sheet, filled, columns)
    last = _rows(page, sheet, filled, columns)
    _foot(page, sheet, filled, columns, last + SPARE_ROWS + 1)
    _validate(book, page, sheet, filled, columns, last + SPARE_ROWS)
    _shape(page, sheet, columns)


def _head(page: Worksheet, sheet: Sheet, filled: Filled, columns: list[Column]) -> None:
    width = len(columns)
    page.cell(1, 1, sheet.attachment).font = Font(name="黑体", size=12)
    page.cell(1, width, f"{sheet.official_code} v{sheet.version} {filled.period}").font = Font(
        name="宋体", size=9, color="FF7F7F7F"
    )
    page.merge_cells(start_row=TITLE_ROW, end_row=TITLE_ROW, start_column=1, end_column=width)
    title = page.cell(TITLE_ROW, 1, f"{filled.period.label}{sheet.title}")
    title.font, title.alignment = Font(name="方正小标宋简体", size=20), CENTER
    page.row_dimensions[TITLE_ROW].height = 36
    page.merge_cells(start_row=UNIT_ROW, end_row=UNIT_ROW, start_column=1, end_column=width)
    day = f"{filled.filled_on:%Y-%m-%d}" if filled.filled_on else "　　　　"
    page.cell(
        UNIT_ROW,
        1,
        f"填报单位（盖章）：{filled.county_name}委组织部　　　填报日期：{day}　　　"
        f"统计截至：{filled.period.last_day:%Y-%m-%d}　　　{sheet.unit_note}",
    ).alignment = LEFT
    for block in header_blocks(columns, sheet.header_rows):
        if (block.top, block.left) != (block.bottom, block.right):
            page.merge_cells(
                start_row=block.top,
                end_row=block.bottom,
                start_column=block.left,
                end_column=block.right,
            )
        page.cell(block.top, block.left, block.text)
    for row in range(HEADER_ROW, HEADER_ROW + sheet.header_rows):
        for column in range(1, width + 1):
            cell = page.cell(row, column)
            cell.font, cell.alignment = Font(name="黑体", size=10), CENTER
            cell.border, cell.fill = BOX, HEAD_FILL
    for index in range(1, width + 1):
        letters = sheet.numbering
        mark = letters[index - 1] if index <= len(letters) else index - len(letters)
        cell = page.cell(HEADER_ROW + sheet.header_rows, index, mark or None)
        cell.font, cell.alignment, cell.border = Font(name="宋体", size=9), CENTER, BOX


def _rows(page: Worksheet, sheet: Sheet, filled: Filled, columns: list[Column]) -> int:
    """Write the prefilled rows and empty ruled ones; return the last prefilled row."""
    first = first_data_row(sheet)
    last = first + len(filled.rows) - 1
    plain, known = _looks(page, columns, last + SPARE_ROWS + 2)
    for row_no, row in enumerate(filled.rows, first):
        for index, column in enumerate(columns, 1):
            value = row.get(column.name)
            cell: Any = page.cell(row_no, index, _written(column, value))
            is_known = column.prefilled and value not in (None, "")
            cell._style = (known if is_known else plain)[index - 1]  # a shared look costs nothing
            if isinstance(cell.value, str):
                cell.data_type = "s"
                if cell.value[:1] in "=+-@":
                    cell.quotePrefix = True
    for row_no in range(last + 1, last + SPARE_ROWS + 1):
        for index in range(1, len(columns) + 1):
            spare: Any = page.cell(row_no, index)
            spare._style = plain[index - 1]
    return last


def _looks(page: Worksheet, columns: list[Column], row: int) -> tuple[list[Any], list[Any]]:
    """Return the look of each column's cells, plain and prefilled, made once on a spare row."""
    looks: tuple[list[Any], list[Any]] = ([], [])
    for index, column in enumerate(columns, 1):
        for kind, fill in zip(looks, (None, KNOWN_FILL), strict=True):
            cell: Any = Cell(page, row, index)
            cell.font, cell.border, cell.alignment = Font(name="宋体", size=10), BOX, CENTER
            cell.number_format = _format(column)
            if fill:
                cell.fill = fill
            kind.append(cell._style)
    return looks


def _written(column: Column, value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(str(one) for one in value)
    if column.type == CellType.SERIAL and value not in (None, ""):
        return int(value) if str(value).isdigit() else value
    return value


def _format(column: Column) -> str:
    if column.type == CellType.DATE:
        return "yyyy-mm-dd"
    if column.type in TEXTS:
        return "@"
    if column.type == CellType.DECIMAL:
        return "0." + "0" * column.places
    return "General"


def _foot(page: Worksheet, sheet: Sheet, filled: Filled, columns: list[Column], row: int) -> None:
    page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(columns))
    dated = sheet.dated_notes(filled.period) if sheet.dated_notes else ()
    lines = [*sheet.notes, *dated]
    notes = page.cell(row, 1, "\n".join(lines))
    notes.font, notes.alignment = Font(name="宋体", size=9), LEFT
    page.row_dimensions[row].height = 13 * max(1, len(lines))
    people = filled.people or {}
    signers = "　　　　".join(f"{label}：{people.get(label, '')}" for label in sheet.signers)
    last = row + 1
    page.merge_cells(start_row=last, end_row=last, start_column=1, end_column=len(columns))
    page.cell(last, 1, signers).font = Font(name="宋体", size=10)


def _validate(
    book: Workbook,
    page: Worksheet,
    sheet: Sheet,
    filled: Filled,
    columns: list[Column],
    last: int,
) -> None:
    """Let the spreadsheet itself offer lists and refuse impossible numbers."""
    first = first_data_row(sheet)
    for index, column in enumerate(columns, 1):
        letter = get_column_letter(index)
        choices = list(filled.lists.get(column.name, ())) or _choices(column)
        rule: DataValidation | None = None
        if choices and column.type != CellType.CHOICES:
            inline = ",".join(choices)
            source = f'"{inline}"'
            if len(inline) > INLINE_LIST:
                source = _listed(book, choices)
            rule = DataValidation(type="list", formula1=source, allow_blank=True)
            rule.error = "请从下拉列表中选择。"
        elif column.type in NUMBERS:
            rule = _number_rule(column)
        if rule is None:
            continue
        rule.errorTitle, rule.errorStyle = column.label, "warning"
        rule.promptTitle = column.label
        rule.prompt = _prompt(column)
        rule.showErrorMessage = rule.showInputMessage = True
        rule.add(f"{letter}{first}:{letter}{last}")
        page.add_data_validation(rule)


def _choices(column: Column) -> list[str]:
    if column.type == CellType.YES_NO:
        return ["是", "否"]
    return [] if column.type == CellType.CHOICES else list(column.allowed)


def _number_rule(column: Column) -> DataValidation:
    low = 0 if column.minimum is None else column.minimum
    high = 10**9 if column.maximum is None else column.maximum
    rule = DataValidation(
        type="whole" if column.type == CellType.INTEGER else "decimal",
        operator="between",
        formula1=str(low),
        formula2=str(high),
        allow_blank=True,
    )
    rule.error = f"请填写{low:g}至{high:g}之间的数。"
    return rule


def _prompt(column: Column) -> str:
    parts = ["必填。" if column.required else "选填。", column.help]
    if column.unit:
        parts.append(f"单位：{column.unit}。")
    return "".join(part for part in parts if part)[:250]


def _listed(book: Workbook, choices: Iterable[str]) -> str:
    """Put a long list on our own hidden sheet and return the range that names it."""
    is_first = OWN_SHEET not in book.sheetnames
    if is_first:
        book.create_sheet(OWN_SHEET).sheet_state = "veryHidden"
    words = book[OWN_SHEET]
    number = 1 if is_first else words.max_column + 1
    count = 0
    for count, choice in enumerate(choices, 1):
        words.cell(count, number, choice)
    letter = get_column_letter(number)
    return f"'{OWN_SHEET}'!${letter}$1:${letter}${count}"


def _shape(page: Worksheet, sheet: Sheet, columns: list[Column]) -> None:
    for index, column in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(index)].width = column.width
    body = first_data_row(sheet)
    page.freeze_panes = page.cell(body, 4 if len(columns) > 6 else 1).coordinate  # noqa: PLR2004 - names stay in sight
    page.print_title_rows = f"{HEADER_ROW}:{body - 1}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _identify(book: Workbook, sheet: Sheet, filled: Filled) -> None:
    """Write inside which sheet, version, county and period this is, and the key of each row."""
    keys = {
        f"{piece.worksheet}!{number}" if piece.part else str(number): str(row["key"])[:KEY_LENGTH]
        for piece in sheet.pieces
        for number, row in enumerate(_of_part(filled, piece).rows, first_data_row(piece))
        if row.get("key")
    }
    for name, value in {
        "portal_sheet": sheet.code,
        "portal_version": sheet.version,
        "portal_county": filled.county_code,
        "portal_period": str(filled.period),
        "portal_rows": json.dumps(keys, separators=(",", ":")),
    }.items():
        book.custom_doc_props.append(  # type: ignore[attr-defined]
            StringProperty(name=name, value=value)
        )
