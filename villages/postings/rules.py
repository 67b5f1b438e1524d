"""Rules of posting and presence by date: 五天四夜, terms, teams, leave. No database, no clock.

A week runs from Monday to Sunday and belongs to the month its Thursday lies in, so no week is
counted twice. Source: docs/sources.md#e05 (five days and four nights).
"""

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

DAYS_A_WEEK = 5
_THURSDAY = 3


def weeks_of(month: dt.date) -> list[dt.date]:
    """Return the Mondays of the weeks that belong to the month of `month`.

    >>> [f"{monday:%m-%d}" for monday in weeks_of(dt.date(2020, 5, 1))]
    ['05-04', '05-11', '05-18', '05-25']
    """
    first = month.replace(day=1)
    thursday = first + dt.timedelta((_THURSDAY - first.weekday()) % 7)
    found = []
    while thursday.month == first.month:
        found.append(thursday - dt.timedelta(_THURSDAY))
        thursday += dt.timedelta(7)
    return found


def required_days(
    monday: dt.date,
    exceptions: Mapping[dt.date, bool],
    *,
    begins: dt.date | None = None,
    ends: dt.date | None = None,
) -> int:
    """Count the days on post a week asks for; a term's first and last week only in part.

    Shapes: `exceptions` says of days that are not what their weekday says whether they are worked;
    the term runs from `begins` to the day before `ends`.
    """
    days = [monday + dt.timedelta(shift) for shift in range(7)]
    return sum(
        exceptions.get(day, day.weekday() < DAYS_A_WEEK)
        for day in days
        if (begins is None or day >= begins) and (ends is None or day < ends)
    )


def required_nights(days: int) -> int:
    """Count the nights in the village that go with `days`.

    >>> required_nights(5), required_nights(0)
    (4, 0)
    """
    return max(0, days - 1)


@dataclass(frozen=True)
class RuleSet:
    """The figures in force from `valid_from` until `valid_to` (end excluded), each with its source.

    Units: days, nights, months, persons, years of age as the names say. `absence_effects` maps a
    number of unexcused absences to what other places attach to it: shown, never applied.
    """

    valid_from: dt.date
    valid_to: dt.date | None
    title: str
    source: str
    days_a_week: int = 5
    nights_less: int = 1
    team_least: int = 3
    term_least_months: int = 24
    term_most_months: int = 36
    youngest: int = 18
    oldest: int = 65
    short_leave_days: int = 3
    long_leave_approver: str = "县委组织部+派出单位"
    absence_effects: tuple[tuple[int, str], ...] = ()

    def effect_of(self, absences: int) -> str:
        """Return what other places attach to so many unexcused absences, "" for none."""
        return next((text for least, text in self.absence_effects if absences >= least), "")


_EFFECTS: Final = ((3, "不称职"), (2, "基本称职"), (1, "不得评为优秀"))
RULE_SETS: Final = (
    RuleSet(
        dt.date(2015, 4, 29),
        dt.date(2017, 12, 24),
        "选派第一书记（2015年起）",
        "docs/sources.md#e01",
        term_least_months=12,
        absence_effects=_EFFECTS,
    ),
    RuleSet(
        dt.date(2017, 12, 24),
        None,
        "驻村工作队选派管理（2017年12月起）与五天四夜",
        "docs/sources.md#e05",
        absence_effects=_EFFECTS,
    ),
)


class NoRulesError(LookupError):
    """No rule set covers the day."""


def ruleset_on(day: dt.date) -> RuleSet:
    """Return the rules in force on `day`. Raises: NoRulesError."""
    for rules in RULE_SETS:
        if rules.valid_from <= day and (rules.valid_to is None or day < rules.valid_to):
            return rules
    raise NoRulesError(day)


def required_in(
    monday: dt.date,
    exceptions: Mapping[dt.date, bool],
    *,
    rules: RuleSet,
    begins: dt.date | None = None,
    ends: dt.date | None = None,
) -> int:
    """Return the days `rules` ask in a week, its working days in the term taken in proportion.

    With five days a week these are the working days themselves.
    Source: docs/sources.md#e05.
    """
    whole = required_days(monday, exceptions)
    inside = required_days(monday, exceptions, begins=begins, ends=ends)
    asked = max(0, whole + rules.days_a_week - DAYS_A_WEEK)
    return (2 * asked * inside + whole) // (2 * whole) if whole else 0


@dataclass(frozen=True)
class Presence:
    """What one week asked and what was done; None where nothing is reported."""

    required_days: int | None
    days: int | None
    nights: int | None


def missing_days(week: Presence, rules: RuleSet) -> int | None:
    """Return by how many days of leave or duty the week would be met; None where unreported.

    Each such day takes one day and, as nights follow days, one night off the requirement.

    >>> rules = ruleset_on(dt.date(2020, 5, 1))
    >>> missing_days(Presence(5, 3, 2), rules), missing_days(Presence(5, 5, 3), rules)
    (2, 1)
    """
    if week.required_days is None or week.required_days == 0:
        return None if week.required_days is None else 0
    if week.days is None or week.nights is None:
        return None
    short_days = week.required_days - week.days
    short_nights = week.required_days - rules.nights_less - week.nights
    return max(0, short_days, short_nights)


def weeks_met(weeks: Sequence[Presence], excused: int, rules: RuleSet) -> int:
    """Return how many weeks are met when `excused` days of leave and duty are credited.

    The monthly register gives leave by month, not by week: it is credited where it helps most.
    Source: docs/sources.md#e05.
    """
    missing = sorted(days for week in weeks if (days := missing_days(week, rules)) is not None)
    met, left = 0, excused
    for days in missing:
        if days > left:
            break
        left -= days
        met += 1
    return met


def is_met(weeks: Sequence[Presence], excused: int, rules: RuleSet) -> bool | None:
    """Say whether the month meets 五天四夜; None where any week is not reported.

    Leave and official duty reduce the requirement one for one.
    Source: docs/sources.md#e05.
    """
    asked = [week for week in weeks if week.required_days]
    if not asked or any(missing_days(week, rules) is None for week in asked):
        return None
    return weeks_met(asked, excused, rules) == len(asked)


def months_between(start: dt.date, end: dt.date) -> int:
    """Return the whole months from `start` to `end`.

    >>> months_between(dt.date(2017, 11, 1), dt.date(2018, 10, 1))
    11
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    if end.day >= start.day:
        return months
    last = calendar.monthrange(end.year, end.month)[1]
    return months if end.day >= min(start.day, last) else months - 1
