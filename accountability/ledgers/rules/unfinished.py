"""Reading the cell that names the villages whose election is not finished (T7)."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

FORM: Final = "乡镇+村，原因，预计日期，包村领导"
_ENTRIES: Final = re.compile(r"[；;\n]+")
_PARTS: Final = re.compile(r"[，,|｜]")
_NUMBERED: Final = re.compile(r"^\s*(?:\d{1,3}|[（(]\d{1,3}[)）])[.、.)）]?\s*(?=\D)")
_DATE: Final = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2}))?日?月?")
_FOUR: Final = 4


@dataclass(frozen=True)
class Entry:
    """One village that is not finished, as the county writes it; None is what cannot be read."""

    village: str
    reason: str = ""
    expected: dt.date | None = None
    leader: str = ""

    @property
    def missing(self) -> list[str]:
        """Return what the entry does not say.

        >>> Entry("双河村", "宗族矛盾").missing
        ['预计日期', '包村领导']
        """
        told = (
            ("原因", self.reason),
            ("预计日期", self.expected),
            ("包村领导", self.leader),
        )
        return [label for label, value in told if not value]


def read_entries(text: str) -> list[Entry]:
    """Return the villages a list names.

    >>> [entry] = read_entries("1.青岭镇双河村，宗族矛盾，2020年8月，李民")
    >>> entry.village, entry.expected, entry.missing
    ('青岭镇双河村', datetime.date(2020, 8, 1), [])
    >>> [entry.village for entry in read_entries("双河村；东沟村，没人愿意干")]
    ['双河村', '东沟村']
    """
    return [_entry(part) for part in _ENTRIES.split(text) if part.strip(" 、，,。")]


def _entry(text: str) -> Entry:
    parts = [part.strip(" 。") for part in _PARTS.split(_NUMBERED.sub("", text))]
    village, *rest = parts + [""] * (_FOUR - len(parts))
    reason, expected, leader = rest[0], rest[1], "".join(rest[2:])
    return Entry(village, reason, _day(expected), leader)


def _day(text: str) -> dt.date | None:
    found = _DATE.search(text)
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3] or 1)) if found else None
    except ValueError:
        return None
