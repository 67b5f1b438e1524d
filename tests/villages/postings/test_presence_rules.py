"""The dated rules of presence and terms."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from villages.postings.rules import (
    NoRulesError,
    Presence,
    is_met,
    months_between,
    required_in,
    ruleset_on,
    weeks_met,
)

RULES = ruleset_on(dt.date(2020, 5, 31))
MONDAY = dt.date(2020, 5, 11)
NUMBERS = st.integers(0, 7)
WEEKS = st.lists(st.builds(Presence, NUMBERS, NUMBERS, NUMBERS), min_size=4, max_size=5)


def test_rules_change_by_date_and_cite_their_source():
    assert ruleset_on(dt.date(2016, 1, 1)).term_least_months == 12
    assert ruleset_on(dt.date(2017, 12, 24)).term_least_months == 24
    assert RULES.source.startswith("docs/sources.md#")
    with pytest.raises(NoRulesError):
        ruleset_on(dt.date(2014, 1, 1))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (dt.date(2017, 11, 1), dt.date(2018, 10, 1), 11),
        (dt.date(2019, 1, 15), dt.date(2021, 1, 15), 24),
        (dt.date(2019, 1, 15), dt.date(2021, 1, 14), 23),
        (dt.date(2019, 1, 31), dt.date(2019, 2, 28), 1),
    ],
)
def test_months_of_a_term(start, end, months):
    assert months_between(start, end) == months


def test_days_asked_follow_the_rules_and_the_part_of_the_week_in_the_term():
    assert required_in(MONDAY, {}, rules=RULES) == 5
    assert required_in(MONDAY, {MONDAY: False}, rules=RULES) == 4
    assert required_in(MONDAY, {MONDAY + dt.timedelta(5): True}, rules=RULES) == 6
    assert required_in(MONDAY, {}, rules=RULES, begins=dt.date(2020, 5, 14)) == 2
    assert required_in(MONDAY, {}, rules=RULES, begins=dt.date(2020, 6, 1)) == 0
    four = replace(RULES, days_a_week=4)
    assert required_in(MONDAY, {}, rules=four) == 4
    assert required_in(MONDAY, {}, rules=four, begins=dt.date(2020, 5, 14)) == 2


@pytest.mark.parametrize(
    ("weeks", "excused", "met"),
    [
        ([Presence(5, 5, 4)] * 4, 0, True),
        ([Presence(5, 5, 3), *[Presence(5, 5, 4)] * 3], 0, False),
        ([Presence(5, 3, 2), *[Presence(5, 5, 4)] * 3], 2, True),
        ([Presence(5, 3, 2), *[Presence(5, 5, 4)] * 3], 1, False),
        ([Presence(5, 0, 0), *[Presence(5, 5, 4)] * 3], 5, True),
        ([Presence(0, None, None), Presence(5, 5, 4)], 0, True),
        ([Presence(5, None, 4), Presence(5, 5, 4)], 0, None),
        ([Presence(5, 5, None)], 5, None),
        ([Presence(None, 5, 5)], 0, None),
        ([], 0, None),
    ],
)
def test_month_is_met_or_not_or_unreported(weeks, excused, met):
    assert is_met(weeks, excused, RULES) is met


@given(weeks=WEEKS, excused=st.integers(0, 20), place=st.integers(0, 3))
def test_another_day_or_night_or_day_of_leave_never_harms(weeks, excused, place):
    met = weeks_met(weeks, excused, RULES)
    week = weeks[place]
    better = [*weeks[:place], replace(week, days=week.days + 1), *weeks[place + 1 :]]
    assert weeks_met(better, excused, RULES) >= met
    assert weeks_met(weeks, excused + 1, RULES) >= met
    assert 0 <= met <= len(weeks)


@given(weeks=WEEKS, excused=st.integers(0, 20))
def test_month_is_met_exactly_when_every_week_asked_is(weeks, excused):
    asked = [week for week in weeks if week.required_days]
    expected = weeks_met(asked, excused, RULES) == len(asked) if asked else None
    assert is_met(weeks, excused, RULES) is expected
