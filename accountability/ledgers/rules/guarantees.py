"""What a village organisation needs to run, by date: funds, pay of the secretary, cadres."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final


@dataclass(frozen=True)
class GuaranteeRules:
    """The bounds in force from `valid_from` until `valid_to` (end excluded).

    Units: 万元 a village and year for funds; times of the county's rural income per head of the
    year before for the secretary's pay; persons.
    """

    valid_from: dt.date
    valid_to: dt.date | None
    source: str
    mark: str = ""
    funds_least: Decimal = Decimal(9)
    pay_times: Decimal = Decimal(2)
    cadres_least: int = 3
    cadres_most: int = 5


RULES: Final = (
    GuaranteeRules(dt.date(2016, 1, 1), dt.date(2020, 1, 1), "docs/sources.md#i01"),
    GuaranteeRules(
        dt.date(2020, 1, 1), None, "docs/sources.md#i01", "官方表述待核", funds_least=Decimal(11)
    ),
)


def guarantees_on(day: dt.date) -> GuaranteeRules:
    """Return what holds on `day`; before the first version, the first."""
    found = [r for r in RULES if r.valid_from <= day and (r.valid_to is None or day < r.valid_to)]
    return found[0] if found else RULES[0]


def pay_times(pay: Any, income: Any) -> Decimal | None:
    """Return how many times the county's income the pay is, None where it cannot be told.

    >>> pay_times("2.8", "1.3252"), pay_times("2.8", None)
    (Decimal('2.11'), None)
    """
    if pay is None or not income:
        return None
    return (Decimal(str(pay)) / Decimal(str(income))).quantize(Decimal("0.01"))


def is_pay_met(pay: Any, income: Any, rules: GuaranteeRules) -> bool | None:
    """Say whether the pay reaches its bound; not rounded, so 1.999 times is too little."""
    if pay is None or not income:
        return None
    return Decimal(str(pay)) >= rules.pay_times * Decimal(str(income))
