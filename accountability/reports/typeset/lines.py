"""Breaking text into lines that end flush: 28 cells a line, 避头尾, no lonely character.

WeasyPrint stretches a line only at spaces, and Chinese has none. So the lines are chosen here,
over the whole paragraph at once, and each carries the letter spacing that makes it end exactly
at the right edge.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from accountability.reports.typeset import faces
from accountability.reports.typeset.geometry import BODY, CELL
from accountability.reports.typeset.model import Face, Run

NO_START = frozenset("，。、；：？！）》〉」』】〕〗”’…—％%‰℃·,.;:?!)]}～")
NO_END = frozenset("（《〈「『【〔〖“‘([{￥$#±+−")
_PAIRED = frozenset("—…")
_WORD_ENDS = frozenset("/-_.&=?")

GRID = CELL - BODY  # spacing of a character on the grid
_TIGHTEST = -0.055  # of the size: 29 and a half cells where 28 belong
_FULL = 0.9  # a line is set flush from here; below only if there is no other way
_LONELY = 2.0  # cells; a last line no longer than this is 孤字
_LONELY_COST = 0.05
_SPLIT_COST = 0.01


class NoBreakError(ValueError):
    """The text cannot be broken under the given rules."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what stands on it, the space after each character, where it begins.

    Units: points.
    """

    pieces: tuple[tuple[Face, str], ...]
    spacing: float
    indent: float

    @property
    def text(self) -> str:
        """The characters without their faces."""
        return "".join(text for _, text in self.pieces)


@dataclass(frozen=True, slots=True)
class Measure:
    """How wide the lines are.

    Units: points; `spacing` is what a line that need not be flush gets.
    """

    width: float
    first_indent: float = 0
    indent: float = 0
    size: float = BODY
    spacing: float = GRID


def set_lines(runs: Sequence[Run], measure: Measure, *, face: Face = Face.FANG) -> list[Line]:
    """Break runs into lines; all but the last end flush.

    >>> body = Measure(width=28 * CELL, first_indent=2 * CELL)
    >>> lines = set_lines([Run("督查" * 20)], body)
    >>> [len(line.text) for line in lines], round(lines[0].spacing, 3)
    ([26, 14], -0.215)
    """
    chars = [(char, run.face or face) for run in runs for char in run.text]
    if not chars:
        return []
    paragraph = _Paragraph(chars, measure)
    return [paragraph.line(start, stop) for start, stop in paragraph.cuts()]


def wrap(text: str, width: float, size: float, face: Face) -> tuple[str, ...]:
    """Break a short text into ragged lines, as in a table cell.

    Units: points.

    >>> wrap("省委组织部（办公室）", 48, 12, Face.FANG)
    ('省委组织', '部（办公', '室）')
    """
    if "\n" in text:
        return tuple(part for line in text.split("\n") for part in wrap(line, width, size, face))
    if faces.width(text, face) * size <= width + 0.01:
        return (text,)
    return tuple(_wrapped(text, width / size, face))


def _wrapped(text: str, room: float, face: Face) -> Iterator[str]:
    start = 0
    while start < len(text):
        used, stop, good = 0.0, start, start
        while stop < len(text):
            used += faces.advance(text[stop], face)
            if used > room + 0.001 and stop > start:
                break
            stop += 1
            if stop == len(text) or _freedom(text, stop) == 0:
                good = stop
        cut = good if good > start else stop
        yield text[start:cut].strip(" ")
        start = cut


def _freedom(text: str | Sequence[str], at: int) -> int:
    """0: the line may break before `at`; 1: inside a long word; 2: only in need; 3: never."""
    left, right = text[at - 1], text[at]
    if right in NO_START or left in NO_END or (left in _PAIRED and left == right):
        return 3
    if left.isascii() and right.isascii() and left != " " and right != " ":
        return 1 if left in _WORD_ENDS else 2
    return 0


class _Paragraph:
    """A paragraph being broken: total fit over the whole of it."""

    def __init__(self, chars: Sequence[tuple[str, Face]], measure: Measure) -> None:
        self.chars = chars
        self.measure = measure
        sizes = (faces.advance(char, face) * measure.size for char, face in chars)
        self.ends = list(accumulate(sizes, initial=0.0))

    def room(self, start: int) -> float:
        measure = self.measure
        return measure.width - (measure.first_indent if start == 0 else measure.indent)

    def natural(self, start: int, stop: int) -> float:
        return self.ends[stop] - self.ends[start]

    def trimmed(self, start: int, stop: int) -> tuple[int, int]:
        while stop > start + 1 and self.chars[stop - 1][0] == " ":
            stop -= 1
        while start < stop - 1 and self.chars[start][0] == " " and start > 0:
            start += 1
        return start, stop

    def cuts(self) -> list[tuple[int, int]]:
        """Choose the lines; try the strict rules first."""
        for allowed, full in ((0, _FULL), (1, _FULL), (2, _FULL), (2, 0.5), (3, 0.0)):
            try:
                return self.fit(allowed, full)
            except NoBreakError:
                continue
        raise NoBreakError("".join(char for char, _ in self.chars))

    def fit(self, allowed: int, full: float) -> list[tuple[int, int]]:
        """Find the cheapest chain of breaks from the start to the end."""
        text = [char for char, _ in self.chars]
        count = len(text)
        free = [0, *(_freedom(text, at) for at in range(1, count)), 0]
        best: dict[int, tuple[float, int]] = {0: (0.0, -1)}
        for start in range(count):
            if start not in best:
                continue
            for stop, cost in self.candidates(start, full):
                if free[stop] > allowed:
                    continue
                total = best[start][0] + cost + _SPLIT_COST * free[stop]
                if stop not in best or total < best[stop][0]:
                    best[stop] = (total, start)
        if count not in best:
            raise NoBreakError
        chain, at = [], count
        while at > 0:
            before = best[at][1]
            chain.append((before, at))
            at = before
        return chain[::-1]

    def candidates(self, start: int, full: float) -> Iterator[tuple[int, float]]:
        """Where a line from `start` may end, and how far that is from the grid."""
        room, size, count = self.room(start), self.measure.size, len(self.chars)
        base = self.ends[start]
        low = max(start + 1, bisect_left(self.ends, base + room * full))
        high = bisect_right(self.ends, base + room * 1.08)
        for stop in range(low, min(high, count + 1)):
            strain = (self.spacing(start, stop) - self.measure.spacing) / size
            if strain >= _TIGHTEST:
                yield stop, strain * strain * (stop - start)
        if self.ends[count] - base <= room + 0.5:
            cells = self.natural(start, count) / size
            yield count, _LONELY_COST if cells <= _LONELY and start else 0.0

    def spacing(self, start: int, stop: int) -> float:
        start, stop = self.trimmed(start, stop)
        gaps = max(stop - start - 1, 1)
        return (self.room(start) - self.natural(start, stop)) / gaps

    def line(self, start: int, stop: int) -> Line:
        measure = self.measure
        flush = self.spacing(start, stop)
        last = stop == len(self.chars)
        spacing = measure.spacing if last and flush > measure.spacing else flush
        if spacing > measure.size:
            spacing = measure.spacing
        indent = measure.first_indent if start == 0 else measure.indent
        start, stop = self.trimmed(start, stop)
        groups = groupby(self.chars[start:stop], key=lambda pair: pair[1])
        pieces = tuple((face, "".join(char for char, _ in group)) for face, group in groups)
        return Line(pieces, spacing, indent)
