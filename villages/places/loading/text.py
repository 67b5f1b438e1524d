"""Reading small tables that people made: CSV, plain or gzipped, in the encodings they come in."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SHOWN_PROBLEMS = 500
_ENCODINGS = ("utf-8-sig", "gb18030")
_MAX_BYTES = 256 * 2**20


class TableError(Exception):
    """A table cannot be taken in; each sentence says what is wrong and where."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems[:SHOWN_PROBLEMS]))
        self.problems = list(problems)

    def __str__(self) -> str:
        """Return the sentences, one a line; a flood is cut and counted."""
        shown = self.problems[:SHOWN_PROBLEMS]
        left = len(self.problems) - len(shown)
        return "\n".join([*shown, *([f"另有{left}处未列出。"] if left else [])])


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table with the number of its line in the file."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell, "" where the table has no such column."""
        return self.cells.get(column, "")


def read_lines(
    path: Path, *, columns: Mapping[str, Sequence[str]], required: Sequence[str]
) -> list[Line]:
    """Return the rows of a CSV file under our own column names.

    Shapes: `columns` gives for each of our names the headers people write.
    Raises: TableError.
    """
    rows = csv.reader(io.StringIO(_decoded(path), newline=""), strict=True)
    try:
        header = next(rows, [])
        places = _places(header, columns)
        missing = [columns[name][-1] for name in required if name not in places]
        if missing:
            raise TableError([f"{path.name}第1行缺少列：{'、'.join(missing)}。"])
        return list(_lines(rows, places))
    except csv.Error as error:
        raise TableError([f"{path.name}第{rows.line_num}行不是有效的CSV：{error}。"]) from error


def _places(header: list[str], columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
    written = [cell.strip().lower() for cell in header]
    return {
        name: written.index(found)
        for name, headers in columns.items()
        if (found := next((h for h in headers if h in written), None)) is not None
    }


def _lines(rows: Iterator[list[str]], places: dict[str, int]) -> Iterator[Line]:
    number = 2
    for row in rows:
        if any(row):
            cells = {
                name: row[place].strip() if place < len(row) else ""
                for name, place in places.items()
            }
            yield Line(number, cells)
        number = rows.line_num + 1  # type: ignore[attr-defined]


def _decoded(path: Path) -> str:
    content = _content(path)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError([f"{path.name}的编码不能识别，请另存为UTF-8编码的CSV文件。"])


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            with gzip.open(io.BytesIO(content)) as unpacked:
                content = unpacked.read(_MAX_BYTES + 1)
    except OSError as error:
        raise TableError([f"读不到文件{path}：{error.strerror or '压缩包已损坏'}。"]) from error
    except (EOFError, zlib.error) as error:
        raise TableError([f"{path.name}的压缩包不完整，请重新取得文件。"]) from error
    if len(content) > _MAX_BYTES:
        raise TableError([f"{path.name}超过{_MAX_BYTES >> 20}MB，不是区划表。"])
    if b"\0" in content and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise TableError([f"{path.name}不是文本文件，请另存为CSV。"])
    return content
