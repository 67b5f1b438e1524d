"""T18: who may lead a group, how many belong to it, no poor village without one."""

# ruff: noqa: DTZ001 - a workbook knows no time zone
import datetime as dt
import doctest

import pytest

from accountability.intake.declare import SHEETS
from accountability.intake.reading.reader import read_workbook
from accountability.intake.rules import Period
from accountability.ledgers.models import GroupMemberRow
from accountability.ledgers.rules import groups
from accountability.parameters.models import Parameter
from tests import make
from tests.accountability.intake.files import xls
from tests.accountability.intake.sheets import checked
from tests.accountability.ledgers import books

QUARTER = "2020Q1"
OTHERS = (("李书", "村支书"), ("张队", "工作队长"), ("钱一", "帮扶责任人"))


def day(year: int, month: int, number: int = 1) -> dt.datetime:
    return dt.datetime(year, month, number)


def row(village: str = "双河村", person: str = "王镇", **more: object) -> dict[str, object]:
    """Return a clean leader."""
    return {
        "township_name": "青岭镇", "village_name": village, "group_role": "组长",
        "person_name": person, "identity": "乡镇干部", "post": "青岭镇副镇长", "rank": "副科级",
        "is_resident": "否", "joined_on": day(2017, 5, 8),
    } | more  # fmt: skip


def group(village: str = "双河村", **more: object) -> list[dict[str, object]]:
    """Return a clean group of four."""
    members = [
        row(village, f"{name}{village[0]}", group_role="成员", identity=who, post="", rank="",
            is_resident="是" if who == "工作队长" else "否")
        for name, who in OTHERS
    ]  # fmt: skip
    return [row(village, **more), *members]


def check(province, rows):
    return books.check(province.county_a, "T18", list(rows), QUARTER)


def county_rows(province) -> list[dict[str, object]]:
    return [one for village in province.villages_a for one in group(village.name)]


def test_rules_of_groups():
    assert doctest.testmod(groups).failed == 0
    assert [groups.is_senior(rank) for rank in groups.RANKS] == [False, *[True] * 5]
    first, last = dt.date(2020, 1, 1), dt.date(2020, 3, 31)
    assert groups.belongs_on(last, first, None)
    assert groups.belongs_on(last, None, dt.date(2020, 4, 1))
    assert not groups.belongs_on(last, first, last)


def test_layout_says_that_the_platform_adds_it(province):
    merged, cells = books.heads(province.county_a, "T18", QUARTER)
    assert {"A4:A5", "B4:C4", "D4:I4", "J4:K4", "L4:L5"} <= merged
    assert cells["A1"] == "附件18（平台增设）"
    assert [cells[f"{c}5"] for c in "DEFGHI"] == [
        "责任组职务", "姓名", "身份", "单位职务", "职级", "是否驻村",
    ]  # fmt: skip
    assert "责任组一般4至7人（平台约定）" in books.foot(province.county_a, "T18", QUARTER)


def test_clean_county_is_silent_and_stored(province, filler):
    revision = books.stage(province.county_a, filler, "T18", county_rows(province), QUARTER)
    assert books.told(revision) == []
    leader = GroupMemberRow.objects.filter(revision=revision).first()
    assert (leader.rank, leader.is_resident, leader.left_on) == ("副科级", False, None)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"rank": "科员"}, {("S12", "error", "H6")}),
        ({"rank": None}, {("S12", "error", "H6")}),
        ({"rank": None, "is_resident": "驻村"}, set()),
        ({"rank": "一级主任科员"}, set()),
        ({"rank": "局长"}, {("D20", "error", "H6"), ("S12", "error", "H6")}),
        ({"identity": "村第一书记"}, {("S12", "error", "I6")}),
        ({"joined_on": day(2021, 5)}, {("T18-DATE", "error", "J6")}),
        ({"left_on": day(2017, 5, 1)}, {("T18-DATE", "error", "K6")}),
    ],
)
def test_each_rule_of_a_leader(province, more, expected):
    found = books.found(check(province, group(**more)))
    assert {one for one in found if one[1] == "error"} == expected


def test_size_and_leaders_are_asked_about(province):
    led_twice = [*group(), row(person="赵二")]
    gone = row("东沟村", "孙三", left_on=day(2020, 3, 1))
    result = check(province, [*led_twice, gone, *group("石门村")[1:]])
    assert books.found(result) == {
        ("S12", "warning", "D10"), ("S12", "warning", "D12"), ("S12", "warning", "C12"),
    }  # fmt: skip
    small = next(p for p in result.problems if p.field == "village_name")
    assert small.sentence == "石门村的责任组在组3人，一般为4至7人（平台约定）。"


