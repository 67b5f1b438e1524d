"""How each state of a branch is said: 未报 is never a zero, and no verdict without a bound."""

from dataclasses import replace

import pytest

from accountability.branches.rules import (
    Guaranteed,
    branch_rules,
    election_mark,
    guarantee_mark,
    look_back_mark,
    party_day_mark,
    reserve_mark,
    young_mark,
)
from accountability.ledgers.rules.members import MemberRules
from accountability.parameters.queries import parameters_on
from tests import make

RULES = MemberRules(1, 2, 35, "", 18, 12, 12, 24)


@pytest.mark.parametrize(
    ("count", "is_told", "is_asked", "words", "tone"),
    [
        (0, False, True, "未报", "neutral"),
        (0, True, True, "不足（0名）", "bad"),
        (1, True, True, "1名", "good"),
        (2, True, True, "2名", "good"),
        (3, True, True, "3名，超过上限", "warning"),
        (0, True, False, "不作要求", "neutral"),
        (1, True, False, "1名（不作要求）", "neutral"),
    ],
)
def test_reserves(count, is_told, is_asked, words, tone):
    mark = reserve_mark(count, RULES, is_told=is_told, is_asked=is_asked)
    assert (mark.words, mark.tone) == (words, tone)


def test_without_an_upper_bound_nobody_is_too_many():
    rules = replace(RULES, reserve_max=None)
    assert reserve_mark(9, rules, is_told=True, is_asked=True).tone == "good"


def test_what_nobody_told_is_not_short():
    assert election_mark(is_told=False, is_unfinished=False).words == "未报"
    assert look_back_mark([], is_told=False).words == "未报"
    assert young_mark(0, 1, is_told=False).words == "未报"
    assert guarantee_mark(None, is_told=True).words == "未报"
    assert party_day_mark([None, None, None], "2020年第一季度").words == "未报"
    assert young_mark(0, 1, is_told=True).tone == "bad"


@pytest.mark.parametrize(
    ("pay", "funds", "words", "tone"),
    [
        (True, True, "达标", "good"),
        (True, None, "经费未填", "warning"),
        (False, True, "报酬不达标", "bad"),
        (False, False, "报酬不达标、经费不达标", "bad"),
    ],
)
def test_guarantees(pay, funds, words, tone):
    mark = guarantee_mark(Guaranteed(pay, funds), is_told=True)
    assert (mark.words, mark.tone) == (words, tone)


@pytest.mark.django_db
def test_the_bounds_are_the_dated_parameters():
    rules = branch_rules(parameters_on(make.NOON.date()))
    assert (rules.members.reserve_min, rules.members.reserve_max) == (1, 2)
    assert (rules.young_min, rules.members.window_months) == (1, 24)
    assert rules.guarantees.funds_least == 11
    assert rules.party_days.month_min == 1
