"""T9: reserves counted, steps into the Party in order; two tables through the whole mechanism."""

# ruff: noqa: DTZ001 - a workbook knows no time zone
import datetime as dt
import doctest
import io

import openpyxl
import pytest
from django.urls import reverse

from accountability.intake.actions import mending, receiving
from accountability.intake.annotate import mark
from accountability.intake.queries.cells import leaves_of
from accountability.intake.queries.differences import rows_that_differ
from accountability.intake.queries.files import marks_of
from accountability.intake.reading.reader import read_workbook
from accountability.ledgers.models import MemberRow
from accountability.ledgers.rules import members as rules
from tests import make
from tests.accountability.intake.files import xls
from tests.accountability.intake.flow.books import xlsx
from tests.accountability.intake.matching.test_parts import stacked
from tests.accountability.intake.sheets import book, checked, of
from tests.accountability.intake.staged import stage_checked
from tests.accountability.ledgers import books

QUARTER = "2020Q1"
RULES = rules.MemberRules(1, 2, 35, "（官方表述待核）", 18, 12, 12, 24)


def day(year: int, month: int, number: int = 1) -> dt.datetime:
    return dt.datetime(year, month, number)


def reserve(village: str = "双河村", person: str = "王大", **more: object) -> dict[str, object]:
    """Return a clean reserve cadre."""
    return {
        "township_name": "青岭镇", "village_name": village, "person_name": person, "age": 31,
        "party_status": "党员", "education": "大专", "background": "返乡", "mentor": "李支书",
        "measures": "跟班学习、中心工作", "is_pooled": "是", "pooled_on": day(2019, 3),
        "standing": "培养中",
    } | more  # fmt: skip


def member(village: str = "双河村", person: str = "赵小", **more: object) -> dict[str, object]:
    """Return somebody who became a probationary member in time."""
    return {
        "township_name": "青岭镇", "village_name": village, "person_name": person, "age": 28,
        "category": "致富带头人", "applied_on": day(2017, 3), "activist_on": day(2017, 10),
        "candidate_on": day(2018, 11), "probation_on": day(2019, 2), "contact": "李支书",
    } | more  # fmt: skip


def grids(reserves, members):
    return [books.part("T9", "reserve", reserves), books.part("T9", "member", members)]


def check(province, reserves, members):
    return checked(book(*grids(reserves, members)), province.county_a, "T9", QUARTER)


def test_official_layout_has_two_worksheets(province):
    made = openpyxl.load_workbook(io.BytesIO(books.blank(province.county_a, "T9", QUARTER)))
    assert made.sheetnames[:2] == ["后备干部", "发展党员"]
    upper, lower = made["后备干部"], made["发展党员"]
    merged = {str(one) for one in upper.merged_cells.ranges}
    assert {"A4:A5", "B4:C4", "D4:H4", "I4:J4", "K4:L4", "M4:M5", "N4:N5"} <= merged
    assert [lower[f"{c}5"].value for c in "GHIJK"] == [
        "申请入党日期", "积极分子日期", "发展对象日期", "预备党员日期", "转正日期"
    ]  # fmt: skip
    assert [upper[f"C{row}"].value for row in range(7, 11)] == [
        village.name for village in province.villages_a
    ]


def test_clean_ledger_is_silent_and_stored(province, filler):
    names = [village.name for village in province.villages_a]
    result = check(province, [reserve(v) for v in names], [member(v) for v in names])
    assert result.problems == []
    revision = stage_checked(result, province.county_a, filler, sheet="T9", period=QUARTER)
    assert [(p.rule, p.severity) for p in revision.problems.all()] == []
    upper, lower = (
        MemberRow.objects.filter(revision=revision, part=part).first()
        for part in ("reserve", "member")
    )
    assert (upper.standing, upper.measures) == ("在培", ["跟班学习", "参与中心工作"])
    assert (upper.applied_on, lower.is_pooled) == (None, None)
    assert (lower.key, lower.category) == ("member|青岭镇|双河村|赵小", "致富能手")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"is_pooled": "是", "pooled_on": None}, ("T9-POOL", "error", "L6")),
        ({"is_pooled": "否"}, ("T9-POOL", "error", "K6")),
        ({"pooled_on": day(2020, 7)}, ("T9-DATE", "error", "L6")),
        ({"mentor": None}, ("H-01", "warning", "I6")),
        ({"standing": "当村官"}, ("D20", "error", "M6")),
    ],
)
def test_each_rule_of_reserves(province, more, expected):
    assert books.found(check(province, [reserve(**more)], [member()])) == {expected}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"activist_on": day(2017, 3)}, {("H-04", "error", "H6")}),
        ({"candidate_on": day(2018, 9, 30)}, {("H-04", "error", "I6")}),
        ({"candidate_on": "2018.10"}, {("D6", "notice", "I6")}),
        ({"admitted_on": day(2020, 1, 31)}, {("H-04", "error", "K6")}),
        ({"admitted_on": day(2020, 2)}, set()),
        ({"activist_on": None}, {("H-04", "warning", "H6")}),
        ({"age": 36}, {("H-03", "warning", "E6")}),
        ({"age": 17}, {("H-04", "error", "E6")}),
        ({"admitted_on": day(2021, 1)}, {("T9-DATE", "error", "K6")}),
    ],
)
def test_each_rule_of_the_way_into_the_party(province, more, expected):
    assert books.found(check(province, [reserve()], [member(**more)])) == expected


def test_what_is_not_confirmed_says_so(province):
    [young] = of(check(province, [reserve()], [member(age=36)]), "H-03")
    assert young.sentence == "年龄36岁，超过35岁（官方表述待核），不计入青年党员。"


