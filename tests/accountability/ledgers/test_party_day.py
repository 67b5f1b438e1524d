"""T17: each village's Party day month by month, the reason where it was not held."""

import pytest

from accountability.intake.declare import SHEETS
from accountability.intake.reading.reader import read_workbook
from accountability.ledgers.models import PartyDayRow
from tests.accountability.intake.files import xls
from tests.accountability.intake.sheets import checked, laid_out, of
from tests.accountability.ledgers import books

QUARTER = "2020Q1"


def row(village: str = "双河村", **more: object) -> dict[str, object]:
    """Return a clean row: held each month."""
    return {
        "township_name": "青岭镇", "village_name": village, "held_1": "是", "held_2": "是",
        "held_3": "是",
    } | more  # fmt: skip


def check(province, *rows, period: str = QUARTER):
    return books.check(province.county_a, "T17", list(rows), period)


def test_header_is_laid_out_and_says_who_asks(province):
    merged, cells = books.heads(province.county_a, "T17", QUARTER)
    assert {"A4:A5", "B4:C4", "D4:F4", "G4:G5", "H4:H5"} <= merged
    assert [cells[f"{c}5"] for c in "DEF"] == ["第1月", "第2月", "第3月"]
    assert cells["H1"].startswith("DJ-17 v1")
    assert "平台增设" in cells["A1"]
    foot = books.foot(province.county_a, "T17", QUARTER)
    assert "不是上级统一报表" in foot
    assert "口径：当月开展不少于1次的填“是”。" in foot


def test_blank_names_every_village_and_asks_for_the_months(province, tmp_path):
    result = books.returned(province.county_a, "T17", QUARTER, tmp_path)
    assert [r.values["village_name"] for r in result.rows] == [v.name for v in province.villages_a]
    assert {(p.rule, p.address[:1]) for p in result.problems} >= {("REQ", c) for c in "DEF"}
    assert {p.rule for p in result.problems if p.severity == "error"} == {"REQ"}


def test_clean_county_is_silent_and_kept_as_typed(province, filler):
    rows = [row(village.name) for village in province.villages_a]
    rows[1] |= {"held_2": "×", "missed_reason": "疫情防控，没有集中开展"}
    revision = books.stage(province.county_a, filler, "T17", rows, QUARTER)
    assert books.told(revision) == []
    kept = list(PartyDayRow.objects.filter(revision=revision).order_by("row_no"))
    assert (kept[1].held_1, kept[1].held_2, kept[1].held_3) == (True, False, True)
    assert kept[1].village_id == province.villages_a[1].pk


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"held_1": "√", "held_2": "已开展", "held_3": "按时开展"}, set()),
        ({"held_2": "未开展"}, {("H-05", "error", "G6")}),
        ({"held_2": "没有开展", "missed_reason": "书记住院"}, set()),
        ({"missed_reason": "书记住院"}, {("H-05", "warning", "G6")}),
        ({"held_1": None}, {("REQ", "error", "D6")}),
        ({"held_1": "2次"}, {("D21", "error", "D6")}),
        ({"held_1": "否", "held_2": "否", "held_3": "否", "missed_reason": "支部没有书记"},
         {("H-05", "warning", "D6")}),
    ],
)  # fmt: skip
def test_what_people_write(province, cells, expected):
    found = books.found(check(province, row(**cells)))
    assert {one for one in found if one[1] in ("error", "warning")} == expected


def test_a_whole_quarter_without_it_is_asked_about_not_judged(province):
    nothing = {"held_1": "否", "held_2": "否", "held_3": "否", "missed_reason": "支部没有书记"}
    [told] = of(check(province, row(**nothing)), "H-05")
    assert told.sentence == "三个月都没有开展主题党日，规定每月不少于1次。"


def test_a_month_to_come_is_not_told(province):
    result = check(province, row(), period="2099Q1")
    assert {(p.rule, p.address) for p in result.problems if p.rule == "T17-DATE"} == {
        ("T17-DATE", "D6"), ("T17-DATE", "E6"), ("T17-DATE", "F6"),
    }  # fmt: skip


def test_village_twice_and_village_missing(province, filler):
    result = check(province, row(), row())
    assert ("D18", "error", "C7") in books.found(result)
    rows = [row(village.name) for village in province.villages_a[:3]]
    revision = books.stage(province.county_a, filler, "T17", rows, QUARTER)
    assert books.told(revision) == [("error", "", "青岭镇柳林村没有填报。")]


def test_legacy_workbook_with_the_months_by_name(province, tmp_path):
    headers = [("序号",), ("乡镇",), ("村",), ("1月",), ("2月",), ("3月",), ("原因",)]
    lines = [
        {"序号": 1.0, "乡镇": "青岭镇", "村": village.name, "1月": "是", "2月": "否", "3月": "是",
         "原因": "疫情防控"}
        for village in province.villages_a
    ]  # fmt: skip
    path = xls(tmp_path / "主题党日.xls", laid_out("主题党日情况", headers, lines))
    result = checked(read_workbook(path, name=path.name), province.county_a, "T17", QUARTER)
    assert [p.rule for p in result.problems if p.severity == "error"] == []
    assert [r.values["held_2"] for r in result.rows] == [False] * 4


def test_it_asks_little(province):
    asked = [c for c in SHEETS["T17"].columns if c.required and not c.prefilled]
    assert [column.name for column in asked] == ["held_1", "held_2", "held_3"]
