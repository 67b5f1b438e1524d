"""A table a user sends back: our own workbook, as a spreadsheet program saved it again, or CSV."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl import load_workbook

MOST_BYTES = 20 * 2**20
MOST_UNPACKED = 300 * 2**20
MOST_PARTS = 500
MOST_ROWS = 60_000
_HEAD = 4096


class UnreadableError(Exception):
    """The file cannot be read; said to the user in a sentence."""


@dataclass(frozen=True)
class Sent:
    """The headings and the rows of a file; the first row of data is row 2."""

    headers: list[str]
    rows: list[list[object]]


def read(name: str, content: bytes) -> Sent:
    """Read the first sheet of a workbook, or a CSV file. Raises: UnreadableError."""
    if len(content) > MOST_BYTES:
        raise UnreadableError(f"文件超过{MOST_BYTES // 2**20} MB，请分县导出、分次导入。")
    rows = _csv(content) if name.lower().endswith(".csv") else _xlsx(content)
    found: list[list[object]] = []
    for row in rows:
        found.append(row)
        if len(found) > MOST_ROWS + 1:
            raise UnreadableError(f"文件超过{MOST_ROWS}行，请分县导出、分次导入。")
    while found and not any(map(_is_filled, found[-1])):
        found.pop()
    if not found:
        raise UnreadableError("文件是空的，请用本页导出的文件修改后再导入。")
    return Sent([str(cell or "").strip() for cell in found[0]], found[1:])


def _is_filled(cell: object) -> bool:
    return cell not in {None, ""}


def _csv(content: bytes) -> Iterator[list[object]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError as error:
            raise UnreadableError("CSV文件的编码不是UTF-8，也不是GB18030。") from error
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            yield list(row)
    except csv.Error as error:
        raise UnreadableError("CSV文件的格式有误，请另存为xlsx后再导入。") from error


def _xlsx(content: bytes) -> Iterator[list[object]]:
    _check(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True):
            yield list(row)
    except UnreadableError:
        raise
    except Exception as error:  # whatever a broken workbook makes the reader trip over
        raise UnreadableError("文件不能读取，请用WPS或Excel打开，另存为xlsx后再导入。") from error


def _check(content: bytes) -> None:
    """Refuse what unpacks to far more than it says, and XML that defines entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or size > MOST_UNPACKED:
                raise UnreadableError("文件展开后过大，没有读取。")
            for part in parts:
                with archive.open(part) as stream:
                    if b"<!DOCTYPE" in stream.read(_HEAD):
                        raise UnreadableError("文件含有不允许的内容，没有读取。")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise UnreadableError("这不是xlsx文件，请用本页导出的文件修改后再导入。") from error