def test_villages_have_one_or_two_reserves(province, filler):
    three = [reserve(person=f"王{name}") for name in ("大", "二", "三")]
    result = check(
        province, [*three, reserve("东沟村", "孙一", standing="已上任")], [member(), member()]
    )
    assert books.found(result) == {("H-01", "warning", "M8"), ("D18", "error", "D7")}
    revision = stage_checked(result, province.county_a, filler, sheet="T9", period=QUARTER)
    said = {one[2] for one in books.told(revision, "H-01") if not one[1]}
    assert said == {
        f"青岭镇{name}在培的后备干部不足1名。" for name in ("东沟村", "石门村", "柳林村")
    }
    assert len(books.told(revision, "H-03")) == 3


def test_steps_reported_before_do_not_move(province, filler):
    county = province.county_a
    names = [village.name for village in province.villages_a]
    before = check(province, [reserve(v) for v in names], [member(v) for v in names])
    first = stage_checked(before, county, filler, sheet="T9", period=QUARTER)
    books.point(first, filler)
    after = checked(
        book(*grids([reserve(v) for v in names],
                    [member(names[0], activist_on=day(2017, 9))])),
        county, "T9", "2020Q2",
    )  # fmt: skip
    second = stage_checked(after, county, filler, sheet="T9", period="2020Q2")
    assert books.told(second, "X14") == [
        ("warning", "H6", "上期填的是2017-10-01，本期为2017-09-01。")
    ]
    kinds = [(d.kind, d.sheet_name) for d in rows_that_differ(second, first)]
    assert kinds.count(("removed", "发展党员")) == 3
    assert ("changed", "发展党员") in kinds


def test_next_blank_carries_who_is_still_there(province, filler, tmp_path):
    county = province.county_a
    result = check(
        province,
        [reserve(), reserve("东沟村", "孙一", standing="退出")],
        [member(), member("东沟村", "钱二", admitted_on=day(2020, 3, 5))],
    )
    books.point(stage_checked(result, county, filler, sheet="T9", period=QUARTER), filler)
    back = books.returned(county, "T9", "2020Q2", tmp_path)
    named = [(r.part, r["village_name"], r["person_name"]) for r in back.rows if r["person_name"]]
    assert named == [("reserve", "双河村", "王大"), ("member", "双河村", "赵小")]
    assert {r["village_name"] for r in back.rows if not r["person_name"]} == {
        "东沟村", "石门村", "柳林村"
    }  # fmt: skip


def test_old_workbook_with_both_tables_in_one_worksheet(province, tmp_path):
    """Dirty rows of an .xls: dates typed in many ways, a total row, blocks under one another."""
    upper, lower = grids(
        [reserve(pooled_on="2019.3.1"), reserve("东沟村委会", "孙 一", age="三十", is_pooled="√")],
        [member(applied_on="2017年3月1日"), member("东沟村", "钱二", applied_on="20181201")],
    )
    upper.rows.append(["合计", None, None, None, 61.0])
    path = xls(tmp_path / "台账.xls", stacked(upper, lower))
    result = checked(read_workbook(path, name=path.name), province.county_a, "T9", QUARTER)
    assert [(row.part, row["person_name"]) for row in result.rows] == [
        ("reserve", "王大"), ("reserve", "孙一"), ("member", "赵小"), ("member", "钱二"),
    ]  # fmt: skip
    errors = {(p.rule, p.sheet_name, p.address) for p in result.problems if p.severity == "error"}
    assert errors == {("H-04", "Sheet1·发展党员", "H16")}


def test_one_worksheet_is_mended_marked_and_shown_by_part(client, province, filler, tmp_path):
    submission = make.submission("T9", QUARTER, province.county_a)
    whole = stacked(*grids([reserve()], [member(age="不详")]))
    data = xlsx(whole)
    receiving.receive_upload(
        submission=submission, chunks=[data], name="台账.xlsx", again=False, by=filler, at=make.NOON
    )
    submission.refresh_from_db()
    draft = submission.draft
    assert [(leaf.name, leaf.part) for leaf in leaves_of(draft)] == [
        ("Sheet1·后备干部", "reserve"), ("Sheet1·发展党员", "member"),
    ]  # fmt: skip
    path = tmp_path / "in.xlsx"
    path.write_bytes(data)
    marked = openpyxl.load_workbook(
        io.BytesIO(mark(path, name="in.xlsx", marks=marks_of(draft)).content)
    )
    [wrong] = draft.problems.filter(field="age")
    assert marked["Sheet1"][wrong.address].comment is not None
    edit = mending.CellEdit("Sheet1·发展党员", wrong.row_no, "age", "28")
    after = mending.edit_cells(submission=submission, edits=[edit], by=filler, at=make.NOON)
    assert not after.problems.filter(severity="error").exists()
    assert list(MemberRow.objects.filter(revision=after).values_list("part", "age")) == [
        ("reserve", 31), ("member", 28),
    ]  # fmt: skip
    client.force_login(filler)
    page = client.get(reverse("intake:revision", args=[after.pk]) + "?sheet=1").content.decode()
    assert "Sheet1·后备干部" in page
    assert "转正日期" in page
    assert "培养措施" not in page


def test_examples_of_the_rules_hold():
    assert doctest.testmod(rules).failed == 0
    days = {"applied_on": dt.date(2019, 1, 15), "activist_on": dt.date(2019, 1, 1)}
    assert [one.column for one in rules.missteps(days, [], RULES)] == ["activist_on"]
    assert list(rules.missteps(days, ["activist_on"], RULES)) == []
