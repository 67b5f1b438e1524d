"""Heads of city, county, township and village: stability, vacancy."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from accountability.ledgers.rules.months import months_after
from accountability.parameters.rules import Parameters

CITY, COUNTY, TOWNSHIP, VILLAGE = "city", "county", "township", "village"
LEVELS: Final = {CITY: "市", COUNTY: "县", TOWNSHIP: "乡镇", VILLAGE: "村"}
POSTS: Final[Mapping[str, str]] = {
    "市委书记": CITY,
    "市长": CITY,
    "县委书记": COUNTY,
    "县长": COUNTY,
    "乡镇党委书记": TOWNSHIP,
    "乡镇长": TOWNSHIP,
    "村党组织书记": VILLAGE,
    "村委会主任": VILLAGE,
}
REGISTERED: Final = {
    "市委书记": "city_secretary",
    "市长": "city_head",
    "县委书记": "county_secretary",
    "县长": "county_head",
    "乡镇党委书记": "township_secretary",
    "乡镇长": "township_head",
}
# What the heads of a county are called where it is a county-level city.
AS_COUNTY: Final = {"市委书记": "县委书记", "市长": "县长"}
STABLE_SINCE: Final = dt.date(2016, 4, 1)  # C-01
WHEREABOUTS: Final = ("提拔", "就地提级", "调整", "退休", "问责", "辞职", "其他")


@dataclass(frozen=True)
class PostRules:
    """The bounds of one month; None checks nothing. Units: months, days."""

    grace_months: int | None = None
    grace_mark: str = ""
    vacancy_days: int | None = 30
    vacancy_mark: str = ""
    village_vacancy_months: int | None = 3
    village_mark: str = ""


def post_rules(parameters: Parameters) -> PostRules:
    """Return the bounds as the parameters of a day give them."""
    grace, vacancy = parameters["stable_months"], parameters["vacancy_days_max"]
    village = parameters["secretary_vacancy_months_max"]
    return PostRules(
        parameters.whole("stable_months"),
        grace.mark,
        parameters.whole("vacancy_days_max"),
        vacancy.mark,
        parameters.whole("secretary_vacancy_months_max"),
        village.mark,
    )


@dataclass(frozen=True)
class Poverty:
    """Whether a county is on a register of poor counties, since when, and since when no more."""

    is_poor: bool
    delisted_on: dt.date | None = None
    listed_on: dt.date | None = None


def alarm(left: dt.date, poverty: Poverty, rules: PostRules) -> str:
    """Say why a head's leaving on a day wants an approval number (C-05); "" where it does not.

    The notice of April 2016 binds nobody who left before it. Source: docs/sources.md#c05.

    >>> alarm(dt.date(2018, 5, 20), Poverty(True), PostRules())
    '本县是贫困县，当时没有摘帽'
    >>> alarm(dt.date(2018, 9, 1), Poverty(True, dt.date(2018, 8, 8)), PostRules(grace_months=12))
    '本县2018-08-08摘帽，到2019-08-08不满12个月'
    >>> alarm(dt.date(2018, 9, 1), Poverty(True, dt.date(2018, 8, 8)), PostRules())
    ''
    """
    if not poverty.is_poor or left < STABLE_SINCE:
        return ""
    if poverty.listed_on is not None and left < poverty.listed_on:
        return ""
    if poverty.delisted_on is None or left < poverty.delisted_on:
        return "本县是贫困县，当时没有摘帽"
    if rules.grace_months is None:
        return ""
    until = months_after(poverty.delisted_on, rules.grace_months)
    if left >= until:
        return ""
    return f"本县{poverty.delisted_on}摘帽，到{until}不满{rules.grace_months}个月"


def vacant_days(begins: dt.date, ends: dt.date | None, today: dt.date) -> int:
    """Count the days a post stood empty, both ends included; an open end counts to `today`.

    >>> vacant_days(dt.date(2018, 5, 21), dt.date(2018, 5, 31), dt.date(2018, 12, 31))
    11
    """
    return (min(ends or today, today) - begins).days + 1


def is_too_long(title: str, begins: dt.date, days: int, rules: PostRules) -> str:
    """Say from when on a vacancy wants a word, "" while it does not."""
    if POSTS.get(title) == VILLAGE:
        months = rules.village_vacancy_months
        if months is None or begins + dt.timedelta(days - 1) <= months_after(begins, months):
            return ""
        return f"超过{months}个月{rules.village_mark}"
    if rules.vacancy_days is None or days <= rules.vacancy_days:
        return ""
    return f"超过{rules.vacancy_days}天{rules.vacancy_mark}"
