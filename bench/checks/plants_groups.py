"""Plants of the rule about responsibility groups (X15), and a village that one covers (X1)."""

from dataclasses import replace
from typing import Final

from bench.checks.planting import Key, Plant, Spot, add, revision
from bench.checks.plants_people import PLANTS as OF_PEOPLE
from bench.checks.plants_people import leaves_the_day_after, no_first_secretary
from bench.checks.world import QUARTER


def _member(spot: Spot, place: int, name: str, identity: str, **more: object) -> None:
    add(
        "accountability.GroupMemberRow", revision_id=revision("T18", QUARTER, spot.county_id),
        county_id=spot.county_id, row_no=9_000 + place, key=f"{spot.village_id}-{place}",
        village_id=spot.village_id, village_name="村", person_name=name, identity=identity,
        **{"group_role": "成员", "joined_on": "2017-05-08", **more},
    )  # fmt: skip


def _led(spot: Spot, **more: object) -> None:
    _member(spot, 0, "镇干部", "乡镇干部", group_role="组长", **more)


def another_first_secretary(spot: Spot) -> list[Key]:
    """Plant a stranger, a group without its first secretary, and one where nobody is posted."""
    _led(spot)
    _member(spot, 1, "生面孔", "第一书记")
    _led(_at(spot, spot.beside_id))
    _member(_at(spot, spot.plain_id), 2, "没有派", "第一书记")
    places = (spot.village_id, spot.beside_id, spot.plain_id)
    return [("X15-GROUP", spot.county_id, str(place)) for place in places]


def _at(spot: Spot, village_id: int) -> Spot:
    return replace(spot, village_id=village_id, beside_id=spot.village_id)


def predecessor_left_the_group(spot: Spot) -> None:
    _led(spot)
    _member(spot, 1, "前任", "第一书记", left_on="2019-01-15")
    _member(spot, 2, spot.name(1), "第一书记", joined_on="2019-01-15", person_id=spot.person(1))


def leaves_later_or_covered(spot: Spot) -> None:
    leaves_the_day_after(spot)
    beside = _at(spot, spot.beside_id)
    no_first_secretary(beside)
    _led(beside, left_on="2020-06-01")


PLANTS: Final = {
    "X1-NONE": replace(OF_PEOPLE["X1-NONE"], near_miss=leaves_later_or_covered),
    "X15-GROUP": Plant(another_first_secretary, predecessor_left_the_group),
}
