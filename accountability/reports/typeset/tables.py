"""Laying out a table: header cells, column widths, wrapped rows. One layout, two painters."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accountability.reports.typeset import faces
from accountability.reports.typeset.lines import wrap
from accountability.reports.typeset.model import Band, Column, Face, Row, Table, plain

PADDING = 3.0  # points on each side of a cell's text
LEADING = 1.3  # of the size
RULE = 0.5  # points
AROUND = 6.0  # points at least around a table
HEAD_FACE, CELL_FACE = Face.HEI, Face.FANG
_WIDEST = 16  # characters; longer cells wrap
_SAMPLE = 2000  # rows measured for the widths
# What a cell does not break by choice: numbers with their brackets, dates.
_TOKEN = re.compile(r"[!-~（）＋－±−]+|\d+年\d+月(?:\d+日)?")


class RowTooTallError(ValueError):
    """A row does not fit on a page; the message says which."""


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A header cell on the grid of header rows and columns."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row with its cells broken into lines; a band has one cell."""

    cells: tuple[tuple[str, ...], ...]
    height: float
    band: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's geometry.

    Units: points.
    """

    table: Table
    widths: tuple[float, ...]
    head: tuple[HeadCell, ...]
    head_heights: tuple[float, ...]
    room: float

    @property
    def leading(self) -> float:
        """Distance of lines within a cell."""
        return self.table.size * LEADING

    def rows(self) -> Iterator[LaidRow]:
        """Give the rows, one after the other, so that a long table is never held twice."""
        tallest = self.room - sum(self.head_heights)
        for number, row in enumerate(self.table.rows, start=1):
            laid = self._laid(row)
            if laid.height > tallest:
                name = self.table.caption or _path(self.table.columns[0])[-1]
                raise RowTooTallError(
                    f"表格“{name}”第{number}行的文字太多，一页放不下，文件没有生成。"
                    "请缩短这一行的文字。"
                )
            yield laid

    def _laid(self, row: Row | Band) -> LaidRow:
        size = self.table.size
        if isinstance(row, Band):
            lines = wrap(plain(row.text), sum(self.widths) - 2 * PADDING, size, HEAD_FACE)
            return LaidRow((lines,), self._height((lines,)), band=True)
        cells = tuple(
            wrap(plain(cell), width - 2 * PADDING, size, CELL_FACE)
            for cell, width in zip(row, self.widths, strict=True)
        )
        return LaidRow(cells, self._height(cells))

    def _height(self, cells: Sequence[tuple[str, ...]]) -> float:
        return max(map(len, cells)) * self.leading + 2 * PADDING


def lay_out(table: Table, width: float, room: float) -> Layout:
    """Choose the widths and set the header; a row may be as tall as `room` below the header.

    Units: points.
    """
    widths = _widths(table, width)
    head = tuple(_head_cells(table, widths))
    depth = max(cell.row + cell.rows for cell in head)
    heights = [table.size * LEADING + 2 * PADDING] * depth
    for cell in head:
        needed = len(cell.lines) * table.size * LEADING + 2 * PADDING
        lacking = needed - sum(heights[cell.row : cell.row + cell.rows])
        if lacking > 0:
            heights[cell.row + cell.rows - 1] += lacking
    return Layout(table, widths, head, tuple(heights), room)


def _path(column: Column) -> tuple[str, ...]:
    return (column.title,) if isinstance(column.title, str) else column.title


def _head_cells(table: Table, widths: Sequence[float]) -> Iterator[HeadCell]:
    paths = [_path(column) for column in table.columns]
    depth = max(map(len, paths))
    for row in range(depth):
        start = 0
        while start < len(paths):
            stop = start + 1
            if row < len(paths[start]):
                while row < len(paths[start]) - 1 and _same(paths, start, stop, row):
                    stop += 1
                last = row == len(paths[start]) - 1
                room = sum(widths[start:stop]) - 2 * PADDING
                lines = _even(paths[start][row], room, table.size)
                yield HeadCell(row, start, depth - row if last else 1, stop - start, lines)
            start = stop


def _even(title: str, room: float, size: float) -> tuple[str, ...]:
    """Break a title into lines of even length."""
    lines = wrap(title, room, size, HEAD_FACE)
    if "\n" in title or len(lines) == 1:
        return lines
    for share in range(math.ceil(len(title) / len(lines)), len(title)):
        narrow = wrap(title, min(room, share * size), size, HEAD_FACE)
        if len(narrow) == len(lines):
            return narrow
    return lines


def _same(paths: Sequence[tuple[str, ...]], start: int, stop: int, row: int) -> bool:
    """Say whether the next column shares this header cell."""
    return (
        stop < len(paths)
        and len(paths[stop]) > row + 1
        and (paths[stop][: row + 1] == paths[start][: row + 1])
    )


def _widths(table: Table, total: float) -> tuple[float, ...]:
    """Share the width: every column its unbreakable part, the rest by need."""
    least, most = [], []
    for index, column in enumerate(table.columns):
        low, high = _needs(table, index, column)
        least.append(low + 2 * PADDING + 1)
        most.append(max(low, high) + 2 * PADDING + 1)
    spare = total - sum(most)
    if spare >= 0:
        return tuple(width + spare * width / sum(most) for width in most)
    spare = total - sum(least)
    if spare <= 0:
        return tuple(width * total / sum(least) for width in least)
    wish = sum(most) - sum(least)
    pairs = zip(least, most, strict=True)
    return tuple(low + spare * (high - low) / wish for low, high in pairs)


def _needs(table: Table, index: int, column: Column) -> tuple[float, float]:
    """Least and natural width of a column's text."""
    size = table.size
    if column.width:
        return column.width * size, column.width * size
    title = _path(column)[-1]
    longest = max(faces.width(part, HEAD_FACE) for part in title.split("\n"))
    low = longest if "\n" in title else min(longest, 2)
    high = longest if "\n" in title else min(longest, 4)
    step = max(1, len(table.rows) // _SAMPLE)
    for row in table.rows[::step]:
        if isinstance(row, Band):
            continue
        for text in plain(row[index]).split("\n"):
            low = max(low, min(_longest_token(text, CELL_FACE), _WIDEST))
            high = max(high, min(faces.width(text, CELL_FACE), _WIDEST))
    return low * size, high * size


def _longest_token(text: str, face: Face) -> float:
    return max((faces.width(token, face) for token in _TOKEN.findall(text)), default=2.0)
