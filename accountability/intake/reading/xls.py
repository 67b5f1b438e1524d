"""Read an .xls (and an .et, which is one) with xlrd, which raises where others abort."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, Final

import xlrd

from accountability.intake.reading import number_formats, ole, refusals
from accountability.intake.reading.facts import PreflightReport, SheetFacts
from accountability.intake.reading.grid import CellError, Format, Merge, RefusedError
from accountability.intake.reading.limits import Limits

TEXT, NUMBER, DATE, BOOL, ERROR = 1, 2, 3, 4, 5
EMPTY: Final = (0, 6)
CHINESE: Final = "gb18030"
FIRST_WITH_CODE_PAGES: Final = 80
DAMAGE_NOTICE: Final = "文件内部结构有损坏，已尽量读取；请核对内容是否完整。"
COMMENT_LENGTH: Final = 2_000


class XlsBook:
    """An open .xls; `report` tells about its visible sheets, `rows` gives their cells.

    Raises: RefusedError.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        self.report = PreflightReport(Format.XLS, unpacked=len(data))
        if data.startswith(ole.MAGIC):
            container = ole.open_container(data)
            data = container.data
            if container.macros:
                self.report.notices.append(ole.MACRO_NOTICE)
        self._book = _open(data, self.report.notices)
        self.report.date_1904 = self._book.datemode == 1
        self._sheets: list[Any] = []
        for index, name in enumerate(self._book.sheet_names()):
            sheet = self._book.sheet_by_index(index)
            if sheet.visibility:
                self.report.hidden_sheets.append(name)
                self._book.unload_sheet(index)
            else:
                self._sheets.append(sheet)
                self.report.add(self._facts(sheet))

    def rows(self, index: int) -> Iterator[list[object]]:
        """Yield the rows of the visible sheet with that index."""
        sheet = self._sheets[index]
        for row in range(sheet.nrows):
            types, values = sheet.row_types(row), sheet.row_values(row)
            yield [self._value(*cell) for cell in zip(types, values, strict=True)]

    def _facts(self, sheet: Any) -> SheetFacts:
        facts = SheetFacts(sheet.name, self.limits)
        self._count(sheet, facts)
        for top, bottom, left, right in sheet.merged_cells:
            facts.merge(Merge(top + 1, left + 1, bottom, right))
        for row, info in sheet.rowinfo_map.items():
            if info.hidden:
                facts.hidden_rows.add(row + 1)
        for column, info in sheet.colinfo_map.items():
            if info.hidden and column < self.limits.columns:
                facts.hidden_columns.add(column + 1)
        for (row, column), note in getattr(sheet, "cell_note_map", {}).items():
            if note.text.strip():
                facts.comments[row + 1, column + 1] = note.text[:COMMENT_LENGTH].strip()
        self._note_formats(sheet, facts)
        return facts

    def _count(self, sheet: Any, facts: SheetFacts) -> None:
        for row in range(sheet.nrows):
            types = sheet.row_types(row)
            facts.stored += len(types)
            valued = [column for column, kind in enumerate(types) if kind not in EMPTY]
            if valued:
                facts.value_at(row + 1, valued[-1] + 1)
                facts.cells += len(valued) - 1

    def _note_formats(self, sheet: Any, facts: SheetFacts) -> None:
        formats = self._formats()
        if not formats or not sheet.formatting_info:
            return
        for row in range(sheet.nrows):
            types = sheet.row_types(row)
            for column, kind in enumerate(types):
                if kind in {NUMBER, DATE}:
                    code = formats.get(sheet.cell_xf_index(row, column))
                    if code is not None:
                        facts.formats[row + 1, column + 1] = code

    def _formats(self) -> dict[int, str]:
        codes = {key: one.format_str for key, one in self._book.format_map.items()}
        used = [codes.get(style.format_key) or "" for style in self._book.xf_list]
        return {index: code for index, code in enumerate(used) if number_formats.matters(code)}

    def _value(self, kind: int, value: Any) -> object:
        if kind == TEXT:
            return value or None
        if kind == NUMBER:
            return float(value)
        if kind == DATE:
            return moment(value, self._book.datemode)
        if kind == BOOL:
            return bool(value)
        if kind == ERROR:
            return CellError(xlrd.error_text_from_code.get(value, "#N/A"))
        return None


def moment(value: float, mode: int) -> datetime | date | time | float:
    """Turn a serial into what it shows: a date, a time of day, or both.

    A serial no calendar has stays a number.
    """
    try:
        stamp: datetime = xlrd.xldate.xldate_as_datetime(value, mode)
    except (ValueError, OverflowError, xlrd.xldate.XLDateError):
        return float(value)
    if value < 0:
        return float(value)
    if value < 1:
        return stamp.time()
    return stamp.date() if stamp.time() == time() else stamp


def _open(data: bytes, notices: list[str]) -> Any:
    try:
        book = _open_as(data)
        if book.biff_version < FIRST_WITH_CODE_PAGES and book.codepage is None:
            book = _open_as(data, encoding_override=CHINESE)
    except UnicodeDecodeError:
        book = _open_as(data, encoding_override=CHINESE)
    except xlrd.compdoc.CompDocError:
        book = _open_as(data, ignore_workbook_corruption=True)
        notices.append(DAMAGE_NOTICE)
    except xlrd.XLRDError as error:
        raise _refusal(str(error)) from error
    return book


def _open_as(data: bytes, **options: str | bool) -> Any:
    return xlrd.open_workbook(
        file_contents=data,
        logfile=io.StringIO(),
        formatting_info=True,
        on_demand=True,
        ragged_rows=True,
        **options,
    )


def _refusal(message: str) -> RefusedError:
    if "encrypted" in message:
        return refusals.encrypted()
    if "not supported" in message or "BIFF" in message:
        return refusals.old_format()
    return refusals.corrupt()
