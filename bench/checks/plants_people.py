"""Plants of the rules about who is posted where (X1 to X5, X14, X15)."""

from typing import Final

from bench.checks.planting import (
    LAST_DAY,
    Key,
    Plant,
    Spot,
    add,
    add_line,
    add_month,
    add_person,
    add_posting,
    change,
    fingerprint_of,
    remove,
    remove_person,
    revision,
    run,
)
from bench.checks.world import MONTH, YEAR

_SINCE: Final = "2019-01-15"


def no_first_secretary(spot: Spot) -> list[Key]:
    change("rosterrow", "T1", spot, "team_role = '队员'")
    run("UPDATE villages_posting SET role = 'member' WHERE village_id = %s", spot.village_id)
    remove("scorerow", spot.village_id)
    return [("X1-NONE", spot.county_id, str(spot.village_id))]


def leaves_the_day_after(spot: Spot) -> None:
    change("rosterrow", "T1", spot, "left_on = '2020-06-01'", "team_role = '第一书记'")
    _end(spot, 1, "2020-06-01")


def _end(spot: Spot, place: int, day: str) -> None:
    run(
        "UPDATE villages_posting SET ended_on = %s WHERE village_id = %s AND person_id = %s",
        day, spot.village_id, spot.person(place),
    )  # fmt: skip


def in_two_villages(spot: Spot) -> list[Key]:
    add_posting(spot, spot.person(2), "2018-06-01", "2019-03-01", village_id=spot.beside_id)
    return [("X2-HERE", spot.county_id, _between(spot, 2))]


def _between(spot: Spot, place: int) -> str:
    pair = sorted((spot.village_id, spot.beside_id))
    return f"{spot.print(place)[:24]}|{pair[0]}|{pair[1]}"


def moved_on_the_day(spot: Spot) -> None:
    add_posting(spot, spot.person(2), "2018-06-01", _SINCE, village_id=spot.beside_id)


def in_two_counties(spot: Spot) -> list[Key]:
    _also_away(spot, None)
    key = spot.print(3)[:24]
    return [("X2-AWAY", spot.county_id, key), ("X2-AWAY", spot.away_county_id, key)]


def left_the_other_county(spot: Spot) -> None:
    _also_away(spot, LAST_DAY)


def _also_away(spot: Spot, left_on: str | None) -> None:
    village, county = spot.away_id, spot.away_county_id
    row = add_line(
        spot, spot.name(3), spot.print(3), "2019-02-01", left_on, village_id=village,
        county_id=county,
    )  # fmt: skip
    add_posting(spot, spot.person(3), "2019-02-01", left_on, village_id=village, county_id=county)
    run(
        "UPDATE villages_posting SET source_revision_id = %s, source_row = %s"
        " WHERE person_id = %s AND village_id = %s",
        revision("T1", MONTH, spot.away_county_id), row, spot.person(3), spot.away_id,
    )  # fmt: skip
    add_month(spot, spot.name(3), spot.person(3), village_id=village, county_id=county)


def team_of_two(spot: Spot) -> list[Key]:
    remove_person(spot, 3)
    return [("X3-TEAM", spot.county_id, str(spot.village_id))]


def third_came_on_the_last_day(spot: Spot) -> None:
    change("rosterrow", "T1", spot, f"arrived_on = '{LAST_DAY}'", f"key = '{spot.print(3)}'")
    run(
        "UPDATE villages_posting SET started_on = %s WHERE person_id = %s", LAST_DAY, spot.person(3)
    )


def month_of_a_stranger(spot: Spot) -> list[Key]:
    add_month(spot, "生面孔", None)
    return [("X4-OUT", spot.county_id, f"{MONTH}|{spot.village_id}|生面孔|")]


def left_within_the_month(spot: Spot) -> None:
    person = _fourth(spot, "2020-05-02")
    add_month(spot, "第四人", person)


