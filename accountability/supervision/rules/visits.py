"""三个走遍: which places each level is to visit. Source: docs/sources.md#visits."""

from enum import StrEnum
from typing import Final


class Target(StrEnum):
    """What a level's head of the organisation department is to visit, every one of them."""

    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


_TARGETS: Final = {"省": Target.COUNTY, "市": Target.TOWNSHIP, "县": Target.VILLAGE}


def target_of(level: str) -> Target | None:
    """Return what a level visits: the province poor counties, a city townships, a county villages.

    >>> target_of("市"), target_of("乡")
    (<Target.TOWNSHIP: 'township'>, None)
    """
    return _TARGETS.get(level)
