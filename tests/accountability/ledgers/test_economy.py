"""T5: components balance, classes are derived, subsidies stay apart."""

import datetime as dt
from decimal import Decimal

import pytest

from accountability.intake.reading.reader import read_workbook
from accountability.intake.rules import Period
from accountability.ledgers.models import EconomyRow
from accountability.ledgers.sheets.economy import ECONOMY
from tests.accountability.intake.files import xls
from tests.accountability.intake.sheets import checked, of
from tests.accountability.ledgers import books
from villages.places.models import DivisionChange

YEAR = "2019"


def row(village: str = "双河村", **more: object) -> dict[str, object]:
    """Return a clean row: 6.4 of operating income, 0.5 of subsidy."""
    return {
        "township_name": "青岭镇", "village_name": village, "income_total": 7.4,
        "income_business": 2.3, "income_contract": 1.1, "income_investment": 3,
        "income_subsidy": 0.5, "income_other": 0.5, "expense_total": 3, "expense_business": 1,
        "expense_management": 1.5, "expense_other": 0.5, "assets_total": 120.5,
        "assets_operating": 80, "ways": "光伏、土地流转",
    } | more  # fmt: skip


def county_rows(province, **more: object) -> list[dict[str, object]]:
    return [row(village.name, **more) for village in province.villages_a]


def check(province, *rows, more=()):
    return books.check(province.county_a, "T5", list(rows), YEAR, *more)


def test_header_is_the_official_layout(province):
    merged, cells = books.heads(province.county_a, "T5", YEAR)
    assert {
        "A4:A6", "B4:C5", "D4:I4", "J4:M4", "N4:N6", "O4:O6", "P4:Q5", "R4:R6", "S4:S6", "T4:W4",
        "X4:X6",
    } <= merged  # fmt: skip
    assert cells["A2"] == "2019年村级集体经济发展情况统计表"
    assert cells["B6"] == "乡镇"
    assert cells["C6"] == "村名"
    assert [cells[f"{c}5"] for c in "DEFGHI"] == [
        "合计", "经营", "发包及上交", "投资收益", "补助", "其他",
    ]  # fmt: skip
    assert [cells.get(f"{c}7") for c in "ABCDEN"] == [None, "甲", "乙", 1, 2, 11]


def test_definition_of_the_year_is_printed(province):
    assert (
        "口径：经营性收入不高于0万元的为空壳村，低于5万元的为薄弱村（官方表述待核）。"
        in books.foot(province.county_a, "T5", YEAR)
    )


def test_blank_asks_for_figures_only(province, tmp_path):
    result = books.returned(province.county_a, "T5", YEAR, tmp_path)
    assert [r.values["village_name"] for r in result.rows] == [v.name for v in province.villages_a]
    assert {p.rule for p in result.problems if p.severity == "error"} == {"REQ"}


def test_clean_county_is_silent_and_its_classes_are_derived(province, filler):
    revision = books.stage(province.county_a, filler, "T5", county_rows(province), YEAR)
    assert books.told(revision) == []
    stored = EconomyRow.objects.filter(revision=revision).first()
    assert stored.net_income == Decimal("4.40")
    assert stored.operating_income == Decimal("6.40")
    assert (stored.income_class, stored.weakness) == ("5—10万元", "否")
    assert stored.ways == ["光伏", "土地流转"]


def test_dirty_row_of_the_domain(province):
    dirty = row(
        income_total="10.00", income_business=2.3, income_contract=1.1, income_investment=0,
        income_subsidy=6, income_other=0.5, income_class="5–10万",
    )  # fmt: skip
    result = check(province, dirty)
    [balance] = of(result, "J-01")
    assert (balance.severity, balance.address) == ("error", "D7")
    assert "相差0.1。" in balance.sentence
    classes = [p for p in of(result, "J-02") if p.address == "R7"]
    assert [(p.severity, p.proposal) for p in classes] == [("error", "5万元以下")]
    assert "3.4万元应为“5万元以下”" in classes[0].sentence


@pytest.mark.parametrize(
    ("typed", "cause"),
    [(6.9, "补助计入经营性收入"), (9, "经营性收入与分项不符"), (6.4, None), (6.41, None)],
)
def test_operating_income_is_never_typed_in(province, typed, cause):
    causes = [p.cause for p in of(check(province, row(operating_income=typed)), "J-02")]
    assert causes == ([cause] if cause else [])


def test_blank_component_is_unreported(province):
    result = check(province, row(income_investment=None))
    values = result.rows[0].values
    assert values["operating_income"] is None
    assert values["income_class"] == ""
    assert books.found(result) == {("REQ", "error", "G7")}


