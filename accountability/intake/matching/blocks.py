"""Cutting a worksheet in which several tables stand under one another into one grid a table."""

import dataclasses
from collections.abc import Iterator
from typing import Final

from accountability.intake.declare import Sheet
from accountability.intake.matching.headers import hits_in, row_texts
from accountability.intake.matching.labels import normal
from accountability.intake.matching.vocabulary import Vocabulary, vocabulary
from accountability.intake.reading.grid import Grid

_FEW: Final = 3
_MOSTLY: Final = 0.6
_ABOVE: Final = 6


def split(grid: Grid, sheet: Sheet) -> list[Grid]:
    """Return the grid, or where it holds tables of several parts, a grid for each.

    Rows keep their numbers; a block is called after the worksheet and its part. Only a sheet of
    several parts is looked through.
    """
    if not sheet.parts:
        return [grid]
    words = {piece.worksheet: vocabulary(piece) for piece in sheet.pieces}
    starts = list(_starts(grid, words))
    if len(starts) < 2:  # noqa: PLR2004 - one table is no several
        return [grid]
    firsts = [1, *(first for first, _ in starts[1:])]
    ends = [*(first - 1 for first in firsts[1:]), len(grid.rows)]
    names: dict[str, int] = {}
    blocks = []
    for (_, title), first, last in zip(starts, firsts, ends, strict=True):
        count = names[title] = names.get(title, 0) + 1
        name = f"{grid.name}·{title}{count if count > 1 else ''}"
        blocks.append(_block(grid, name, first, last))
    return blocks


def _starts(grid: Grid, words: dict[str, Vocabulary]) -> Iterator[tuple[int, str]]:
    """Yield the first row and the part of each table, the words above its header with it."""
    here, before = "", 0
    for number in range(1, len(grid.rows) + 1):
        title = _header_of(grid, number, words)
        if title and title != here:
            first = number
            while first - 1 > before and _leads(grid, first - 1, words[title], number):
                first -= 1
            yield first, title
            here = title
        if title:
            before = number


def _header_of(grid: Grid, number: int, words: dict[str, Vocabulary]) -> str:
    """Return the part whose header a row is, "" where it is none or could be of two."""
    texts = row_texts(grid, number)
    if len(texts) < _FEW:
        return ""
    hits = {title: hits_in(texts, own) for title, own in words.items()}
    best = max(hits.values())
    likely = [title for title, count in hits.items() if count == best]
    return likely[0] if best >= max(_FEW, _MOSTLY * len(texts)) and len(likely) == 1 else ""


def _leads(grid: Grid, number: int, words: Vocabulary, header: int) -> bool:
    """Say whether a row above a header belongs to it: a title, a blank line, a group of labels."""
    if header - number > _ABOVE:
        return False
    filled = [cell for cell in grid.rows[number - 1] if cell not in (None, "")]
    texts = row_texts(grid, number).values()
    return len(filled) <= 1 or (all(words.knows(normal(text)) for text in texts) and bool(texts))


def _block(grid: Grid, name: str, first: int, last: int) -> Grid:
    nothing: list[object] = []
    return dataclasses.replace(
        grid,
        name=name,
        rows=[nothing if row < first else grid.rows[row - 1] for row in range(1, last + 1)],
        merges=[merge for merge in grid.merges if merge.top >= first and merge.bottom <= last],
        comments={at: text for at, text in grid.comments.items() if first <= at[0] <= last},
    )
