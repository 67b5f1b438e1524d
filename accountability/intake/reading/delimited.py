"""Read a .csv or other delimited text with the standard library."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from accountability.intake.reading import refusals
from accountability.intake.reading.encodings import decode
from accountability.intake.reading.facts import PreflightReport, SheetFacts
from accountability.intake.reading.grid import Format
from accountability.intake.reading.limits import Limits

DELIMITERS: Final = (",", "\t", ";", "|")
SAMPLE: Final = 1 << 16
SAMPLED_LINES: Final = 50
LINES_IN_A_CELL: Final = 50
TEXT_NAMES: Final = (".csv", ".txt", ".tsv", ".tab", ".prn")
SHEET_NAME: Final = "表1"

_SEPARATOR_LINE: Final = re.compile(r"sep=([^\r\n])(?:\r\n|\r|\n|$)", re.IGNORECASE)
_QUOTED: Final = re.compile(r'"[^"]*"')
_AS_FORMULA: Final = re.compile(r'="([^"]*)"')


class DelimitedText:
    """A delimited text, decoded; `rows` parses it.

    Raises: RefusedError.
    """

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.limits = limits
        decoded = decode(data.rstrip(b"\x1a"))
        self.encoding = decoded.encoding
        self.text = decoded.text
        self.report = PreflightReport(Format.CSV, unpacked=len(data))
        self.report.add(SheetFacts(SHEET_NAME, limits))
        if decoded.notice:
            self.report.notices.append(decoded.notice)
        self.delimiter = self._delimiter(name)

    def rows(self) -> Iterator[list[object]]:
        """Yield the records.

        Raises: RefusedError for a quote without its partner and beyond the limits.
        """
        csv.field_size_limit(self.limits.text)
        unwrap = '="' in self.text
        cells = 0
        for number, record in enumerate(self._records(), start=1):
            cells += len(record)
            self._bound(number, len(record), cells)
            yield [_unwrapped(value) for value in record] if unwrap else list(record)

    def _delimiter(self, name: str) -> str:
        declared = _SEPARATOR_LINE.match(self.text)
        if declared:
            self.text = self.text[declared.end() :]
            return declared[1]
        sample = _QUOTED.sub("", self.text[:SAMPLE])
        lines = [line for line in sample.splitlines() if line.strip()][:SAMPLED_LINES]

        def evidence(delimiter: str) -> tuple[int, int]:
            counts = [line.count(delimiter) for line in lines]
            return sum(1 for count in counts if count), sum(counts)

        best = max(DELIMITERS, key=evidence)
        if not any(evidence(best)) and PurePath(name.lower()).suffix not in TEXT_NAMES:
            raise refusals.not_a_workbook("纯文本")
        return best

    def _records(self) -> Iterator[list[str]]:
        try:
            yield from self._parsed(strict=True)
        except _StrayQuoteError as stray:
            for index, record in enumerate(self._parsed(strict=False)):
                if index >= stray.records:
                    yield record

    def _parsed(self, *, strict: bool) -> Iterator[list[str]]:
        source = io.StringIO(self.text, newline="")
        reader = csv.reader(source, delimiter=self.delimiter, strict=strict)
        most = LINES_IN_A_CELL if strict else 1
        begin, count = 1, 0
        try:
            for record in reader:
                if reader.line_num - begin >= most:
                    raise refusals.corrupt(f"第 {begin:,} 行的引号没有配对")
                yield record
                begin, count = reader.line_num + 1, count + 1
        except csv.Error as error:
            if "field larger" in str(error):
                raise refusals.too_big(f"第 {begin:,} 行的单元格文字过长") from error
            if "end of data" in str(error):
                raise refusals.corrupt(f"第 {begin:,} 行的引号没有配对") from error
            raise _StrayQuoteError(count) from error

    def _bound(self, row: int, columns: int, cells: int) -> None:
        limits = self.limits
        if row > limits.rows:
            raise refusals.too_big(f"超过 {limits.rows:,} 行")
        if columns > limits.columns:
            raise refusals.too_big(f"第 {row:,} 行超过 {limits.columns} 列")
        if cells > limits.cells:
            raise refusals.too_big(f"超过 {limits.cells:,} 个单元格")


class _StrayQuoteError(Exception):
    """A quote stands inside a field; read leniently from that record on."""

    def __init__(self, records: int) -> None:
        super().__init__(records)
        self.records = records


def _unwrapped(value: str) -> str:
    """Take the formula off that some exports put around digits to keep them as text."""
    match = _AS_FORMULA.fullmatch(value)
    return match[1] if match else value
