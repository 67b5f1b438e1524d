"""What an indicator's value is and what it means in colour; the definitions are in indicators/.

Nothing here is a constant of the code that decides: every indicator has the dates between which
its definition holds and the document it cites.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from accountability.assessment.indicators import (
    DIRECTION_WORDS,
    INDICATORS,
    Direction,
    Indicator,
    NoSuchIndicatorError,
    Topic,
    indicator_on,
    indicators_on,
)
from accountability.assessment.indicators.postings import COVERAGE, GRADES, PRESENCE
from accountability.assessment.indicators.work import TIMELINESS

__all__ = [
    "COVERAGE", "DIRECTION_WORDS", "GRADES", "INDICATORS", "LAMP_WORDS", "NOTHING", "PRESENCE",
    "SMALL_NUMBER", "TIMELINESS", "Direction", "Indicator", "Lamp", "Move",
    "NoSuchIndicatorError", "Ratio", "Thresholds", "Topic", "change", "indicator_on",
    "indicators_on", "lamp", "moved", "percent", "total",
]  # fmt: skip


class Lamp(StrEnum):
    """What a value means, as a word and a colour."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    NONE = "none"


LAMP_WORDS: Final = {Lamp.GREEN: "绿", Lamp.YELLOW: "黄", Lamp.RED: "红", Lamp.NONE: "未报"}


@dataclass(frozen=True)
class Thresholds:
    """From which rate on a value is green or yellow; `is_official` False marks an example.

    Where a lower value is better, up to which rate it is.
    """

    green_at: float
    yellow_at: float
    source: str
    is_official: bool
    lower_is_better: bool = False

    def lamp(self, rate: float) -> Lamp:
        """Return the colour of a rate.

        >>> Thresholds(0.95, 0.9, "", False).lamp(0.93).value
        'yellow'
        >>> Thresholds(0.05, 0.1, "", False, lower_is_better=True).lamp(0.05).value
        'green'
        """
        sign = -1 if self.lower_is_better else 1
        if sign * rate >= sign * self.green_at:
            return Lamp.GREEN
        return Lamp.YELLOW if sign * rate >= sign * self.yellow_at else Lamp.RED

    @property
    def words(self) -> str:
        """Say the thresholds in words.

        >>> Thresholds(0.05, 0.1, "", False, lower_is_better=True).words
        '不高于5%为绿，不高于10%为黄，高于10%为红'
        """
        good, bad = ("不高于", "高于") if self.lower_is_better else ("不低于", "低于")
        green, yellow = percent(self.green_at), percent(self.yellow_at)
        if green == yellow:
            return f"{good}{green}为绿，{bad}{yellow}为红"
        return f"{good}{green}为绿，{good}{yellow}为黄，{bad}{yellow}为红"


def percent(share: float) -> str:
    """Write a threshold: at most one decimal.

    >>> percent(0.98), percent(0.925)
    ('98%', '92.5%')
    """
    return f"{round(share * 100, 1):g}%"


SMALL_NUMBER: Final = 5  # under five cases a share says nothing (docs/sources.md#small-numbers)


def lamp(ratio: "Ratio | None", thresholds: Thresholds | None) -> Lamp:
    """Say what a ratio means; none reported, too few cases or no thresholds gives no colour.

    >>> lamp(Ratio(93, 100), Thresholds(0.95, 0.90, "", False)).value
    'yellow'
    >>> lamp(Ratio(0, 2), Thresholds(0.95, 0.90, "", False)).value
    'none'
    """
    if ratio is None or thresholds is None or ratio.denominator < SMALL_NUMBER:
        return Lamp.NONE
    return thresholds.lamp(ratio.numerator / ratio.denominator)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A numerator over a denominator; a sum over nothing is not zero but not reported."""

    numerator: int
    denominator: int

    @property
    def rate(self) -> float | None:
        """Return the share (0-1), or None where nothing was counted."""
        return self.numerator / self.denominator if self.denominator else None


NOTHING: Final = Ratio(0, 0)


def total(ratios: Iterable[Ratio]) -> Ratio:
    """Return the ratio of the sums (never the mean of rates)."""
    numerator = denominator = 0
    for ratio in ratios:
        numerator += ratio.numerator
        denominator += ratio.denominator
    return Ratio(numerator, denominator)


def change(now: Ratio | None, before: Ratio | None) -> float | None:
    """Return the change of the rate in percentage points, or None where one side is missing.

    >>> change(Ratio(9, 10), Ratio(8, 10))
    10.0
    """
    if now is None or before is None or now.rate is None or before.rate is None:
        return None
    return round((now.rate - before.rate) * 100, 1)


@dataclass(frozen=True)
class Move:
    """How a rate moved since the period before, over so many counties that reported both."""

    points: float | None
    counties: int


def moved(now: Mapping[int, Ratio], before: Mapping[int, Ratio], counties: Iterable[int]) -> Move:
    """Compare two periods over the counties that reported both: who came or went moves nothing.

    >>> moved({1: Ratio(9, 10), 2: Ratio(0, 10)}, {1: Ratio(8, 10)}, [1, 2])
    Move(points=10.0, counties=1)
    """
    both = [key for key in counties if key in now and key in before]
    if not both:
        return Move(None, 0)
    return Move(
        change(total(now[key] for key in both), total(before[key] for key in both)), len(both)
    )