def test_size_is_a_parameter(province):
    Parameter.objects.filter(code="group_members_min").update(number=5, certainty="official")
    result = check(province, group())
    assert [p.sentence for p in result.problems] == [
        "双河村的责任组在组4人，一般为5至7人（平台约定）。"
    ]


def test_nobody_stands_in_a_group_twice(province):
    doubled = [*group(), row(person="李书双", group_role="成员")]
    assert ("D18", "error", "E10") in books.found(check(province, doubled))


def test_poor_village_without_a_group_is_named(province, filler):
    rows = [*group(), *group("东沟村"), row("石门村", left_on=day(2020, 3, 31))]
    revision = books.stage(province.county_a, filler, "T18", rows, QUARTER)
    assert books.told(revision, "S12") == [
        ("warning", "", "青岭镇柳林村是贫困村，没有在组的责任组成员。"),
        ("warning", "", "青岭镇石门村是贫困村，没有在组的责任组成员。"),
    ]


def test_blank_knows_who_is_posted_and_who_was_in_it(province, filler, tmp_path):
    posting = make.posting(province.villages_a[0], who=make.person("李红卫"))
    ended = make.posting(
        province.villages_a[1],
        who=make.person("周退"),
        started_on=dt.date(2018, 1, 1),
        ended_on=dt.date(2020, 4, 9),
    )
    first = {row["village_name"]: row for row in SHEETS["T18"].prefill(
        province.county_a, Period.parse(QUARTER))}  # fmt: skip
    assert (first["双河村"]["person_name"], first["双河村"]["identity"]) == ("李红卫", "第一书记")
    assert first["双河村"]["joined_on"] == posting.started_on
    assert first["石门村"]["person_name"] == ""
    rows = county_rows(province)
    rows[5:5] = [row("东沟村", ended.person.name, group_role="成员", identity="第一书记",
                     is_resident="是")]  # fmt: skip
    books.accept(province.county_a, filler, "T18", rows, QUARTER)
    result = books.returned(province.county_a, "T18", "2020Q2", tmp_path)
    assert [p for p in result.problems if p.severity == "error"] == []
    kept = {(r["village_name"], r["person_name"]): r["left_on"] for r in result.rows}
    assert kept["东沟村", "周退"] == dt.date(2020, 4, 9)
    assert kept["双河村", "王镇"] is None
    assert ("双河村", "李红卫") in kept
    assert len(kept) == len(rows) + 1


def test_who_is_no_longer_listed_is_asked_for(province, filler):
    books.accept(province.county_a, filler, "T18", county_rows(province), QUARTER)
    revision = books.stage(province.county_a, filler, "T18", county_rows(province)[1:], "2020Q2")
    assert [sentence for *_, sentence in books.told(revision, "X14")] == [
        "上期在组的王镇（双河村）本期没有报，也没有离组日期。"
    ]


def test_dirty_old_workbook(province, tmp_path):
    """Rows as counties keep them in .xls: alias of the village, spaced names, loose words."""
    rows = [
        row("双河村委会", "王 镇", group_role="责任组组长", identity="乡镇", rank="乡科级副职"),
        row("〃", "李书", group_role="组员", identity="村党支部书记", is_resident="×",
            joined_on="2017.5"),
        row("同上", "张队", group_role="成员", identity="驻村工作队长", rank=None, is_resident="√",
            joined_on="20170508"),
        row("双河村", "钱一", group_role="成员", identity="帮扶人", is_resident="无"),
    ]  # fmt: skip
    grid = books.grid("T18", rows)
    grid.rows.append(["小计", None, None, None, 4.0])
    path = xls(tmp_path / "责任组.xls", grid)
    result = checked(read_workbook(path, name=path.name), province.county_a, "T18", QUARTER)
    assert [(r["village_name"], r["person_name"], r["identity"]) for r in result.rows] == [
        ("双河村", "王镇", "乡镇干部"), ("双河村", "李书", "村支书"),
        ("双河村", "张队", "工作队长"), ("双河村", "钱一", "帮扶责任人"),
    ]  # fmt: skip
    errors = {(p.rule, p.address) for p in result.problems if p.severity == "error"}
    assert errors == set()
