"""T11: pay against the county's income, funds against the year's bound, no village left out."""

import datetime as dt
from decimal import Decimal

import pytest

from accountability.intake.reading.reader import read_workbook
from accountability.ledgers.models import GuaranteeRow
from accountability.ledgers.rules.guarantees import (
    GuaranteeRules,
    guarantee_rules,
    is_pay_met,
    pay_times,
)
from accountability.parameters.queries import parameters_on
from tests.accountability.intake.files import xls
from tests.accountability.intake.sheets import checked, of
from tests.accountability.ledgers import books
from villages.economy.models import CountyIncome

YEAR = "2019"


@pytest.fixture(autouse=True)
def income(province):
    return CountyIncome.objects.create(
        county=province.county_a, year=2018, income_yuan=13252, source="2018年县统计公报"
    )


def row(village: str = "双河村", **more: object) -> dict[str, object]:
    """Return a clean row: 2.11 times, 9.6 万元."""
    return {
        "township_name": "青岭镇", "village_name": village, "secretaries_count": 1, "heads_count": 0,
        "others_count": 3, "secretary_pay": 2.8, "others_pay": 4.2, "pay_way": "一卡通按月",
        "office_funds": 2, "service_funds": 0.6, "funds_total": 9.6, "place_tenure": "自有",
        "place_area": 260, "retired_count": 2,
    } | more  # fmt: skip


def county_rows(province, **more: object) -> list[dict[str, object]]:
    return [row(village.name, **more) for village in province.villages_a]


def check(province, *rows, period: str = YEAR):
    return books.check(province.county_a, "T11", list(rows), period)


def test_header_is_laid_out(province):
    merged, cells = books.heads(province.county_a, "T11", YEAR)
    assert {"A4:A5", "B4:C4", "D4:F4", "G4:L4", "M4:P4", "Q4:R4", "S4:S5", "T4:T5"} <= merged
    assert [cells[f"{c}5"] for c in "GHIJ"] == [
        "书记年报酬", "上年县农村居民人均可支配收入", "倍数", "是否达标",
    ]  # fmt: skip
    assert [cells.get(f"{c}6") for c in "ABCD"] == [None, "甲", "乙", 1]


def test_definition_of_the_year_is_printed(province):
    assert "口径：书记年报酬不低于2倍；财政拨付合计不低于9万元为达标。" in books.foot(
        province.county_a, "T11", YEAR
    )


def test_blank_knows_the_income_and_asks_for_figures_only(province, tmp_path):
    result = books.returned(province.county_a, "T11", YEAR, tmp_path)
    assert len(result.rows) == 4
    assert result.rows[0].values["county_income"] == Decimal("1.3252")
    assert {p.rule for p in result.problems if p.severity == "error"} == {"REQ"}


def test_clean_county_is_silent_and_times_are_computed(province, filler):
    revision = books.stage(province.county_a, filler, "T11", county_rows(province), YEAR)
    assert books.told(revision) == []
    stored = GuaranteeRow.objects.filter(revision=revision).first()
    assert (stored.pay_times, stored.county_income) == (Decimal("2.11"), Decimal("1.3252"))
    assert (stored.is_pay_met, stored.is_funds_met, stored.funds_least) == (True, True, 9)
    assert (stored.cadres_count, stored.pay_way) == (4, "按月打卡")


def test_below_the_bounds_is_a_fact_not_a_mistake(province):
    result = check(province, row(secretary_pay=2.65), row("东沟村", funds_total=9.5))
    assert [r.values["is_pay_met"] for r in result.rows] == [False, True]
    assert books.found(result) == {
        ("I-03", "notice", ""), ("T11-SUM", "warning", "O7"),
    }  # fmt: skip
    [told] = of(result, "I-03")
    assert told.sentence == "书记报酬应不低于2倍；2个村中有1个村没有达到，记为不达标。"