def test_assets_and_subsidies_are_looked_at(province):
    result = check(
        province, row(assets_operating=121, income_subsidy=20, income_total=26.9, expense_total=3)
    )
    assert ("T5-ASSETS", "error", "Q7") in books.found(result)
    [subsidy] = of(result, "J-02")
    assert subsidy.severity == "warning"
    assert "剔除补助后为6.9万元" in subsidy.sentence
    noted = row(income_subsidy=20, income_total=26.9, remark="光伏扶贫收益当年计入")
    assert of(check(province, noted), "J-02") == []


def test_many_villages_just_above_the_bound(province):
    even = {"income_business": 5.01, "income_contract": 0, "income_investment": 0}
    rows = [row(f"村{n}", **even, income_total=6.01) for n in range(5)]
    [same] = of(check(province, *rows), "J-05")
    assert (same.severity, same.row_no) == ("warning", None)
    assert "5个村的经营性收入同为5.01万元" in same.sentence
    assert of(check(province, *rows[:4]), "J-05") == []


def test_a_village_twice_and_a_village_left_out(province, filler):
    rows = county_rows(province)
    rows[3] = row("双河村")
    revision = books.stage(province.county_a, filler, "T5", rows, YEAR)
    assert books.told(revision, "D18") == [("error", "C10", "双河村已在第7行填报。")]
    assert books.told(revision, "X8") == [("error", "", "青岭镇柳林村没有填报。")]


def test_against_the_year_before(province, filler):
    last = county_rows(province)
    last[0] |= {"income_subsidy": 5, "income_total": 11.9}
    books.accept(province.county_a, filler, "T5", last, "2018")
    rows = county_rows(province, remark="今年")
    rows[0] |= {"income_subsidy": 0, "income_business": 7.3, "income_total": 11.9}
    rows[1] |= {"income_business": 40, "income_total": 45.1}
    revision = books.stage(province.county_a, filler, "T5", rows, YEAR)
    assert books.told(revision) == [
        (
            "warning", "E7",
            "上年补助5万元，今年补助为0，而经营收入从2.3万元增到7.3万元。",
        ),
        ("warning", "D8", "总收入45.1万元，上年7.4万元，是上年的6.1倍。"),
    ]  # fmt: skip


def test_the_same_file_again_is_pointed_out(province, filler):
    rows = [*county_rows(province), row("双河村")]
    books.accept(province.county_a, filler, "T5", rows, "2018")
    revision = books.stage(province.county_a, filler, "T5", rows, YEAR)
    assert [severity for severity, *_ in books.told(revision, "D29")] == ["warning"]


def test_legacy_workbook_in_yuan_is_converted(province, tmp_path):
    grid = books.grid("T5", [row()])
    grid.rows[3] = [
        cell.replace("收入（万元）", "收入（元）") if isinstance(cell, str) else cell
        for cell in grid.rows[3]
    ]
    for place in range(3, 9):
        grid.rows[6][place] = grid.rows[6][place] * 10_000
    path = xls(tmp_path / "集体经济.xls", grid)
    result = checked(read_workbook(path, name=path.name), province.county_a, "T5", YEAR)
    assert [p for p in result.problems if p.severity != "notice"] == []
    assert result.rows[0].values["income_total"] == Decimal("7.4")
    assert result.rows[0].values["operating_income"] == Decimal("6.4")


def test_assets_of_last_year_are_prefilled_income_is_not(province, filler, tmp_path):
    books.accept(province.county_a, filler, "T5", county_rows(province), "2018")
    result = books.returned(province.county_a, "T5", YEAR, tmp_path)
    values = result.rows[0].values
    assert (values["assets_total"], values["ways"]) == (Decimal("120.50"), ["光伏", "土地流转"])
    assert values["income_total"] is None


def test_a_village_that_took_in_another_is_compared_with_neither(province, filler):
    first, second = province.villages_a[:2]
    rows = county_rows(province)
    rows[0] |= {"income_business": 0.3, "income_total": 5.4}
    books.accept(province.county_a, filler, "T5", rows, "2018")
    DivisionChange.objects.create(
        predecessor=first, successor=second, changed_on=dt.date(2019, 6, 1), change="并入"
    )
    first.valid_to = dt.date(2019, 6, 1)
    first.save(update_fields=["valid_to"])
    now = [*county_rows(province)[2:], row("东沟村", income_business=50, income_total=55.1)]
    revision = books.stage(province.county_a, filler, "T5", now, YEAR)
    assert books.told(revision, "J-05") == []
    assert "assets_total" not in ECONOMY.prefill(province.county_a, Period.parse(YEAR))[0]
