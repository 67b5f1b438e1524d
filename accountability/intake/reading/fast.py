"""Cells of .xlsx, .xlsb and .ods by calamine, which is fast and sees values only."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final

import python_calamine

from accountability.intake.reading.facts import PreflightReport
from accountability.intake.reading.grid import CellError, Format

KNOWN_ERRORS: Final = frozenset(
    ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
)
ODS_TYPE: Final = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
DAY: Final = timedelta(days=1)
MIDNIGHT: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - only its time of day is used


class FastBook:
    """A workbook opened by calamine, its cells mended by what the second look found."""

    def __init__(self, data: bytes, report: PreflightReport) -> None:
        self._report = report
        errors = {code for sheet in report.sheets for code in sheet.errors.values()}
        if errors - KNOWN_ERRORS:
            data = _rewritten(data, _errors_as_text)
        try:
            self._book = python_calamine.load_workbook(io.BytesIO(data))
        except python_calamine.CalamineError:
            if report.format is not Format.ODS:
                raise
            mended = _rewritten(data, _without_indents)
            self._book = python_calamine.load_workbook(io.BytesIO(mended))

    def rows(self, index: int) -> Iterator[list[object]]:
        """Yield the rows of the visible sheet with that index, from the first row and column."""
        facts = self._report.sheets[index]
        sheet = self._book.get_sheet_by_name(facts.name)
        left: list[object] = [None] * (sheet.start[1] if sheet.start else 0)
        errors = _by_row(facts.errors)
        durations = self._report.durations
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            row: list[object] = left + cells if left else list(cells)
            if durations:
                row = [_settled(cell) for cell in row]
            for column, code in errors.get(number, ()):
                row.extend([None] * (column - len(row)))
                row[column - 1] = CellError(code)
            yield row


def _settled(cell: object) -> object:
    """Turn elapsed time into a time of day, or into days when it is longer than one."""
    if not isinstance(cell, timedelta):
        return cell
    if timedelta(0) <= cell < DAY:
        return (MIDNIGHT + cell).time()
    return cell / DAY


def _by_row(errors: dict[tuple[int, int], str]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    for (row, column), code in errors.items():
        found.setdefault(row, []).append((column, code))
    return found


def _rewritten(data: bytes, rewrite: Callable[[str, bytes], bytes]) -> bytes:
    """Return the archive with its parts rewritten; of an .ods, the type comes first."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        if rewrite is _without_indents:
            new.writestr(ODS_TYPE[0], ODS_TYPE[1], zipfile.ZIP_STORED)
        for info in old.infolist():
            if info.filename not in new.NameToInfo:
                new.writestr(info.filename, rewrite(info.filename, old.read(info)))
    return out.getvalue()


def _errors_as_text(part: str, content: bytes) -> bytes:
    """Store error cells as text: calamine gives a whole sheet up over an error it never met."""
    if "worksheets" not in part.lower():
        return content
    return content.replace(b't="e"', b't="str"').replace(b"t='e'", b"t='str'")


def _without_indents(part: str, content: bytes) -> bytes:
    """Take the space between tags out: calamine stumbles over an indented .ods."""
    return re.sub(rb">[ \t\r\n]+<", b"><", content) if part == "content.xml" else content
