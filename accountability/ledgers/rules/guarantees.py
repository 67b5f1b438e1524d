"""What a village organisation needs to run, by date: funds, pay of the secretary, cadres."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accountability.parameters.rules import Parameters


@dataclass(frozen=True)
class GuaranteeRules:
    """The bounds of one year; None checks nothing.

    Units: 万元 a village and year for funds; times of the county's rural income per head of the
    year before for the secretary's pay; persons.
    """

    funds_least: Decimal | None = Decimal(9)
    funds_mark: str = ""
    pay_times: Decimal | None = Decimal(2)
    pay_mark: str = ""
    cadres_least: int = 3
    cadres_most: int = 5


def guarantee_rules(parameters: Parameters) -> GuaranteeRules:
    """Return the bounds as the parameters of a day give them."""
    funds, pay = parameters["operating_funds_min"], parameters["pay_multiple_min"]
    return GuaranteeRules(funds.number, funds.mark, pay.number, pay.mark)


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
    if pay is None or not income or rules.pay_times is None:
        return None
    return Decimal(str(pay)) >= rules.pay_times * Decimal(str(income))


def is_funds_met(funds: Any, rules: GuaranteeRules) -> bool | None:
    """Say whether what the treasury pays reaches the year's bound."""
    if funds is None or rules.funds_least is None:
        return None
    return Decimal(str(funds)) >= rules.funds_least
