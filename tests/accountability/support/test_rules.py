"""What is told of a posting: boundaries of each rule, months in a row, terms."""

import datetime as dt
import doctest
from dataclasses import replace
from decimal import Decimal

import pytest

from accountability.support import rules
from accountability.support.rules import Bounds, Kind, MonthTold, Standing, alerts, low_run
from portal.ui.charts import Attendance, month_strip

DAY = dt.date(2020, 5, 31)
BOUNDS = Bounds(3, "县委组织部+派出单位", Decimal(30), "（官方表述待核）", 2, "", 90, "")


def month(number: int, met: bool | None = True, days: int = 0, by: str = "乡镇党委") -> MonthTold:
    first = dt.date(2020, number, 1)
    last = dt.date(2020, number + 1, 1) - dt.timedelta(days=1)
    return MonthTold(first, last, f"2020年{number}月", met, days, by)


def told(*months: MonthTold, **more: object) -> dict[Kind, str]:
    standing = replace(Standing(DAY, dt.date(2021, 11, 1), None, months), **more)
    return {one.kind: one.words for one in alerts(standing, BOUNDS)}


def test_doctests():
    assert doctest.testmod(rules).failed == 0


def test_nothing_to_look_into():
    assert told(month(4, days=3), month(5), trained=True) == {}
    assert told(month(4, days=15, by="县委组织部+派出单位"), month(5)) == {}


@pytest.mark.parametrize(
    ("months", "run"),
    [
        ((month(3, False), month(4, False), month(5, False)), 3),
        ((month(3, False), month(4, False), month(5)), 0),
        ((month(2, False), month(4, False)), 1),
        ((month(4, False), month(5, None)), 0),
        ((), 0),
    ],
)
def test_months_in_a_row_end_with_a_gap_or_what_nobody_told(months, run):
    assert low_run(months) == run


def test_facts_say_what_when_and_that_somebody_looks_into_them():
    found = told(month(4, False, days=16), month(5, False, days=15))
    assert found[Kind.LOW] == "截至2020年5月连续2个月没有达到五天四夜，待核实"
    assert found[Kind.YEAR] == "2020年已报请假31天，超过30天（官方表述待核），待核实"
    assert found[Kind.APPROVER].startswith("2020年5月请假15天，审批为“乡镇党委”，超过3天的应由")
    assert Kind.YEAR not in told(month(4, days=15), month(5, days=15))


@pytest.mark.parametrize(
    ("due", "kinds"),
    [
        (DAY, {Kind.EXPIRED}),
        (DAY + dt.timedelta(days=1), {Kind.TERM}),
        (DAY + dt.timedelta(days=90), {Kind.TERM}),
        (DAY + dt.timedelta(days=91), set()),
        (None, set()),
    ],
)
def test_term(due, kinds):
    assert set(told(due_on=due)) == kinds
    assert told(due_on=due, ended_on=DAY) == {}


def test_untrained_only_where_the_county_told_of_training():
    assert set(told(trained=False)) == {Kind.UNTRAINED}
    assert told(trained=None) == {}


def test_strip_says_every_number_and_a_gap():
    months = [
        Attendance("20-04", 20, 18, 16, 15, 2, True), Attendance("20-05", 20, None, 16, None),
    ]  # fmt: skip
    picture = month_strip(months, line="五天四夜线", label="各月在岗")
    assert "20-04 应驻20实驻18天，夜宿15夜，请假公差2天，达标" in picture
    assert "20-05 应驻20实驻未报天" in picture
    assert "style=" not in picture
