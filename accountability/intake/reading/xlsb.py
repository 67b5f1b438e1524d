"""The second look at an .xlsb: the same facts out of its binary records."""

import struct
from collections.abc import Callable, Iterator
from typing import Final

from accountability.intake.reading import number_formats, refusals
from accountability.intake.reading.archive import Archive
from accountability.intake.reading.facts import PreflightReport, SheetFacts
from accountability.intake.reading.grid import Format, Merge
from accountability.intake.reading.limits import Limits
from accountability.intake.reading.relations import Relation, read_relations
from accountability.intake.reading.xlsx import (
    ACTIVE,
    NOTICES,
    SheetEntry,
    sheet_part,
)

WORKBOOK: Final = "xl/workbook.bin"
LONGEST_RECORD: Final = 1 << 20

ROW_HEADER, ERROR_CELL, FORMULA_ERROR = 0, 3, 11
VALUED: Final = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 62}
FORMAT, CELL_STYLE, WORKBOOK_PROPERTIES, SHEET = 44, 47, 153, 156
COLUMN, MERGE, STRINGS = 60, 176, 159
STYLES_BEGIN, STYLES_END = 617, 618
HIDDEN_ROW_FLAG: Final = 0x10
ABSENT: Final = 0xFFFFFFFF

ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}

_U32: Final = struct.Struct("<I")
_PAIR: Final = struct.Struct("<II")
_FOUR: Final = struct.Struct("<IIII")

Record = tuple[int, bytes]
Row = Callable[[bytes], None]


def check(archive: Archive, limits: Limits) -> PreflightReport:
    """Go through every part of an .xlsb once.

    Raises: RefusedError.
    """
    if archive.any(*ACTIVE):
        raise refusals.macro()
    try:
        return _check(archive, limits)
    except (struct.error, IndexError) as error:  # a record shorter than its kind
        raise refusals.corrupt() from error


def _check(archive: Archive, limits: Limits) -> PreflightReport:
    report = PreflightReport(Format.XLSB)
    report.notices += [text for parts, text in NOTICES if archive.any(*parts)]
    relations = read_relations(archive, WORKBOOK)
    entries = _entries(archive, report)
    formats = _formats(archive, relations, report)
    seen = {WORKBOOK}
    for entry in entries:
        part = sheet_part(entry, relations, report)
        if part in seen:
            raise refusals.corrupt("两个工作表共用一份内容")
        if part:
            seen.add(part)
            report.add(_sheet(archive, SheetFacts(entry.name, limits), part, formats))
    _check_others(archive, seen, limits)
    report.unpacked = archive.unpacked
    return report


def records(chunks: Iterator[bytes]) -> Iterator[Record]:
    """Split a binary part into its records.

    Raises: RefusedError when a record is longer than any can be.
    """
    data, at = b"", 0
    for chunk in chunks:
        data, at = data[at:] + chunk, 0
        while (record := _record(data, at)) is not None:
            number, begin, end = record
            yield number, data[begin:end]
            at = end
    if at < len(data):
        raise refusals.corrupt()


def _record(data: bytes, at: int) -> tuple[int, int, int] | None:
    """Return number, begin and end of the record at a place, None when it is not whole."""
    length = len(data)
    if at + 2 > length:
        return None
    number = data[at]
    at += 1
    if number & 0x80:
        number = (number & 0x7F) | (data[at] & 0x7F) << 7
        at += 1
    size = 0
    for shift in (0, 7, 14, 21):
        if at >= length:
            return None
        byte = data[at]
        at += 1
        size |= (byte & 0x7F) << shift
        if not byte & 0x80:
            break
    if size > LONGEST_RECORD:
        raise refusals.bomb("单条记录过长")
    return (number, at, at + size) if at + size <= length else None


def _entries(archive: Archive, report: PreflightReport) -> list[SheetEntry]:
    entries: list[SheetEntry] = []
    for number, body in records(archive.stream(WORKBOOK)):
        if number == WORKBOOK_PROPERTIES:
            report.date_1904 = bool(body[0] & 1)
        elif number == SHEET:
            relation, after = _wide(body, 8)
            name, _ = _wide(body, after)
            visible = _U32.unpack_from(body)[0] == 0
            entries.append(SheetEntry(name, relation, visible=visible))
    return entries


def _wide(body: bytes, at: int) -> tuple[str, int]:
    """Return the counted UTF-16 text at a place and where it ends."""
    if at + 4 > len(body):
        raise refusals.corrupt()
    count = int(_U32.unpack_from(body, at)[0])
    count = 0 if count == ABSENT else count
    end = at + 4 + 2 * count
    if end > len(body):
        raise refusals.corrupt()
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _formats(
    archive: Archive, relations: dict[str, Relation], report: PreflightReport
) -> dict[int, str]:
    codes = dict(number_formats.BUILTIN)
    styles: list[int] = []
    inside = False
    parts = [one.target for one in relations.values() if one.kind == "styles"]
    for part in parts[:1]:
        for number, body in records(archive.stream(part)):
            if number == FORMAT:
                codes[int.from_bytes(body[:2], "little")] = _wide(body, 2)[0]
            elif number in {STYLES_BEGIN, STYLES_END}:
                inside = number == STYLES_BEGIN
            elif number == CELL_STYLE and inside:
                styles.append(int.from_bytes(body[2:4], "little"))
    used = {style: codes[number] for style, number in enumerate(styles) if number in codes}
    report.durations = any(map(number_formats.is_duration, used.values()))
    return {style: code for style, code in used.items() if number_formats.matters(code)}


def _sheet(archive: Archive, facts: SheetFacts, part: str, formats: dict[int, str]) -> SheetFacts:
    row = 0
    for number, body in records(archive.stream(part)):
        if number in VALUED:
            column = int(_U32.unpack_from(body)[0]) + 1
            _note_cell(facts, (row, column), number, body, formats)
        elif number == ROW_HEADER:
            row = int(_U32.unpack_from(body)[0]) + 1
            if body[11] & HIDDEN_ROW_FLAG:
                facts.hidden_rows.add(row)
        elif number == COLUMN:
            if body[16] & 1:
                first, last = _PAIR.unpack_from(body)
                last = min(last, facts.limits.columns - 1)
                facts.hidden_columns.update(range(first + 1, last + 2))
        elif number == MERGE:
            top, bottom, left, right = _FOUR.unpack_from(body)
            if top <= bottom and left <= right:
                facts.merge(Merge(top + 1, left + 1, bottom + 1, right + 1))
    return facts


def _note_cell(
    facts: SheetFacts, at: tuple[int, int], number: int, body: bytes, formats: dict[int, str]
) -> None:
    facts.value_at(*at)
    if number in {ERROR_CELL, FORMULA_ERROR}:
        facts.errors[at] = ERRORS.get(body[8], "#N/A")
    if formats:
        code = formats.get(int.from_bytes(body[4:7], "little"))
        if code is not None:
            facts.formats[at] = code


def _check_others(archive: Archive, seen: set[str], limits: Limits) -> None:
    for part in archive.parts:
        if part.endswith("sharedstrings.bin"):
            for number, body in records(archive.stream(part)):
                if number == STRINGS:
                    _, unique = _PAIR.unpack_from(body)
                    if unique > limits.strings:
                        raise refusals.bomb(f"声明的文字超过 {limits.strings:,} 条")
        elif part not in seen:
            for _ in archive.stream(part):
                pass
