"""How a grid fits a sheet: where its header is, which column is which, how much is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from accountability.intake.declare import Sheet
from accountability.intake.matching.columns import Assignment, assign
from accountability.intake.matching.headers import Header, find_header
from accountability.intake.matching.labels import normal
from accountability.intake.matching.vocabulary import Vocabulary, vocabulary
from accountability.intake.reading.grid import Grid

ENOUGH: Final = 0.4
_AT_LEAST: Final = 3


@dataclass(frozen=True)
class Fit:
    """How a grid fits a sheet, which is one of the pieces where a sheet has parts."""

    grid: Grid
    header: Header
    columns: Assignment
    share: float
    sheet: Sheet


def fit_of(grid: Grid, sheet: Sheet, mappings: Mapping[str, str] | None = None) -> Fit | None:
    """Return how `grid` fits `sheet`, None where no header row is to be found."""
    words = vocabulary(sheet)
    header = find_header(grid, _widened(words, mappings or {}))
    if header is None:
        return None
    columns = assign(header, sheet, words, mappings or {})
    wanted = {c.name for c in sheet.columns if c.required or c.expected}
    sure = columns.sure()
    share = len(sure & wanted) / max(1, len(wanted)) if len(sure) >= _AT_LEAST else 0.0
    return Fit(grid, header, columns, share, sheet)


def best_fit(grid: Grid, sheet: Sheet, mappings: Mapping[str, str]) -> Fit | None:
    """Return how `grid` fits the one of the sheet's tables that it fits best."""
    fits = [fit for piece in sheet.pieces if (fit := fit_of(grid, piece, mappings))]
    return max(fits, key=lambda fit: fit.share, default=None)


def _widened(words: Vocabulary, mappings: Mapping[str, str]) -> Vocabulary:
    own = frozenset(normal(header.rsplit("/", 1)[-1]) for header in mappings)
    return Vocabulary(words.columns, words.groups, words.leaves | own) if own else words
