"""Finding the header block of a grid and the path of labels over each column (D12)."""

from dataclasses import dataclass
from typing import Final

from accountability.intake.matching.labels import normal
from accountability.intake.matching.vocabulary import Vocabulary
from accountability.intake.reading.grid import Grid, Merge

SEARCH_ROWS: Final = 80
DEEPEST: Final = 4
_LONGEST_LABEL: Final = 40
_WIDE: Final = 0.8
_MOSTLY: Final = 0.6
_FEW: Final = 3

Texts = dict[int, str]


@dataclass(frozen=True)
class Header:
    """A header block: its rows, and for each column the labels from the top down as typed."""

    top: int
    bottom: int
    paths: dict[int, tuple[str, ...]]

    def labels(self, column: int) -> tuple[str, ...]:
        """Return a column's labels in normal form."""
        return tuple(normal(part) for part in self.paths[column])


def row_texts(grid: Grid, row: int) -> Texts:
    """Return the non-blank texts of a row by column."""
    cells = grid.rows[row - 1] if 0 < row <= len(grid.rows) else []
    return {
        column: cell
        for column, cell in enumerate(cells, 1)
        if isinstance(cell, str) and cell.strip() and len(cell) <= _LONGEST_LABEL * 5
    }


def find_header(grid: Grid, words: Vocabulary) -> Header | None:
    """Return the header block that knows the most labels of the sheet, None where none does."""
    first = next((row for row, cells in enumerate(grid.rows, 1) if any(cells)), 1)
    last = min(first + SEARCH_ROWS - 1, len(grid.rows))
    hits = {row: hits_in(row_texts(grid, row), words) for row in range(first, last + 1)}
    merges = _by_row(grid.merges, last)
    best = max(hits, key=lambda row: (hits[row], -row), default=0)
    if not best or hits[best] < _FEW:
        return None
    top, bottom = best, _merged_bottom(best, merges, best + DEEPEST - 1)
    while bottom - top < DEEPEST - 1 and _goes_on(grid, bottom + 1, hits, words):
        bottom += 1
    while bottom - top < DEEPEST - 1 and _is_above(grid, top - 1, hits, words, merges):
        top -= 1
    return Header(top, bottom, _paths(grid, top, bottom))


def hits_in(texts: Texts, words: Vocabulary) -> int:
    """Return how many different labels of the sheet are among the texts."""
    return len({label for text in texts.values() if (label := normal(text)) and words.knows(label)})


def _goes_on(grid: Grid, row: int, hits: dict[int, int], words: Vocabulary) -> bool:
    """Say whether the row below still belongs to the header: most of its texts are labels."""
    cells = grid.rows[row - 1] if row <= len(grid.rows) else []
    filled = [cell for cell in cells if cell not in (None, "")]
    texts = row_texts(grid, row)
    if not texts or not hits.get(row):
        return False
    labels = [text for text in texts.values() if words.knows(normal(text))]
    return len(labels) >= _MOSTLY * len(filled)


def _is_above(
    grid: Grid, row: int, hits: dict[int, int], words: Vocabulary, merges: dict[int, list[Merge]]
) -> bool:
    """Say whether the row above holds group labels rather than the title or 填报单位.

    A row that is blank because labels are merged over it goes on to the one above.
    """
    texts = row_texts(grid, row)
    if row > 1 and not texts and _is_covered(row, merges):
        return _is_above(grid, row - 1, hits, words, merges)
    if row < 1 or not texts or any("：" in text or ":" in text for text in texts.values()):
        return False
    width = max(len(cells) for cells in grid.rows[: row + 2])
    if any(merge.right - merge.left + 1 >= _WIDE * width for merge in merges.get(row, [])):
        return False
    if hits.get(row, 0):
        return True
    return len(texts) >= _FEW and all(len(text) <= _LONGEST_LABEL for text in texts.values())


def _is_covered(row: int, merges: dict[int, list[Merge]]) -> bool:
    above = range(row - DEEPEST, row)
    return any(merge.bottom >= row for top in above for merge in merges.get(top, []))


def _merged_bottom(row: int, merges: dict[int, list[Merge]], limit: int) -> int:
    heights = [merge.bottom for merge in merges.get(row, []) if merge.bottom <= limit]
    return max([row, *heights])


def _by_row(merges: list[Merge], last: int) -> dict[int, list[Merge]]:
    rows: dict[int, list[Merge]] = {}
    for merge in merges:
        if merge.top <= last:
            rows.setdefault(merge.top, []).append(merge)
    return rows


def _paths(grid: Grid, top: int, bottom: int) -> dict[int, tuple[str, ...]]:
    levels = [_level(grid, row) for row in range(top, bottom + 1)]
    inside = [m for m in grid.merges if m.top <= bottom and m.bottom >= top]
    for merge in inside:
        label = levels[merge.top - top].get(merge.left) if merge.top >= top else None
        if label:
            _spread(levels, merge, label, top, bottom)
    _inherit(levels, {c for m in inside for c in range(m.left, m.right + 1)})
    columns = sorted({column for level in levels for column in level})
    return {
        column: path
        for column in columns
        if (path := tuple(level[column] for level in levels if level.get(column)))
    }


def _level(grid: Grid, row: int) -> Texts:
    """Return the labels of a header row; numbers can be labels too (years, steps)."""
    cells = grid.rows[row - 1] if row <= len(grid.rows) else []
    level: Texts = {}
    for column, cell in enumerate(cells, 1):
        if isinstance(cell, str) and cell.strip():
            level[column] = cell
        elif isinstance(cell, float) and cell.is_integer():
            level[column] = str(int(cell))
    return level


def _spread(levels: list[Texts], merge: Merge, label: str, top: int, bottom: int) -> None:
    for row in range(merge.top, min(merge.bottom, bottom) + 1):
        for column in range(merge.left, merge.right + 1):
            if row == merge.top or column == merge.left or merge.right > merge.left:
                levels[row - top].setdefault(column, label)


def _inherit(levels: list[Texts], merged: set[int]) -> None:
    """Give a column without an upper label its left neighbour's group (merges lost, as in CSV).

    A group ends where a label of a higher level begins.
    """
    own = [set(level) for level in levels]
    last = max((max(level, default=0) for level in levels), default=0)
    for index, level in enumerate(levels[:-1]):
        group = ""
        for column in range(1, last + 1):
            has_lower = any(lower.get(column) for lower in levels[index + 1 :])
            begins = any(column in upper for upper in own[:index])
            if level.get(column) or begins or not has_lower:
                group = level.get(column, "") if has_lower else ""
            elif group and column not in merged:
                level[column] = group
