"""One contradiction of every rule, and a near miss that looks like it, as counties make them."""

from typing import Final

from accountability.reconciliation.checks import RULES
from bench.checks import plants_groups, plants_people, plants_supervision, plants_villages
from bench.checks.planting import Plant

PLANTS: Final[dict[str, Plant]] = {
    **plants_people.PLANTS,
    **plants_villages.PLANTS,
    **plants_supervision.PLANTS,
    **plants_groups.PLANTS,
}


def missing() -> set[str]:
    """Return the rules nothing is planted for."""
    return set(RULES) - set(PLANTS)
