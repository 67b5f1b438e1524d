"""One row for every URL parameter, all in county a, all bearing the canary.

Each slice registers its own in a module of this package; what is there is found.

    @parameter("upload_id")
    def upload(world: World) -> object:
        return make.upload(world.county_a, by=world.owner, name=f"{CANARY}.xlsx").pk

A parameter that means something else on one page is registered as "route:name.parameter".
Put CANARY into some text that a page shows, of a row that belongs to the county: it is the word
that must never reach a foreign county.
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.access.models import User
from tests import make
from tests.architecture import oracle
from tests.make import SmallProvince
from villages.places.models import Division, Level

CANARY = "金丝雀"


@dataclass(frozen=True)
class World:
    """The province of the walk: county a's rows, and a user of each role near and far from them."""

    places: SmallProvince
    sister: Division
    owner: User
    cast: dict[tuple[str, str], User]

    @property
    def county_a(self) -> Division:
        return self.places.county_a


Maker = Callable[[World], object]
MAKERS: dict[str, Maker] = {}


def parameter(name: str) -> Callable[[Maker], Maker]:
    """Register the maker of the row that the URL parameter `name` names."""

    def register(maker: Maker) -> Maker:
        MAKERS[name] = maker
        return maker

    return register


def build() -> World:
    """Make the province and its cast: each role in county a's line, beside it, and far away."""
    places = make.small_province()
    sister = make.division("嵩南县", Level.COUNTY, places.city_1, code="990122000000")
    areas = {
        "own": {"county": places.county_a, "city": places.city_1, "province": places.province},
        "sister": {"county": sister},
        "other": {"county": places.county_b, "city": places.city_2},
    }
    cast = {
        (role, relation): make.user(role, by_level[level])
        for role, level in oracle.ROLE_LEVELS.items()
        for relation, by_level in areas.items()
        if level in by_level
    }
    return World(places, sister, cast["county_officer", "own"], cast)
