"""Collective economy by date: what counts as operating income, its classes, empty and weak."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

OPERATING: Final = ("income_business", "income_contract", "income_investment")
CLASSES: Final = ("无收益", "5万元以下", "5—10万元", "10—50万元", "50—100万元", "100万元以上")
EMPTY, WEAK, NEITHER = "空壳村", "薄弱村", "否"


@dataclass(frozen=True)
class EconomyRules:
    """The bounds in force from `valid_from` until `valid_to` (end excluded).

    Units: 万元; shares from 0 to 1. `bounds` are the lower ends of the classes after the first
    two; a village is empty up to `empty_most` and weak below `weak_below`.
    """

    valid_from: dt.date
    valid_to: dt.date | None
    source: str
    mark: str
    bounds: tuple[int, ...] = (5, 10, 50, 100)
    empty_most: int = 0
    weak_below: int = 5
    subsidy_share: float = 0.5
    jump_times: int = 5
    jump_least: int = 5
    even_least: int = 5
    even_above: float = 0.1
    tolerance: float = 0.01


RULES: Final = (
    EconomyRules(dt.date(2015, 1, 1), None, "docs/sources.md#j04", "示例口径，官方表述待核"),
)


def economy_on(day: dt.date) -> EconomyRules:
    """Return what holds on `day`; before the first version, the first."""
    found = [r for r in RULES if r.valid_from <= day and (r.valid_to is None or day < r.valid_to)]
    return found[0] if found else RULES[0]


def operating_income(values: Mapping[str, Any]) -> Decimal | None:
    """Return income without subsidies: business, contracts, investment, other operating (J-02).

    A part that is not reported leaves it unknown; 其他收入中的经营性部分 may stay out.

    >>> operating_income({"income_business": Decimal("2.3"), "income_contract": Decimal("1.1"),
    ...                   "income_investment": Decimal(0)})
    Decimal('3.4')
    """
    parts = [values.get(name) for name in OPERATING]
    if None in parts:
        return None
    return sum(map(_exact, parts), _exact(values.get("income_other_operating") or 0))


def income_class(amount: Decimal, rules: EconomyRules) -> str:
    """Return the class of an operating income (J-03).

    >>> [income_class(Decimal(n), RULES[0]) for n in ("0", "4.99", "5", "100")]
    ['无收益', '5万元以下', '5—10万元', '100万元以上']
    """
    if amount <= 0:
        return CLASSES[0]
    return CLASSES[1 + sum(amount >= bound for bound in rules.bounds)]


def weakness(amount: Decimal, rules: EconomyRules) -> str:
    """Return whether a village counts as empty or weak by its operating income (J-04)."""
    if amount <= rules.empty_most:
        return EMPTY
    return WEAK if amount < rules.weak_below else NEITHER


def _exact(number: Any) -> Decimal:
    return Decimal(str(number))
