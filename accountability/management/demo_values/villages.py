"""T5, T11 and T7: what every village earns and lives on, and how far its election is."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from accountability.management.demo_values.draws import draw, name
from accountability.management.demo_values.form import Form, Place, Rows
from accountability.management.demo_values.planned import is_planned

_WAYS: Final = ("资产租赁", "光伏", "合作社", "乡村旅游", "土地流转", "服务")
_EVEN: Final = 5
_LATEST_YEAR: Final = 2019
# Operating income of villages: so many in a hundred up to so many 百元.
_INCOMES: Final = ((6, 0, 0), (31, 60, 480), (68, 505, 999), (93, 1000, 3800), (100, 5100, 14900))
_REASONS: Final = ("宗族意见不一", "没有合适人选", "在家党员少", "村账没有清完", "信访没有化解")
_AGE_SHARES: Final = (("up_to_35", 12), ("from_36_to_50", 45), ("from_51_to_60", 33))


def _amount(hundreds: float) -> float:
    return round(hundreds / 100, 2)


def economy(form: Form) -> Rows:
    """Return a year's income by components; class and net income are left to be computed."""
    even = is_planned("even", form.code)
    mostly = is_planned("subsidy", form.code)
    return [
        dict(row) | _economy(form, row, number, is_even=even and number < _EVEN,
                             is_mostly=mostly and number in (7, 11))
        for number, row in enumerate(form.rows)
    ]  # fmt: skip