def _fourth(spot: Spot, left_on: str) -> int:
    """Bring in a fourth member who left on the day."""
    person = add_person(spot, "第四人")
    row = add_line(spot, "第四人", fingerprint_of(spot, "第四人"), _SINCE, left_on)
    add_posting(spot, person, _SINCE, left_on)
    run(
        "UPDATE villages_posting SET source_revision_id = %s, source_row = %s WHERE person_id = %s",
        revision("T1", MONTH, spot.county_id), row, person,
    )  # fmt: skip
    return person


def no_month(spot: Spot) -> list[Key]:
    remove("presencerow", spot.village_id, f"person_id = {spot.person(2)}")
    return [("X4-IN", spot.county_id, f"{MONTH}|{spot.village_id}|{spot.print(2)[:24]}")]


def left_before_the_month(spot: Spot) -> None:
    _fourth(spot, "2020-05-01")


def member_assessed(spot: Spot) -> list[Key]:
    _assess(spot, spot.name(2), spot.person(2))
    return [("X5-OUT", spot.county_id, f"{YEAR}|{spot.village_id}|{spot.name(2)}|")]


def _assess(spot: Spot, name: str, person_id: int) -> None:
    add(
        "accountability.ScoreRow", revision_id=revision("T3", YEAR, spot.county_id),
        county_id=spot.county_id, row_no=9_000, key=f"new{person_id}", person_name=name,
        person_id=person_id, village_id=spot.village_id, village_name="村", absences_count=0,
    )  # fmt: skip


def predecessor_assessed(spot: Spot) -> None:
    _assess(spot, "前任", _predecessor(spot, "2020-01-02"))


def _predecessor(spot: Spot, until: str) -> int:
    """Let the first secretary follow another on the day."""
    change("rosterrow", "T1", spot, f"arrived_on = '{until}'", "team_role = '第一书记'")
    run("UPDATE villages_posting SET started_on = %s WHERE person_id = %s", until, spot.person(1))
    person = add_person(spot, "前任")
    add_posting(spot, person, "2018-01-01", until, role="first_secretary")
    return person


def not_assessed(spot: Spot) -> list[Key]:
    remove("scorerow", spot.village_id)
    return [("X5-IN", spot.county_id, f"{YEAR}|{spot.village_id}|{spot.print(1)[:24]}")]


def predecessor_left_with_the_old_year(spot: Spot) -> None:
    _predecessor(spot, "2020-01-01")


def forgotten_in_the_roster(spot: Spot) -> list[Key]:
    _known_only(spot, None)
    key = f"{spot.village_id}|{fingerprint_of(spot, '老队员')[:24]}"
    return [("X14-STAY", spot.county_id, key)]


def ended_with_the_month(spot: Spot) -> None:
    _known_only(spot, LAST_DAY)


def _known_only(spot: Spot, ended_on: str | None) -> None:
    person = add_person(spot, "老队员")
    add_posting(spot, person, _SINCE, ended_on)
    add_month(spot, "老队员", person)


def other_absences(spot: Spot) -> list[Key]:
    first = spot.person(1)
    change("presencerow", "T2", spot, "absences_count = 2", f"person_id = {first}")
    return [("X15-ABSENCE", spot.county_id, f"{YEAR}|{spot.village_id}|{first}")]


def same_absences(spot: Spot) -> None:
    other_absences(spot)
    change("scorerow", "T3", spot, "absences_count = 2")


PLANTS: Final = {
    "X1-NONE": Plant(no_first_secretary, leaves_the_day_after),
    "X2-HERE": Plant(in_two_villages, moved_on_the_day),
    "X2-AWAY": Plant(in_two_counties, left_the_other_county),
    "X3-TEAM": Plant(team_of_two, third_came_on_the_last_day),
    "X4-OUT": Plant(month_of_a_stranger, left_within_the_month),
    "X4-IN": Plant(no_month, left_before_the_month),
    "X5-OUT": Plant(member_assessed, predecessor_assessed),
    "X5-IN": Plant(not_assessed, predecessor_left_with_the_old_year),
    "X14-STAY": Plant(forgotten_in_the_roster, ended_with_the_month),
    "X15-ABSENCE": Plant(other_absences, same_absences),
}
