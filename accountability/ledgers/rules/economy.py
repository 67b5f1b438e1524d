"""Collective economy: what counts as operating income, its classes, empty and weak."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from accountability.parameters.rules import Parameters

OPERATING: Final = ("income_business", "income_contract", "income_investment")
CLASSES: Final = ("无收益", "5万元以下", "5—10万元", "10—50万元", "50—100万元", "100万元以上")
EMPTY, WEAK, NEITHER = "空壳村", "薄弱村", "否"


@dataclass(frozen=True)
class EconomyRules:
    """The bounds of one year.

    Units: 万元; shares from 0 to 1. `bounds` are the lower ends of the classes after the first
    two; a village is empty up to `empty_most` and weak below `weak_below`. None checks nothing.
    """

    bounds: tuple[Decimal, ...] = (Decimal(5), Decimal(10), Decimal(50), Decimal(100))
    empty_most: Decimal = Decimal(0)
    weak_below: Decimal = Decimal(5)
    target: Decimal | None = Decimal(5)
    subsidy_share: float | None = 0.5
    jump_times: Decimal | None = Decimal(5)
    mark: str = ""
    jump_least: int = 5
    even_least: int = 5
    even_above: Decimal = Decimal("0.1")
    tolerance: Decimal = Decimal("0.01")


def economy_rules(parameters: Parameters) -> EconomyRules:
    """Return the bounds as the parameters of a day give them."""
    share = parameters.number("subsidy_share_max")
    empty, weak = parameters["hollow_income_max"], parameters["thin_income_below"]
    return EconomyRules(
        bounds=tuple(parameters.numbers("income_bounds")),
        empty_most=empty.number or Decimal(0),
        weak_below=weak.number or Decimal(0),
        target=parameters.number("income_target"),
        subsidy_share=None if share is None else float(share) / 100,
        jump_times=parameters.number("income_jump_max"),
        mark=empty.mark or weak.mark,
    )


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

    >>> [income_class(Decimal(n), EconomyRules()) for n in ("0", "4.99", "5", "100")]
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