def _economy(
    form: Form, row: Mapping[str, Any], number: int, *, is_even: bool, is_mostly: bool
) -> dict[str, Any]:
    key = (form.code, row["key"], "economy")
    earned = (502 if is_even else _earned(key)) * _grown(form, key) // 100
    contract = earned * (30 + draw(*key, "contract", 40)) // 100
    invested = (earned - contract) * draw(*key, "invested", 50) // 100
    business = earned - contract - invested
    subsidy = earned + 900 if is_mostly else min(earned // 3, draw(*key, "subsidy", 400))
    other = draw(*key, "other", 60)
    total = earned + subsidy + other
    spent = business * 4 // 10, 40 + total * (5 + draw(*key, "office", 10)) // 100, total // 20
    assets = 3000 + draw(*key, "assets", 40_000) + 6 * earned
    return {
        "income_total": _amount(total),
        "income_business": _amount(business),
        "income_contract": _amount(contract),
        "income_investment": _amount(invested),
        "income_subsidy": _amount(subsidy),
        "income_other": _amount(other),
        "expense_total": _amount(sum(spent)),
        "expense_business": _amount(spent[0]),
        "expense_management": _amount(spent[1]),
        "expense_other": _amount(spent[2]),
        "assets_total": _amount(assets),
        "assets_operating": _amount(assets * (20 + draw(*key, "part", 50)) // 100),
        "ways": [_WAYS[draw(*key, "way", len(_WAYS))]] if earned else [],
        "support_province": _amount(5000) if draw(*key, "support", 25) == 0 else 0,
        "remark": "" if is_mostly or subsidy * 2 <= total else "补助为一次性，已单独核算",
    }


def _grown(form: Form, key: tuple[object, ...]) -> int:
    """Return how much of 2019's income a village has in the form's year, in a hundred."""
    years = _LATEST_YEAR - form.period.first_day.year
    return 100 - years * (6 + draw(*key, "growth", 14))


def _earned(key: tuple[object, ...]) -> int:
    chance = draw(*key, "class", 100)
    _, least, most = next(one for one in _INCOMES if chance < one[0])
    return least + draw(*key, "earned", most - least + 1)


def guarantee(form: Form) -> Rows:
    """Return a year's pay, funds and premises of every village; bounds are left to be computed."""
    years = _LATEST_YEAR - form.period.first_day.year
    income = round((1.12 + draw(form.code, "income", 600) / 1000) * (1 - 0.08 * years), 4)
    short = is_planned("pay", form.code)
    return [
        dict(row) | _guarantee(form, row, income, is_short=short and number in (3, 9))
        for number, row in enumerate(form.rows)
    ]


def _guarantee(
    form: Form, row: Mapping[str, Any], income: float, *, is_short: bool
) -> dict[str, Any]:
    key = (form.code, row["key"], "guarantee")
    is_both = draw(*key, "both", 100) < 45  # noqa: PLR2004 - of a hundred
    others = 2 + draw(*key, "others", 2)
    times = 190 if draw(*key, "low", 100) < 6 else 202 + draw(*key, "times", 40)  # noqa: PLR2004
    pay = round(income * times / 100 + 0.005, 2)
    rest = round(others * (1.3 + draw(*key, "rest", 60) / 100), 2)
    office, service = round(1.5 + draw(*key, "office", 100) / 100, 2), 1.0
    parts = round(pay + rest + office + service, 2)
    is_low = draw(*key, "funds", 100) < 5  # noqa: PLR2004 - of a hundred
    total = parts if is_low else max(parts, 9.2)
    tenure = ("自有",) * 17 + ("租借",) * 2 + ("无",)
    place = tenure[draw(*key, "place", len(tenure))]
    return {
        "secretaries_count": 1,
        "heads_count": 0 if is_both else 1,
        "others_count": others,
        "secretary_pay": pay,
        "county_income": income,
        "others_pay": rest,
        "pay_way": ("按月打卡", "按季打卡")[draw(*key, "way", 5) == 0],
        "office_funds": office,
        "service_funds": service,
        "funds_total": round(parts - 0.8, 2) if is_short else round(total, 2),
        "place_tenure": place,
        "place_area": None if place == "无" else 90 + draw(*key, "area", 400),
        "retired_count": draw(*key, "retired", 7),
    }


def left_villages(form: Form) -> list[Place]:
    """Return the villages whose election is not finished in the month: fewer each month."""
    kind = draw(form.code, "election", 10)
    in_may = 0 if kind < 5 else kind - 4  # noqa: PLR2004 - half have none left
    step = form.period.step
    count = in_may + (5 - step) * (draw(form.code, "pace", 3) if kind > 2 else 0)  # noqa: PLR2004
    told_apart = [one for one in form.villages if one.name.endswith("村")]  # no code behind it
    ordered = sorted(told_apart, key=lambda one: draw(form.code, one.code, "left", 10**6))
    return ordered[: min(count, len(ordered) // 10)]


def election(form: Form) -> Rows:
    """Return how far the elections are: sums agree and everybody left is named."""
    left = left_villages(form)
    paused = len(left) // 3
    due = len(form.villages)
    done = due - len(left)
    states = {"done": done, "doing": len(left) - paused, "waiting": 0, "paused": paused}
    ages = {field: done * share // 100 for field, share in _AGE_SHARES}
    reviewed = done + done * draw(form.code, "reviewed", 40) // 100
    rejected = draw(form.code, "rejected", 4)
    told = {
        "both_posts": done * (38 + draw(form.code, "both", 20)) // 100,
        "first_secretaries": draw(form.code, "first", 3) if done > 20 else 0,  # noqa: PLR2004
        "sent_secretaries": done * draw(form.code, "sent", 5) // 100,
        "women": done * (5 + draw(form.code, "women", 6)) // 100,
        **ages,
        "over_60": done - sum(ages.values()),
        "college": done * (22 + draw(form.code, "college", 20)) // 100,
        "reviewed_count": reviewed,
        "rejected_count": rejected,
        "settled_count": rejected,
        "rejected_reason": "有违法记录" if rejected else "",
        "unfinished_list": "；".join(_unfinished(form, place) for place in left),
        "term_ends_on": dt.date(2020, 12, 31),
    }
    bodies = {f"{b}_{s}": count for b in ("party", "committee") for s, count in states.items()}
    return [dict(row) | bodies | told for row in form.rows]


def _unfinished(form: Form, place: Place) -> str:
    reason = _REASONS[draw(form.code, place.code, "reason", len(_REASONS))]
    month = 7 + draw(form.code, place.code, "month", 5)
    return f"{place.full_name}，{reason}，2020年{month}月，{name(place.code, 'leader')}"
