"""What a reconciliation rule is, what a ruling says and how long it holds: pure, no database."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from accountability.intake.rules import Severity

REGISTRY: Final = "名录"
DECLARED: Final = "县报告"


class State(StrEnum):
    """Where a contradiction stands."""

    OPEN = "open"
    CORRECTING = "correcting"
    CLEARED = "cleared"


STATE_LABELS: Final = {
    State.OPEN: "待裁定",
    State.CORRECTING: "待更正",
    State.CLEARED: "已消除",
}


class Cleared(StrEnum):
    """What cleared a contradiction."""

    MENDED = "mended"
    RULED = "ruled"
    EXPIRED = "expired"


CLEARED_LABELS: Final = {
    Cleared.MENDED: "数据已一致",
    Cleared.RULED: "口径不同",
    Cleared.EXPIRED: "已过期",
}


class Verdict(StrEnum):
    """Which of the two sides is right."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    NEITHER = "neither"


VERDICT_LABELS: Final = {
    Verdict.LEFT: "左边对",
    Verdict.RIGHT: "右边对",
    Verdict.BOTH: "都对，口径不同",
    Verdict.NEITHER: "都不对",
}
MIRRORED: Final = {
    Verdict.LEFT: Verdict.RIGHT,
    Verdict.RIGHT: Verdict.LEFT,
    Verdict.BOTH: Verdict.BOTH,
    Verdict.NEITHER: Verdict.NEITHER,
}


@dataclass(frozen=True)
class Rule:
    """One thing two sheets, or a sheet and the registry, must say alike.

    `sql` selects the columns of `finding.COLUMNS` from the tables that `gathering` prepared and
    from row tables; it names no county and no revision itself. `left` and `right` are sheet codes,
    REGISTRY or DECLARED. `told_for` names the sheets at whose staging the county is told, `reads`
    further sheets the statement looks into. A literal percent sign is doubled. `title` is unique
    among all causes of problems.
    """

    key: str
    title: str
    meaning: str
    source: str
    left: str
    right: str
    sql: str
    told_for: tuple[str, ...] = ()
    severity: Severity = Severity.WARNING
    staged_sql: str = ""
    valid_from: dt.date = dt.date(2015, 1, 1)
    valid_to: dt.date | None = None
    reads: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """Return the number of the rule in the catalogue.

        >>> Rule("X4-OUT", "", "", "", "T2", "T1", "").code
        'X4'
        """
        return self.key.partition("-")[0]

    @property
    def sheets(self) -> frozenset[str]:
        """Return the sheets whose rows the rule reads."""
        return frozenset({self.left, self.right, *self.told_for, *self.reads}) - {
            REGISTRY,
            DECLARED,
        }

    def is_in_force(self, on: dt.date) -> bool:
        """Say whether the rule holds on a day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


def is_silent(
    verdict: Verdict, expires_on: dt.date | None, *, on: dt.date, same_values: bool
) -> bool:
    """Say whether a ruling keeps a contradiction silent: both right, in force, nothing changed.

    >>> is_silent(Verdict.BOTH, None, on=dt.date(2020, 6, 1), same_values=False)
    False
    """
    in_force = expires_on is None or on < expires_on
    return verdict is Verdict.BOTH and in_force and same_values


def wrong_counties(verdict: Verdict, left: int, right: int | None) -> list[int]:
    """Return the counties that must correct what they reported; the registry is none.

    >>> wrong_counties(Verdict.NEITHER, 1, 2), wrong_counties(Verdict.LEFT, 1, None)
    ([1, 2], [])
    """
    wrong = {
        Verdict.LEFT: (right,),
        Verdict.RIGHT: (left,),
        Verdict.BOTH: (),
        Verdict.NEITHER: (left, right),
    }[verdict]
    return sorted({county for county in wrong if county is not None})


@dataclass(frozen=True)
class Record:
    """How often the hits of a rule were right, by what was ruled on them."""

    right: int
    ruled: int

    @property
    def rate(self) -> float | None:
        """Return the share, nothing where nothing was ruled."""
        return self.right / self.ruled if self.ruled else None


def record_of(verdicts: Iterable[str]) -> Record:
    """Count rulings: a hit was right unless both sides turned out right.

    >>> record_of(["left", "both", "neither"])
    Record(right=2, ruled=3)
    """
    listed = list(verdicts)
    return Record(sum(one != Verdict.BOTH for one in listed), len(listed))
