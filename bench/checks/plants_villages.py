"""Plants of the rules about villages, economy, elections and posts (X6 to X9, X12, X14, X15)."""

import datetime as dt
from typing import Final

from accountability.ledgers.projection import settle_posts
from accountability.stability.keeping import settle
from bench.checks.planting import Key, Plant, Spot, add, change, one, remove, revision, run
from bench.checks.world import LAST_YEAR, MONTH, QUARTER, YEAR

_CENSUSES: Final = ("economyrow", "guaranteerow")
_DELISTED: Final = "2020-04-15"


def unfinished_and_not_mended(spot: Spot) -> list[Key]:
    run("DELETE FROM accountability_weakcaserow WHERE village_id = %s", spot.village_id)
    _unfinished(spot)
    return [("X6-ELECTION", spot.county_id, str(spot.village_id))]


def unfinished_and_mended(spot: Spot) -> None:
    _case(spot, "整顿中")
    _unfinished(spot)


def _unfinished(spot: Spot) -> None:
    run(
        "UPDATE accountability_electionrow SET unfinished_villages = unfinished_villages || %s"
        " WHERE revision_id = %s",
        [spot.village_id], revision("T7", MONTH, spot.county_id),
    )  # fmt: skip


def _case(spot: Spot, stage: str, **more: object) -> None:
    """Put the village into the mending ledger, once."""
    remove("weakcaserow", spot.village_id)
    add(
        "accountability.WeakCaseRow", revision_id=revision("T4", MONTH, spot.county_id),
        county_id=spot.county_id, row_no=9_000 + spot.village_id % 900, key=str(spot.village_id),
        village_id=spot.village_id, village_name="村", township_name="乡", stage=stage, **more,
    )  # fmt: skip


def cured_yet_listed(spot: Spot) -> list[Key]:
    _case(spot, "转化")
    change("rosterrow", "T1", spot, "village_types = village_types || '{软弱涣散村}'")
    return [("X7-CURED", spot.county_id, str(spot.village_id))]


def cured_with_a_remark(spot: Spot) -> None:
    cured_yet_listed(spot)
    change("rosterrow", "T1", spot, "remark = '本月转化，下期调整'")


def poor_village_left_out(spot: Spot) -> list[Key]:
    for table in _CENSUSES:
        remove(table, spot.village_id)
    keys = {"T5": f"{YEAR}|{spot.village_id}", "T11": f"{YEAR}|{spot.village_id}"}
    return [(f"X8-{sheet}", spot.county_id, key) for sheet, key in keys.items()]


def no_longer_poor(spot: Spot) -> None:
    poor_village_left_out(spot)
    run(
        "UPDATE villages_villagetype SET valid_to = '2020-12-01' WHERE village_id = %s",
        spot.village_id,
    )


def no_reserve(spot: Spot) -> list[Key]:
    remove("memberrow", spot.village_id)
    return [("X8-T9", spot.county_id, f"{QUARTER}|{spot.village_id}")]


def poor_no_more_by_summer(spot: Spot) -> None:
    no_reserve(spot)
    run(
        "UPDATE villages_villagetype SET valid_to = '2020-06-15' WHERE village_id = %s",
        spot.village_id,
    )


def reserve_of_another_village(spot: Spot) -> list[Key]:
    _reserve(spot, "reserve")
    return [("X8-RESERVE", spot.county_id, f"{QUARTER}|{spot.plain_id}")]


def member_of_another_village(spot: Spot) -> None:
    _reserve(spot, "member")


def _reserve(spot: Spot, part: str) -> None:
    add(
        "accountability.MemberRow", revision_id=revision("T9", QUARTER, spot.county_id),
        county_id=spot.county_id, row_no=9_000 + spot.plain_id % 900, key=str(spot.plain_id),
        part=part, village_id=spot.plain_id, village_name="村", township_name="乡",
    )  # fmt: skip


def report_says_otherwise(spot: Spot) -> list[Key]:
    _declare(spot, "hollow", 3)
    return [("X9-REPORT", spot.county_id, f"{YEAR}|空壳村数")]


def report_says_the_same(spot: Spot) -> None:
    _declare(spot, "weak", 0)


def _declare(spot: Spot, code: str, value: int) -> None:
    add(
        "accountability.DeclaredFigure", county_id=spot.county_id, code=code, period=YEAR,
        value=value, document="工作总结第3页", typed_at="2020-06-01",
        typed_by_id=int(one("SELECT min(id) FROM portal_user")),
    )  # fmt: skip


def moved_before_delisting(spot: Spot) -> list[Key]:
    _left(spot, "县委书记", "甲")
    return [("X12-MOVED", spot.county_id, "县委书记|甲|2017-12-01")]


