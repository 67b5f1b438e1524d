"""What cleaning one cell yields: a bare value when all is well, else a Cleaned."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from accountability.intake.declare import Column
from accountability.intake.rules import Severity

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
RAW_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a cell, in words, with what to do and perhaps what to put there."""

    rule: str
    severity: Severity
    sentence: str
    cause: str
    remedy: str = ""
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A value that is not simply what stood in the cell.

    `rule` is the rule by which the cell was changed ("" when it was not); `month_only` marks a
    date known only to the month.
    """

    value: Any
    rule: str = ""
    flaws: tuple[Flaw, ...] = ()
    month_only: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """How the file keeps its cells: `typed` says whether it tells numbers from text.

    `proposes` False leaves out the search for a likely word: it is dear, and after some hundred
    cells that fit nothing no proposal helps.
    """

    date_1904: bool = False
    typed: bool = True
    proposes: bool = True


PLAIN: Final = Source()
Cleaner = Callable[[object, Column, Source], Any]


def asked(flaw: Flaw, value: Any = None, *, rule: str = "") -> Cleaned:
    """Return a cell with one flaw."""
    return Cleaned(value, rule, (flaw,))


def short(text: str) -> str:
    """Return `text` for a sentence: on one line, not too long.

    >>> short("甲" * 80)[-1]
    '…'
    """
    text = " ".join(text.split())
    return text if len(text) <= RAW_SHOWN else f"{text[:RAW_SHOWN]}…"


def shown(value: object) -> str:
    """Return a cleaned value as the user reads it.

    >>> shown(True), shown(None), shown(["甲", "乙"]), shown(Decimal("3.50"))
    ('是', '（空）', '甲、乙', '3.50')
    """
    if value is None or value == "":
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "、".join(shown(item) for item in value)
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()[:10]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)
