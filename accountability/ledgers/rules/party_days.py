"""The Party day of a village branch: held each month, or why not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from accountability.parameters.rules import Parameters

HELD: Final = ("held_1", "held_2", "held_3")


@dataclass(frozen=True)
class PartyDayRules:
    """What holds on a day; None checks nothing. Units: times a month."""

    month_min: int | None = 1
    mark: str = ""


def party_day_rules(parameters: Parameters) -> PartyDayRules:
    """Return how often a month, as the parameters of a day give it."""
    value = parameters["party_day_month_min"]
    return PartyDayRules(parameters.whole("party_day_month_min"), value.mark)


def missed(told: Callable[[str], Any]) -> list[int]:
    """Return the months of a quarter (1 to 3) said to have gone without; blank is not said.

    >>> missed({"held_1": True, "held_2": False}.get)
    [2]
    """
    return [number for number, name in enumerate(HELD, 1) if told(name) is False]
