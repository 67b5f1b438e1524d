"""The scheme by which first secretaries are assessed, by date: maxima, weights, grades, quotas.

No official scheme was found; what stands here is an example and says so wherever it is used.
Source: docs/sources.md#t3.
"""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

EXAMPLE: Final = "示例，非正式口径"


@dataclass(frozen=True)
class Dimension:
    """One part of the score: the column it is reported in, its full mark, its weight."""

    field: str
    label: str
    full: Decimal
    weight: Decimal = Decimal(1)


@dataclass(frozen=True)
class Scheme:
    """One scheme, in force from one day to another (end excluded).

    Units: points; shares from 0 to 1. `fair_share` is what 基本满意 counts in the satisfaction.
    `absences_bar` is the number of absences found from which 优秀 is out of reach.
    """

    valid_from: dt.date
    valid_to: dt.date | None
    title: str
    source: str
    is_official: bool
    dimensions: tuple[Dimension, ...]
    grades: tuple[str, ...]
    excellent: str
    failing: str
    fair_share: Decimal
    excellent_share: Decimal
    tolerance: Decimal
    ballots_least: int
    absences_bar: int

    def total(self, scores: Mapping[str, Decimal | None]) -> Decimal | None:
        """Return the weighted sum and the adjustment; None where a part is not reported."""
        parts = [(d.weight, scores.get(d.field)) for d in self.dimensions]
        if any(score is None for _, score in parts):
            return None
        adjustment = scores.get("adjustment_score") or Decimal(0)
        return sum((w * s for w, s in parts if s is not None), adjustment)

    def quota(self, people: int) -> int:
        """Return how many of `people` may be 优秀 before a word is wanted (rounded down, D-05)."""
        return math.floor(people * self.excellent_share)

    @property
    def mark(self) -> str:
        """Return what is printed beside every judgement by this scheme."""
        return "" if self.is_official else EXAMPLE


SCHEMES: Final = (
    Scheme(
        valid_from=dt.date(2015, 1, 1),
        valid_to=None,
        title="第一书记年度（期满）考核方案（示例）",
        source="docs/sources.md#t3",
        is_official=False,
        dimensions=(
            Dimension("organization_score", "建强基层组织", Decimal(25)),
            Dimension("relief_score", "推动精准扶贫", Decimal(25)),
            Dimension("service_score", "为民办事服务", Decimal(15)),
            Dimension("governance_score", "提升治理水平", Decimal(15)),
            Dimension("attendance_score", "出勤纪律", Decimal(10)),
            Dimension("satisfaction_score", "群众满意度", Decimal(10)),
        ),
        grades=("优秀", "合格", "基本合格", "不合格"),
        excellent="优秀",
        failing="不合格",
        fair_share=Decimal("0.6"),
        excellent_share=Decimal("0.20"),
        tolerance=Decimal("0.05"),
        ballots_least=15,
        absences_bar=1,
    ),
)


def scheme_on(day: dt.date) -> Scheme:
    """Return the scheme in force on `day`; before the first version, the first."""
    found = [
        scheme
        for scheme in SCHEMES
        if scheme.valid_from <= day and (scheme.valid_to is None or day < scheme.valid_to)
    ]
    return found[0] if found else SCHEMES[0]


def satisfaction(satisfied: int, fair: int, returned: int, *, scheme: Scheme) -> Decimal | None:
    """Return the share of satisfied ballots, 基本满意 counted in part; None where none came back.

    >>> satisfaction(10, 5, 20, scheme=SCHEMES[0])
    Decimal('0.65')
    """
    return (satisfied + fair * scheme.fair_share) / returned if returned else None