def moved_with_approval(spot: Spot) -> None:
    _left(spot, "县长", "乙", approval_number="豫组〔2017〕1号")


def _left(spot: Spot, title: str, name: str, **more: object) -> None:
    _head(spot, title, name, ended_on="2017-12-01", whereabouts="调整", **more)
    settle_posts(spot.county_id)
    settle(county_ids=[spot.county_id], at=dt.datetime(2020, 6, 1, tzinfo=dt.UTC))


def _head(spot: Spot, title: str, name: str, **more: object) -> None:
    _put_on_the_register(spot)
    add(
        "accountability.PostRow", revision_id=revision("T14", MONTH, spot.county_id),
        county_id=spot.county_id, row_no=20, key=f"{title}{name}", division_name="县",
        division_id=spot.county_id, post_title=title, person_name=name, started_on="2016-01-01",
        **more,
    )  # fmt: skip


def _put_on_the_register(spot: Spot) -> None:
    known = "SELECT 1 FROM villages_povertystatus WHERE division_id = %s"
    if not one(known, spot.county_id):
        add(
            "villages.PovertyStatus", division_id=spot.county_id, kind="national",
            listed_on="2014-01-01",
        )  # fmt: skip


def said_delisted(spot: Spot) -> list[Key]:
    _head(spot, "县委书记", "丙", is_delisted="true", delisted_on=_DELISTED)
    return [("X12-STATUS", spot.county_id, str(spot.county_id))]


def said_delisted_on_the_day(spot: Spot) -> None:
    said_delisted(spot)
    run(
        "UPDATE villages_povertystatus SET delisted_on = %s WHERE division_id = %s",
        _DELISTED, spot.county_id,
    )  # fmt: skip


def village_gone(spot: Spot) -> list[Key]:
    for table in _CENSUSES:
        _this_year_only(spot, table)
    return [(f"X14-{sheet}", spot.county_id, f"{sheet}|{YEAR}") for sheet in ("T5", "T11")]


def _this_year_only(spot: Spot, table: str) -> None:
    sheet = "T5" if table == "economyrow" else "T11"
    remove(table, spot.plain_id, f"revision_id = {revision(sheet, YEAR, spot.county_id)}")


def village_merged(spot: Spot) -> None:
    village_gone(spot)
    add(
        "villages.DivisionChange", predecessor_id=spot.plain_id, successor_id=spot.beside_id,
        changed_on="2020-06-01", change="合并",
    )  # fmt: skip


def other_poverty(spot: Spot) -> list[Key]:
    _case(spot, "整顿中", is_poor_village="false")
    return [("X15-POOR-T4", spot.county_id, str(spot.village_id))]


def poverty_not_told(spot: Spot) -> None:
    _case(spot, "整顿中")


def other_type(spot: Spot) -> list[Key]:
    change("economyrow", "T5", spot, "village_types = '{其他}'")
    return [("X15-POOR-T5", spot.county_id, str(spot.village_id))]


def poorer_type(spot: Spot) -> None:
    change("economyrow", "T5", spot, "village_types = '{深度贫困村,软弱涣散村}'")


def fewer_villages(spot: Spot) -> list[Key]:
    remove("guaranteerow", spot.plain_id)
    return [("X15-VILLAGES", spot.county_id, year) for year in (LAST_YEAR, YEAR)]


def fewer_in_both(spot: Spot) -> None:
    for table in _CENSUSES:
        remove(table, spot.plain_id)


PLANTS: Final = {
    "X6-ELECTION": Plant(unfinished_and_not_mended, unfinished_and_mended),
    "X7-CURED": Plant(cured_yet_listed, cured_with_a_remark),
    "X8-T5": Plant(poor_village_left_out, no_longer_poor),
    "X8-T9": Plant(no_reserve, poor_no_more_by_summer),
    "X8-RESERVE": Plant(reserve_of_another_village, member_of_another_village),
    "X8-T11": Plant(poor_village_left_out, no_longer_poor),
    "X9-REPORT": Plant(report_says_otherwise, report_says_the_same),
    "X12-MOVED": Plant(moved_before_delisting, moved_with_approval),
    "X12-STATUS": Plant(said_delisted, said_delisted_on_the_day),
    "X14-T5": Plant(village_gone, village_merged),
    "X14-T11": Plant(village_gone, village_merged),
    "X15-POOR-T4": Plant(other_poverty, poverty_not_told),
    "X15-POOR-T5": Plant(other_type, poorer_type),
    "X15-VILLAGES": Plant(fewer_villages, fewer_in_both),
}
