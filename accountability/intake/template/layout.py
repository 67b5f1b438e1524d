"""Where the headers of a sheet stand: merged ranges computed from the columns' header paths."""

from collections.abc import Sequence
from dataclasses import dataclass

from accountability.intake.declare import Column, Sheet

TITLE_ROW, UNIT_ROW, HEADER_ROW = 2, 3, 4


@dataclass(frozen=True)
class Block:
    """One header cell: its text and the rectangle it covers (1-based, inclusive)."""

    text: str
    top: int
    left: int
    bottom: int
    right: int


def columns_of(sheet: Sheet) -> list[Column]:
    """Return the columns the template shows, in order."""
    return [column for column in sheet.columns if not column.optional_in_file]


def first_data_row(sheet: Sheet) -> int:
    """Return the row of the first data row: below the header and its numbering row."""
    return HEADER_ROW + sheet.header_rows + 1


def header_blocks(columns: Sequence[Column], depth: int) -> list[Block]:
    """Return the header cells of `depth` rows.

    Neighbours with the same path so far share a cell; a part that is blank or missing lets the
    cell above go on downwards.
    """
    paths = [_padded(column, depth) for column in columns]
    return [block for level in range(depth) for block in _level(paths, level, depth)]


def _padded(column: Column, depth: int) -> tuple[str, ...]:
    return (*column.header, *([""] * (depth - len(column.header))))


def _level(paths: list[tuple[str, ...]], level: int, depth: int) -> list[Block]:
    blocks, start = [], 0
    while start < len(paths):
        path = paths[start]
        end = start
        while end + 1 < len(paths) and _share(path, paths[end + 1], level, depth):
            end += 1
        if path[level]:
            bottom = level
            while bottom + 1 < depth and not any(path[bottom + 1 :]):
                bottom = depth - 1
            while bottom + 1 < depth and not path[bottom + 1] and level == bottom:
                bottom += 1
            blocks.append(
                Block(path[level], HEADER_ROW + level, start + 1, HEADER_ROW + bottom, end + 1)
            )
        start = end + 1
    return blocks


def _share(path: tuple[str, ...], other: tuple[str, ...], level: int, depth: int) -> bool:
    """Say whether two columns share the header cell of a level (the lowest is never shared)."""
    if level == depth - 1 or not any(path[level + 1 :]):
        return False
    return path[: level + 1] == other[: level + 1]
