"""Days and months as people type them (D6; kinds D)."""

# ruff: noqa: DTZ001 - a workbook knows no time zone
import datetime as dt

import pytest

from accountability.intake.cleaning.outcome import Source
from accountability.intake.declare import CellType
from tests.accountability.intake.cleaning.clean import clean, rules

DATE, MONTH = CellType.DATE, CellType.MONTH
DAY = dt.date(2018, 3, 1)


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (dt.datetime(2018, 3, 1), ""),
        (dt.date(2018, 3, 1), ""),
        ("2018-03-01", ""),
        ("2018-3-1", "D6"),
        ("2018.03.01", "D6"),
        ("2018/3/1", "D6"),
        ("2018年3月1日", "D6"),
        ("２０１８年３月１日", "D6"),
        ("2018 年 3 月 1 日", "D6"),
        ("20180301", "D6"),
        (20180301.0, "D6"),
        (43160.0, "D6"),
        ("43160", "D6"),
        ("43160.0", "D6"),
        (dt.datetime(2018, 3, 1, 9, 30), "D6"),
        ("2018-03-01 00:00:00", "D6"),
        ("2018-03-01T09:00:00+08:00", "D6"),
        ("二〇一八年三月一日", "D6"),
    ],
)
def test_whole_day_is_read(raw, rule):
    found = clean(raw, DATE)
    assert (found.value, found.rule, found.flaws) == (DAY, rule, ())


def test_serial_of_the_1904_system_is_four_years_later():
    found = clean(41698.0, DATE, Source(date_1904=True))
    assert found.value == DAY


@pytest.mark.parametrize(
    "raw", ["2018.3", "2018年3月", "2018-3", "201803", "2018.3-至今", "2018.3至今"]
)
def test_month_alone_becomes_its_first_day_and_is_marked(raw):
    found = clean(raw, DATE)
    assert (found.value, found.rule, found.month_only) == (DAY, "D6", True)
    assert rules(found) == [("D6", "notice")]


@pytest.mark.parametrize("source", [Source(), Source(typed=False)])
def test_number_that_may_be_january_or_october_is_asked(source):
    raw = 2018.1 if source.typed else "2018.1"
    found = clean(raw, DATE, source)
    assert found.value is None
    assert rules(found) == [("D6", "error")]
    assert "2018-01或2018-10" in found.flaws[0].remedy


def test_january_typed_as_text_is_january():
    assert clean("2018.1", DATE).value == dt.date(2018, 1, 1)
    assert clean("2018.10", DATE, Source(typed=False)).value == dt.date(2018, 10, 1)
    assert clean(2018.11, DATE).value == dt.date(2018, 11, 1)


@pytest.mark.parametrize(
    ("raw", "proposal"), [("18/3/1", "2018-03-01"), ("78.3", "1978-03"), ("18年3月", "2018-03")]
)
def test_two_digit_year_is_asked_with_a_proposal(raw, proposal):
    found = clean(raw, DATE)
    assert found.value is None
    assert rules(found) == [("D6", "error")]
    assert found.flaws[0].proposal == proposal


@pytest.mark.parametrize(
    "raw",
    [
        "三月", "12月底前", "本月", "2026-02-30", "2018-13-01", "农历三月初一", "2022.11.29白", 60.0, -5.0,
        19_999.0, 60_001.0, 1e300, "1899-01-01", "0001-01-01", dt.time(9, 30), "3018-01-01", "abc",
    ],
)  # fmt: skip
def test_what_is_no_day_is_asked_and_not_made_up(raw):
    found = clean(raw, DATE)
    assert found.value is None
    assert [severity for _, severity in rules(found)] == ["error"]


@pytest.mark.parametrize("raw", ["无", "—", "/", "", None])
def test_nothing_is_no_day(raw):
    found = clean(raw, DATE)
    assert (found.value, found.flaws) == (None, ())


@pytest.mark.parametrize(
    ("raw", "value", "rule"),
    [
        ("1978.03", "1978-03", ""),
        ("1978-03", "1978-03", ""),
        ("1978.3", "1978-03", "D6"),
        (1978.3, "1978-03", "D6"),
        (1978.12, "1978-12", "D6"),
        ("1978年3月", "1978-03", "D6"),
        ("197803", "1978-03", "D6"),
        ("1978.03.11", "1978-03", "D6"),
        (dt.datetime(1978, 3, 1), "1978-03", ""),
        (dt.datetime(1978, 3, 11), "1978-03", "D6"),
        ("一九七八年三月", "1978-03", "D6"),
    ],
)
def test_month_is_read(raw, value, rule):
    found = clean(raw, MONTH)
    assert (found.value, found.rule, found.flaws) == (value, rule, ())


def test_month_that_is_none_is_asked():
    assert rules(clean("1978.13", MONTH)) == [("D6", "error")]
    assert rules(clean(1978.1, MONTH)) == [("D6", "error")]