@pytest.mark.parametrize(
    ("day", "least"), [("2014-06-01", 9), ("2016-01-01", 9), ("2019-12-31", 9), ("2020-01-01", 11)]
)
def test_bound_of_funds_goes_by_the_year(day, least):
    rules = guarantee_rules(parameters_on(dt.date.fromisoformat(day)))
    assert rules.funds_least == least
    assert bool(rules.funds_mark) == (least == 11)


@pytest.mark.parametrize(
    ("pay", "times", "met"),
    [("2.6503", "2.00", False), ("2.6504", "2.00", True), ("2.6505", "2.00", True)],
)
def test_times_are_not_rounded_up_to_the_bound(pay, times, met):
    rules = GuaranteeRules()
    assert pay_times(pay, "1.3252") == Decimal(times)
    assert is_pay_met(pay, "1.3252", rules) is met


def test_what_is_typed_must_be_what_follows(province):
    wrong = row(pay_times=2.5, is_pay_met="不达标", is_funds_met="否", county_income=1.3252)
    result = check(province, wrong)
    assert {one for one in books.found(result) if one[1] == "error"} == {
        ("I-03", "error", "I6"), ("I-03", "error", "J6"), ("I-01", "error", "P6"),
    }  # fmt: skip


def test_income_is_one_figure_and_the_published_one(province, filler):
    rows = county_rows(province, county_income=1.4)
    rows[1]["county_income"] = 1.3252
    revision = books.stage(province.county_a, filler, "T11", rows, YEAR)
    assert books.told(revision, "I-03") == [
        (
            "warning", "H6",
            "人均可支配收入1.4万元（3行），与登记的2018年公布数1.3252万元不一致，请核实。",
        ),
        ("error", "H7", "人均可支配收入填的是1.3252万元，本县其他村填的是1.4万元。"),
    ]  # fmt: skip


def test_income_in_yuan_is_refused(province):
    assert ("RANGE", "error", "H6") in books.found(check(province, row(county_income=13252)))


def test_without_a_published_income_that_is_said_once(province, filler, income):
    income.delete()
    revision = books.stage(province.county_a, filler, "T11", county_rows(province), YEAR)
    assert [severity for severity, *_ in books.told(revision)] == ["notice"]
    assert GuaranteeRow.objects.filter(revision=revision, is_pay_met__isnull=True).count() == 4


def test_cadres_and_premises(province):
    result = check(
        province,
        row(others_count=9, place_tenure="无"),
        row("东沟村", place_area=None, place_tenure="租用"),
    )
    assert books.found(result) == {
        ("I-05", "warning", "F6"), ("T11-PLACE", "error", "R6"), ("T11-PLACE", "warning", "R7"),
    }  # fmt: skip


def test_missing_village_blocks(province, filler):
    revision = books.stage(province.county_a, filler, "T11", county_rows(province)[:3], YEAR)
    assert books.told(revision) == [("error", "", "青岭镇柳林村没有填报。")]


def test_last_year_is_carried_and_a_cut_in_pay_wants_a_word(province, filler, tmp_path):
    books.accept(province.county_a, filler, "T11", county_rows(province, secretary_pay=3), "2018")
    result = books.returned(province.county_a, "T11", YEAR, tmp_path)
    assert [p for p in result.problems if p.severity == "error"] == []
    assert result.rows[0].values["secretary_pay"] == 3
    revision = books.stage(province.county_a, filler, "T11", county_rows(province), YEAR)
    assert {s for *_, s in books.told(revision, "X14")} == {"书记年报酬2.8万元，比上年3万元减少。"}


def test_legacy_workbook_with_a_total_row(province, tmp_path):
    grid = books.grid("T11", county_rows(province))
    total = [None, "合计", None, 4.0, 0.0, 12.0, 11.2, 1.3252, 2.11, None, 16.8]
    grid.rows.append([*total, *[None] * (len(grid.rows[0]) - len(total))])
    path = xls(tmp_path / "运转保障.xls", grid)
    result = checked(read_workbook(path, name=path.name), province.county_a, "T11", YEAR)
    assert [p.rule for p in result.problems] == ["D14"]
    assert len(result.rows) == 4
