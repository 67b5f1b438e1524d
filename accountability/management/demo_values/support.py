"""T18 and T19: who belongs to a village's responsibility group, and what postings were paid."""

import datetime as dt
from typing import Any, Final

from accountability.ledgers.rules.groups import BRANCH_SECRETARY, FIRST_SECRETARY
from accountability.management.demo_values.draws import draw, name
from accountability.management.demo_values.form import Form, Place, Rows
from accountability.management.demo_values.planned import is_planned

_SINCE: Final = dt.date(2017, 5, 8)  # groups stood by 10 May 2017
_POSTS: Final = ("副镇长", "党委委员", "武装部长", "人大副主席", "农业服务中心主任")
_REASONS: Final = ("第二批次年拨付", "财政资金未到位", "项目没有开工，按进度拨付")


def groups(form: Form) -> Rows:
    """Return the county's groups: a township cadre leads, who lives in the village belongs to it.

    What is planned wrong: a poor village left out, a first secretary who is not the village's.
    """
    listed = {row["key"]: dict(row) for row in form.rows if row.get("person_name")}
    skipped = is_planned("ungrouped", form.code)
    rows: Rows = []
    for number, place in enumerate(one for one in form.villages if one.is_poor):
        known = [row for row in listed.values() if row["key"].startswith(f"{place.code}-")]
        if any(row.get("rank") for row in known):
            rows += known
            continue
        if skipped and number in (2, 7):
            continue
        rows += _group(form, place, known)
    if is_planned("stranger", form.code):
        first = next((row for row in rows if row["identity"] == FIRST_SECRETARY), None)
        if first is not None:
            first["person_name"] = name(form.code, "group stranger")
    return [{**row, "serial": n} for n, row in enumerate(rows, 1)]


def _group(form: Form, place: Place, known: Rows) -> Rows:
    key = (place.code, "group")
    post = _POSTS[draw(*key, "post", len(_POSTS))]
    leader: dict[str, Any] = {
        "group_role": "组长",
        "person_name": name(*key, "leader"),
        "identity": "乡镇干部",
        "post": f"{place.town}{post}",
        "rank": "副科级",
        "is_resident": False,
    }
    helpers: Rows = [
        {
            "group_role": "成员",
            "person_name": name(*key, who),
            "identity": who,
            "post": form.unit(draw(*key, who, "unit", 997)) + "干部",
            "is_resident": False,
        }
        for who in ("县直干部", "帮扶责任人")
    ]
    members = [_member(row) for row in known]
    if place.secretary and not any(row["identity"] == BRANCH_SECRETARY for row in members):
        members.append(
            {
                "group_role": "成员",
                "person_name": place.secretary,
                "identity": BRANCH_SECRETARY,
                "post": f"{place.name}党支部书记",
                "is_resident": False,
            }
        )
    _tell_apart(place, members, [leader, *helpers])
    own = {"township_name": place.town, "village_name": place.name}
    return [own | {"joined_on": _SINCE} | row for row in (leader, *members, *helpers)]


def _tell_apart(place: Place, members: Rows, drawn: Rows) -> None:
    """Give whoever was drawn a name that nobody else in the group bears."""
    taken = {row["person_name"] for row in members}
    for row in drawn:
        turn = 0
        while row["person_name"] in taken:
            turn += 1
            row["person_name"] = name(place.code, "group", row["identity"], turn)
        taken.add(row["person_name"])


def _member(row: dict[str, Any]) -> dict[str, Any]:
    """Return who the blank lists; the branch secretary's day is not known to the portal."""
    return {k: v for k, v in row.items() if k != "joined_on" or v is not None}


def support(form: Form) -> Rows:
    """Return what was due and paid in the year; in some villages a part is still missing."""
    return [dict(row) | _paid(form, dict(row)) for row in form.rows]


def _paid(form: Form, row: dict[str, Any]) -> dict[str, Any]:
    key = (form.code, row["key"], "support")
    allowance = round(1.2 * (row.get("posted_count") or 1), 2)
    special = (0, 10, 20, 30, 50)[draw(*key, "special", 5)]
    is_short = special > 0 and draw(*key, "short", 100) < 9  # noqa: PLR2004 - of a hundred
    paid = round(special * (30 + draw(*key, "share", 50)) / 100, 2) if is_short else special
    month, day = 6 + draw(*key, "month", 7), 1 + draw(*key, "day", 28)
    return {
        "allowance_due": allowance,
        "allowance_paid": allowance,
        "work_funds_due": 1.0,
        "work_funds_paid": 1.0,
        "special_funds_due": special,
        "special_funds_paid": paid,
        "unpaid_reason": _REASONS[draw(*key, "why", len(_REASONS))] if is_short else "",
        "paid_on": dt.date(form.period.first_day.year, month, day),
    }
