"""When a file or a text is too much like another, by date."""

import datetime as dt
import re
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


_NOISE: Final = re.compile(r"[\d\W_]+")

LIKENESS: Final = (Likeness(dt.date(2015, 1, 1), None, "docs/sources.md#d29"),)


def likeness_on(day: dt.date) -> Likeness:
    """Return what holds on `day`; before the first version, the first."""
    found = [
        rule
        for rule in LIKENESS
        if rule.valid_from <= day and (rule.valid_to is None or day < rule.valid_to)
    ]
    return found[0] if found else LIKENESS[0]


def core(text: str, *places: str) -> str:
    """Return what is left of a text without its own place names, figures and marks.

    >>> core("双河村班子不团结，2年没有开会。", "双河村", "青岭镇")
    '班子不团结年没有开会'
    """
    for name in places:
        if name:
            text = text.replace(name, "").replace(name.removesuffix("村"), "")
    return _NOISE.sub("", text)
