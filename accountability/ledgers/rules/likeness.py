"""When a file or a text is too much like another, by date."""

import datetime as dt
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Likeness:
    """From which likeness on a file or a text wants a word, in force from one day to another.

    Units: shares from 0 to 1, characters as the names say.
    """

    valid_from: dt.date
    valid_to: dt.date | None
    source: str
    same_share: float = 0.95
    same_least_rows: int = 5
    copied_characters: int = 10


LIKENESS: Final = (Likeness(dt.date(2015, 1, 1), None, "docs/sources.md#d29"),)


def likeness_on(day: dt.date) -> Likeness:
    """Return what holds on `day`; before the first version, the first."""
    found = [
        rule
        for rule in LIKENESS
        if rule.valid_from <= day and (rule.valid_to is None or day < rule.valid_to)
    ]
    return found[0] if found else LIKENESS[0]
