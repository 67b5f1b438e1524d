"""What a dated parameter is and how sure one is of it; pure."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final


class Certainty(StrEnum):
    """How sure the source makes us: screens print the mark where it is not a document's word."""

    OFFICIAL = "official"
    KNOWN = "known"
    DESIGN = "design"
    UNSURE = "unsure"


CERTAINTY_LABELS: Final = {
    Certainty.OFFICIAL: "正式",
    Certainty.KNOWN: "公开资料",
    Certainty.DESIGN: "平台约定",
    Certainty.UNSURE: "官方表述待核",
}


@dataclass(frozen=True)
class Value:
    """What one parameter is on a day: a number, or a text, or neither while nobody has said it."""

    code: str
    title: str
    unit: str
    number: Decimal | None
    text: str
    source: str
    certainty: Certainty
    valid_from: dt.date

    @property
    def mark(self) -> str:
        """Return what a sentence that uses the value must add, "" where it stands in a document.

        >>> Value("a", "", "岁", Decimal(35), "", "", Certainty.UNSURE, dt.date(2015, 1, 1)).mark
        '（官方表述待核）'
        """
        is_sure = self.certainty in (Certainty.OFFICIAL, Certainty.KNOWN)
        return "" if is_sure else f"（{CERTAINTY_LABELS[self.certainty]}）"

    def __str__(self) -> str:
        if self.number is None:
            return self.text or "未定"
        return f"{self.number.normalize():f}{self.unit}"


class Parameters(Mapping[str, Value]):
    """All parameters on one day, by code.

    Raises: KeyError for a code nobody has declared.
    """

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = dict(values)

    def __getitem__(self, code: str) -> Value:
        return self._values[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def number(self, code: str) -> Decimal | None:
        """Return a parameter's number, None while nobody has said it: then nothing is checked."""
        return self[code].number

    def given(self, code: str) -> Decimal | str | None:
        """Return a parameter as a statement takes it: its number, else its text."""
        value = self[code]
        return value.text or None if value.number is None else value.number

    def whole(self, code: str) -> int | None:
        """Return a parameter's number as a whole one."""
        number = self[code].number
        return None if number is None else int(number)

    def day(self, code: str) -> dt.date | None:
        """Return the day a text says.

        >>> text = Value("a", "", "", None, "2017-09-01", "", Certainty.KNOWN, dt.date(2015, 1, 1))
        >>> Parameters({"a": text}).day("a")
        datetime.date(2017, 9, 1)
        """
        text = self[code].text
        return dt.date.fromisoformat(text) if text else None

    def numbers(self, code: str) -> list[Decimal]:
        """Return the numbers a text lists, in its order.

        >>> text = Value("a", "", "", None, "5、10、50", "", Certainty.KNOWN, dt.date(2015, 1, 1))
        >>> Parameters({"a": text}).numbers("a")
        [Decimal('5'), Decimal('10'), Decimal('50')]
        """
        return [Decimal(part) for part in self[code].text.split("、") if part.strip()]
