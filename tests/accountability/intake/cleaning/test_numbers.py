"""Numbers as people type them (D1, D7, D8, D9; kinds N)."""

import math
from decimal import Decimal

import pytest

from accountability.intake.declare import CellType
from tests.accountability.intake.cleaning.clean import clean, rules

INTEGER, DECIMAL = CellType.INTEGER, CellType.DECIMAL


@pytest.mark.parametrize(
    ("raw", "value", "rule"),
    [
        (5.0, 5, ""),
        (5, 5, ""),
        ("5", 5, ""),
        (-0.0, 0, ""),
        ("５６", 56, "D1"),
        ("1,234", 1234, "D7"),
        ("1，234", 1234, "D7"),
        (" 85 ", 85, "D2"),
        ("8 5", 85, "D2"),
        ("'85", 85, "D2"),
        ("九十五", 95, "D7"),
        ("一百零三", 103, "D7"),
        ("56户", 56, "D7"),
        ("1.2e3", 1200, "D7"),
        ("85.0", 85, ""),
        ("+7", 7, ""),
        ("", None, ""),
        (None, None, ""),
        ("—", None, "D8"),
        ("-", None, "D8"),
        ("/", None, "D8"),
        ("\u3000", None, ""),
    ],
)
def test_integer_is_read_without_a_question(raw, value, rule):
    found = clean(raw, INTEGER, unit="户")
    assert (found.value, found.rule, found.flaws) == (value, rule, ())


@pytest.mark.parametrize(
    ("raw", "rule", "severity", "proposal"),
    [
        ("无", "D8", "warning", "0"),
        ("全勤", "D7", "error", None),
        ("7(28)", "D7", "error", None),
        ("(5)", "D7", "error", "-5"),
        ("（5）", "D7", "error", "-5"),
        (5.5, "D7", "error", None),
        ("5.5", "D7", "error", None),
        ("60%", "D7", "error", None),
        ("3万元", "D7", "error", None),
        (math.inf, "D7", "error", None),
        (-math.inf, "D7", "error", None),
        (math.nan, "D7", "error", None),
        ("1e400", "D7", "error", None),
        ("9" * 300, "D7", "error", None),
        ("1" * 300_000, "D7", "error", None),
        (1e300, "D7", "error", None),
        ("TRUE", "D7", "error", None),
        ("=1+1", "D7", "error", None),
        ("二三", "D7", "error", None),
    ],
)
def test_what_is_no_whole_number_is_asked_and_not_made_up(raw, rule, severity, proposal):
    found = clean(raw, INTEGER, unit="户")
    assert rules(found) == [(rule, severity)]
    assert found.value is None
    assert found.flaws[0].proposal == proposal
    assert len(found.flaws[0].sentence) < 200


@pytest.mark.parametrize("raw", ["约5", "5左右", "5多", "近5", "大约5户", "5户以上"])
def test_estimate_keeps_its_number_and_is_pointed_out(raw):
    found = clean(raw, INTEGER, unit="户")
    assert (found.value, found.rule) == (5, "D7")
    assert rules(found) == [("D7", "warning")]
    assert found.flaws[0].cause == "估计数"


def test_none_in_a_required_column_is_an_error():
    assert rules(clean("无", INTEGER, required=True)) == [("D8", "error")]


@pytest.mark.parametrize(("raw", "sentence"), [(8.0, "应在0到7之间"), ("-1", "应在0到7之间")])
def test_number_out_of_range_is_an_error_with_the_range(raw, sentence):
    found = clean(raw, INTEGER, minimum=0, maximum=7)
    assert rules(found) == [("RANGE", "error")]
    assert sentence in found.flaws[0].sentence


@pytest.mark.parametrize(
    ("raw", "unit", "value"),
    [
        ("3.5万元", "万元", "3.50"),
        ("3.5万元", "元", "35000.00"),
        ("0.8亿", "万元", "8000.00"),
        ("35000元", "万元", "3.50"),
        ("3.5万", "万元", "3.50"),
        ("3.5", "万元", "3.50"),
        ("60%", "%", "60.00"),
        ("60％", "%", "60.00"),
        (0.1 + 0.2, "", "0.30"),
        (99.95, "分", "99.95"),
        ("85.5分", "分", "85.50"),
    ],
)
def test_decimal_comes_in_the_unit_of_the_column(raw, unit, value):
    found = clean(raw, DECIMAL, unit=unit)
    assert found.value == Decimal(value)
    assert str(found.value) == value
    assert found.flaws == ()


def test_too_many_decimals_are_rounded_and_pointed_out():
    found = clean("85.678", DECIMAL)
    assert found.value == Decimal("85.68")
    assert rules(found) == [("D7", "warning")]
