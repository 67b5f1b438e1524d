"""Plants of the rules about findings, recalls, totals and satisfaction (X10, X11, X13, X16)."""

import json
from itertools import count
from typing import Final

from accountability.supervision.sheets.findings_columns import COLUMNS
from bench.checks.planting import (
    Key,
    Plant,
    Spot,
    add,
    add_line,
    add_person,
    add_posting,
    change,
    fingerprint_of,
    revision,
    run,
)
from bench.checks.world import LAST_MONTH, MONTH, YEAR

_DAY, _SINCE = "2020-05-12", "2019-01-15"
_NAMED: Final = [column.name for column in COLUMNS].index("person_name")
_serial = count(1)


def _finding(
    spot: Spot, *, raw_name: str = "", month: str = MONTH, number: str = "", **more: object
) -> str:
    """Add a finding and return its key."""
    number = number or f"2020-01-{next(_serial):06d}"
    raw = [raw_name if place == _NAMED else "" for place in range(len(COLUMNS))]
    add(
        "accountability.FindingRow", revision_id=revision("T6", month, spot.county_id),
        county_id=spot.county_id, row_no=6, key=number, finding_number=number,
        raw="{" + ",".join(f'"{text}"' for text in raw) + "}", **more,
    )  # fmt: skip
    return f"{number}|{number}"


def names_a_stranger(spot: Spot) -> list[Key]:
    return [("X10-PERSON", spot.county_id, _finding(spot, raw_name="＊"))]


def names_a_member(spot: Spot) -> None:
    _finding(spot, raw_name="＊", person_id=spot.person(2))


def _recall(spot: Spot, name: str, day: str) -> None:
    add(
        "accountability.MeasureRow", revision_id=revision("T15", MONTH, spot.county_id),
        county_id=spot.county_id, row_no=6, key=f"{name}{day}", person_name=name, category="召回",
        decided_on=day,
    )  # fmt: skip


def _name(spot: Spot) -> str:
    """Return what the recalled is called: no two alike."""
    return f"被召回人{spot.village_id}"


def _recalled(spot: Spot, left_on: str) -> None:
    """Let the roster tell of a member recalled on the day, with the month's line."""
    name = _name(spot)
    person, print_ = add_person(spot, name), fingerprint_of(spot, name)
    row = add_line(spot, name, print_, _SINCE, left_on)
    add_posting(spot, person, _SINCE, left_on)
    run(
        "UPDATE villages_posting SET end_reason = 'recalled', source_revision_id = %s,"
        " source_row = %s WHERE person_id = %s",
        revision("T1", MONTH, spot.county_id), row, person,
    )  # fmt: skip
    add(
        "accountability.PresenceRow", revision_id=revision("T2", MONTH, spot.county_id),
        county_id=spot.county_id, row_no=9_000, key=f"recalled{person}", person_name=name,
        person_id=person, village_id=spot.village_id, village_name="村",
    )  # fmt: skip


def recalled_by_one_sheet(spot: Spot) -> list[Key]:
    _recall(spot, "无此人", _DAY)
    return [("X11-T15", spot.county_id, f"无此人|{_DAY}")]


def recalled_by_both(spot: Spot) -> None:
    _recalled(spot, _DAY)
    _recall(spot, _name(spot), _DAY)


def recalled_on_another_day(spot: Spot) -> list[Key]:
    _recalled(spot, "2020-05-15")
    _recall(spot, _name(spot), _DAY)
    return [("X11-DAY", spot.county_id, f"{_name(spot)}|{spot.village_id}")]


def recalled_by_the_roster_only(spot: Spot) -> list[Key]:
    _recalled(spot, _DAY)
    key = f"{spot.village_id}|{fingerprint_of(spot, _name(spot))[:24]}"
    return [("X11-T1", spot.county_id, key)]


def recalled_the_month_before(spot: Spot) -> None:
    _recalled(spot, "2020-04-30")
    run("DELETE FROM accountability_presencerow WHERE person_name = %s AND village_id = %s",
        _name(spot), spot.village_id)  # fmt: skip


def _total(spot: Spot, sheet: str, period: str, field: str, said: float) -> list[Key]:
    """Let the sheet's file say a total of the column."""
    total = {
        "sheet_name": "", "row_no": 9_999, "label": "合计", "word": "合计", "first": 6,
        "last": 9_998, "numbers": {field: said},
    }  # fmt: skip
    run(
        "UPDATE accountability_revision SET facts = %s WHERE id = %s",
        json.dumps({"totals": [total]}), revision(sheet, period, spot.county_id),
    )  # fmt: skip
    return [(f"X13-{sheet}", spot.county_id, f"{period}||合计|{field}")]


def other_households(spot: Spot) -> list[Key]:
    change("rosterrow", "T1", spot, "poor_households = 20", "team_role = '第一书记'")
    return _total(spot, "T1", MONTH, "poor_households", 25)


def same_households(spot: Spot) -> None:
    change("rosterrow", "T1", spot, "poor_households = 20", "team_role = '第一书记'")
    _total(spot, "T1", MONTH, "poor_households", 20)


def other_income(spot: Spot) -> list[Key]:
    change("economyrow", "T5", spot, "income_total = 3.5")
    return _total(spot, "T5", YEAR, "income_total", 5.3)


def same_income(spot: Spot) -> None:
    change("economyrow", "T5", spot, "income_total = 3.5")
    _total(spot, "T5", YEAR, "income_total", 3.504)


def other_funds(spot: Spot) -> list[Key]:
    change("guaranteerow", "T11", spot, "office_funds = 4")
    return _total(spot, "T11", YEAR, "office_funds", 5)


def same_funds(spot: Spot) -> None:
    change("guaranteerow", "T11", spot, "office_funds = 4")
    _total(spot, "T11", YEAR, "office_funds", 4)


def claimed_above_checked(spot: Spot) -> list[Key]:
    _claim(spot, satisfied=95)
    _check(spot, content=7, discontent=3)  # in one month; the ledger of the next has none of them
    return [("X16-CLAIM", spot.county_id, YEAR)]


def checked_too_few(spot: Spot) -> None:
    _claim(spot, satisfied=95)
    _check(spot, content=6, discontent=2)
    _finding(spot, number=_again(spot), satisfaction="不满意")


def _again(spot: Spot) -> str:
    """Return the number of a finding that the month before told already: nobody counts twice."""
    return _finding(spot, month=LAST_MONTH, satisfaction="满意").partition("|")[0]


def _claim(spot: Spot, satisfied: int) -> None:
    change("scorerow", "T3", spot, f"ballots_returned = 100, ballots_satisfied = {satisfied}")


def _check(spot: Spot, content: int, discontent: int) -> None:
    for _ in range(content):
        _finding(spot, month=LAST_MONTH, satisfaction="满意")
    for _ in range(discontent):
        _finding(spot, month=LAST_MONTH, satisfaction="不满意")


PLANTS: Final = {
    "X10-PERSON": Plant(names_a_stranger, names_a_member),
    "X11-T15": Plant(recalled_by_one_sheet, recalled_by_both),
    "X11-DAY": Plant(recalled_on_another_day, recalled_by_both),
    "X11-T1": Plant(recalled_by_the_roster_only, recalled_the_month_before),
    "X13-T1": Plant(other_households, same_households),
    "X13-T5": Plant(other_income, same_income),
    "X13-T11": Plant(other_funds, same_funds),
    "X16-CLAIM": Plant(claimed_above_checked, checked_too_few),
}
