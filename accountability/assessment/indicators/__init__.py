"""The indicators, one file a subject. A new one: a value in its file, the file in FILES."""

import datetime as dt
from typing import Final

from accountability.assessment.indicators import (
    campaigns,
    consequences,
    elections,
    findings,
    guarantees,
    heads,
    members,
    party_days,
    postings,
    support,
    visits,
    weak,
    work,
)
from accountability.assessment.indicators.declare import (
    DIRECTION_WORDS,
    Direction,
    Indicator,
    Needs,
    Span,
    Topic,
)

FILES: Final = (
    postings, support, work, heads, visits, weak, elections, members, party_days, guarantees,
    findings, campaigns, consequences,
)  # fmt: skip
INDICATORS: Final[tuple[Indicator, ...]] = tuple(one for file in FILES for one in file.DECLARED)


class NoSuchIndicatorError(KeyError):
    """No definition of this indicator holds on this day."""


def indicators_on(day: dt.date) -> tuple[Indicator, ...]:
    """Return the definitions in force on `day`."""
    return tuple(
        item
        for item in INDICATORS
        if item.valid_from <= day and (item.valid_to is None or day < item.valid_to)
    )


def indicator_on(code: str, day: dt.date) -> Indicator:
    """Return the definition of `code` in force on `day`. Raises: NoSuchIndicatorError."""
    for item in indicators_on(day):
        if item.code == code:
            return item
    raise NoSuchIndicatorError(code)


__all__ = [
    "DIRECTION_WORDS",
    "INDICATORS",
    "Direction",
    "Indicator",
    "Needs",
    "NoSuchIndicatorError",
    "Span",
    "Topic",
    "indicator_on",
    "indicators_on",
]
