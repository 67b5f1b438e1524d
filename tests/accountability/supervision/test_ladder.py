"""The ladder of measures as a table: term, appeal, power, what counts."""

import datetime as dt
import doctest

import pytest

from accountability.parameters.queries import parameters_on
from accountability.parameters.reference import SEEDS
from accountability.parameters.rules import Value
from accountability.supervision.rules import measures
from accountability.supervision.rules.measures import (
    CODES,
    LADDER,
    Terms,
    appeal_due_on,
    influence_to,
    is_fact_only,
    may_only_propose,
    months_later,
    rung_of,
)

DAY = dt.date(2020, 5, 11)


@pytest.fixture(scope="module")
def terms() -> Terms:
    """The terms every installation starts with."""
    versions = {
        seed.code: [
            Value(seed.code, "", "", int(seed.value), "", "", seed.certainty, seed.since)
        ]
        for seed in SEEDS
        if seed.code in CODES
    }  # fmt: skip
    return Terms(versions)


def test_examples_of_the_rules_hold():
    assert doctest.testmod(measures).failed == 0


@pytest.mark.parametrize(
    ("category", "form", "level", "until"),
    [
        ("提醒约谈", "约谈", 0, None),
        ("召回", "", 0, None),
        ("通报", "通报批评", 1, None),
        ("诫勉", "", 2, "2020-11-11"),
        ("组织调整", "停职检查", 3, None),
        ("组织调整", "调整职务", 3, "2021-05-11"),
        ("组织调整", "责令辞职", 3, "2022-05-11"),
        ("组织调整", "免职", 3, "2022-05-11"),
        ("组织调整", "降职", 3, "2022-05-11"),
        ("党纪", "警告", 4, "2021-05-11"),
        ("党纪", "严重警告", 4, "2021-11-11"),
        ("党纪", "撤销党内职务", 4, "2022-05-11"),
        ("党纪", "留党察看一年", 4, "2023-05-11"),
        ("党纪", "留党察看二年", 4, "2024-05-11"),
        ("党纪", "开除党籍", 4, "2025-05-11"),
        ("政务", "警告", 5, "2020-11-11"),
        ("政务", "记过", 5, "2021-05-11"),
        ("政务", "记大过", 5, "2021-11-11"),
        ("政务", "降级", 5, "2022-05-11"),
        ("政务", "撤职", 5, "2022-05-11"),
        ("政务", "开除", 5, None),
    ],
)
def test_each_rung_weighs_its_months(terms, category, form, level, until):
    rung = rung_of(category, form)
    assert rung is not None
    assert rung.level == level
    assert rung.is_counted is (level > 0)
    assert influence_to(rung, DAY, terms) == (dt.date.fromisoformat(until) if until else None)


def test_every_form_stands_in_the_table():
    rows = test_each_rung_weighs_its_months.pytestmark[0].args[1]
    told = {(category, form or category) for category, form, *_ in rows}
    zeros = {(c, f) for c in ("提醒约谈", "通报") for f in LADDER[c]}
    assert told | zeros == {(c, f) for c, forms in LADDER.items() for f in forms}


def test_a_term_ends_with_a_shorter_month():
    assert months_later(dt.date(2019, 8, 31), 6) == dt.date(2020, 2, 29)
    assert months_later(dt.date(2020, 12, 31), 1) == dt.date(2021, 1, 31)


def test_appeal_is_within_a_month_since_the_rules_say_so(terms):
    admonition, talk = rung_of("诫勉", ""), rung_of("提醒约谈", "约谈")
    assert appeal_due_on(admonition, dt.date(2020, 1, 31), terms) == dt.date(2020, 2, 29)
    assert appeal_due_on(admonition, dt.date(2019, 8, 31), terms) is None
    assert appeal_due_on(talk, DAY, terms) is None


@pytest.mark.parametrize(
    ("category", "form", "proposes", "fact"),
    [
        ("诫勉", "诫勉", False, False),
        ("组织调整", "免职", True, False),
        ("党纪", "警告", False, True),
        ("政务", "记过", False, True),
    ],
)
def test_what_an_organisation_department_may_do(category, form, proposes, fact):
    rung = rung_of(category, form)
    assert may_only_propose(rung, "县委组织部") is proposes
    assert may_only_propose(rung, "县委常委会") is False
    assert is_fact_only(rung) is fact


@pytest.mark.django_db
def test_the_ladder_reads_parameters_that_exist():
    assert set(parameters_on(DAY)) >= CODES
