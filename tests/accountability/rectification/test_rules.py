"""The rules by their examples, and that SQL and Python put a case in the same group."""

import doctest
from decimal import Decimal

import pytest
from django.db import connection

from accountability.ledgers.rules import likeness
from accountability.rectification.projection.statements import GROUP
from accountability.rectification.rules import cases, leading, stages
from accountability.rectification.rules.cases import group_of, unfit_to_pass
from accountability.rectification.rules.stages import STAGES, WeakRules


@pytest.mark.parametrize("module", [cases, leading, stages, likeness])
def test_examples_hold(module):
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.django_db
def test_every_stage_is_in_one_group_in_sql_and_python():
    pairs = [(stage, again) for stage in STAGES for again in (False, True)]
    with connection.cursor() as cursor:
        for stage, again in pairs:
            cursor.execute(
                f"SELECT {GROUP} FROM (VALUES (%s, %s, TRUE)) AS one (standing, is_again, is_last)",
                [stage, again],
            )
            assert cursor.fetchone()[0] == group_of(stage, is_again=again), (stage, again)


def test_bounds_of_the_county_hold_for_who_checks_again():
    rules = WeakRules()
    assert unfit_to_pass(score=Decimal(70), raters=20, dissatisfied=10, rules=rules) == []
    [low] = unfit_to_pass(score=Decimal("69.9"), raters=20, dissatisfied=10, rules=rules)
    [against] = unfit_to_pass(score=None, raters=20, dissatisfied=11, rules=rules)
    assert "低于70分" in low
    assert "超过50%" in against
