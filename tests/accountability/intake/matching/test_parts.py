"""A sheet of several tables: each in its worksheet, or under one another in one."""

import io

import openpyxl
import pytest

from accountability.intake.declare import CellType, Column, Finding, Part, Sheet
from accountability.intake.pipeline import check
from accountability.intake.reading.grid import Grid, Merge
from accountability.intake.registry import load_registry
from accountability.intake.rules import Period, PeriodKind, Severity
from accountability.intake.template import Filled, build
from tests.accountability.intake.sheets import book, laid_out, of, setting

T = CellType
SERIAL = Column("serial", ("序号",), T.SERIAL)
VILLAGE = Column("village_name", ("村",), T.VILLAGE, required=True)
NAME = Column("person_name", ("姓名",), T.PERSON_NAME, required=True)


def _no_repeats(rows, setting):
    seen = set()
    for row in rows:
        if row["person_name"] in seen:
            yield row, Finding("TWICE", Severity.WARNING, "重复。", "person_name", cause="重复")
        seen.add(row["person_name"])


SHEET = Sheet(
    code="X8",
    official_code="DJ-98",
    version="1",
    title="后备和党员",
    period_kind=PeriodKind.MONTH,
    model="accountability.RosterRow",
    parts=(
        Part(
            "reserve",
            "后备干部",
            (SERIAL, VILLAGE, NAME, Column("source", ("培养", "来源"), T.TEXT, expected=True),
             Column("pooled_on", ("培养", "入库日期"), T.DATE, expected=True)),
            ("village_name", "person_name"),
            ("village_name", "person_name"),
            sheet_checks=(_no_repeats,),
        ),
        Part(
            "member",
            "党员发展",
            (SERIAL, VILLAGE, NAME, Column("applied_on", ("申请日期",), T.DATE, expected=True),
             Column("admitted_on", ("转正日期",), T.DATE, expected=True)),
            ("village_name", "person_name"),
            ("person_name",),
            header_rows=1,
        ),
    ),
)  # fmt: skip
A = [("序号",), ("村",), ("姓名",), ("培养", "来源"), ("培养", "入库日期")]
B = [("序号",), ("村",), ("姓名",), ("申请日期",), ("转正日期",)]


def reserve(name="张三", village="双河村", **more):
    return {
        "序号": 1.0,
        "村": village,
        "姓名": name,
        "培养/来源": "返乡",
        "培养/入库日期": "2019-05-01",
    } | more


def member(name="李四", village="东沟村", **more):
    return {
        "序号": 1.0,
        "村": village,
        "姓名": name,
        "申请日期": "2017-05-01",
        "转正日期": "2019.7.1",
    } | more


def result(county, *grids):
    told = setting(county)
    registry = load_registry(county, told.period.last_day)
    return check(book(*grids), sheet=SHEET, setting=told, registry=registry, mappings={})


def stacked(upper: Grid, lower: Grid) -> Grid:
    """Put one table under the other in one worksheet."""
    down = len(upper.rows) + 1
    moved = [Merge(m.top + down, m.left, m.bottom + down, m.right) for m in lower.merges]
    return Grid("Sheet1", [*upper.rows, [], *lower.rows], [*upper.merges, *moved])


def test_each_worksheet_is_read_as_its_part(province):
    done = result(
        province.county_a,
        laid_out("党员", B, [member()], name="表二"),
        laid_out("后备", A, [reserve(), reserve("王五")], name="表一"),
        laid_out("别的", [("甲项",), ("乙项",)], [], name="说明"),
    )
    assert [(row.part, row.sheet_name, row.key) for row in done.rows] == [
        ("member", "表二", "member|东沟村|李四"),
        ("reserve", "表一", "reserve|双河村|张三"),
        ("reserve", "表一", "reserve|双河村|王五"),
    ]
    assert [p.sentence for p in of(done, "D17")] == ["工作表“说明”的表头对不上，未读取。"]
    first, second = done.rows[0], done.rows[1]
    assert (str(first["admitted_on"]), first["pooled_on"]) == ("2019-07-01", None)
    names = [column.name for column in SHEET.columns]
    assert names.count("village_name") == 1
    assert dict(zip(names, second.raw, strict=True))["source"] == "返乡"
    assert dict(zip(names, second.raw, strict=True))["applied_on"] == ""
    assert [row["village_id"] for row in done.rows[1:]] == [province.villages_a[0].pk] * 2


@pytest.mark.parametrize("rows", [2, 120])
def test_tables_under_one_another_are_read_each_by_its_header(province, rows):
    upper = laid_out(
        "后备",
        A,
        [reserve(f"张{'一二三四五六七八九十'[n % 10]}{n // 10 * '大'}") for n in range(rows)],
    )
    lower = laid_out("党员", B, [member(), member("孙七", 转正日期="不详")])
    done = result(province.county_a, stacked(upper, lower))
    assert [row.part for row in done.rows] == ["reserve"] * rows + ["member"] * 2
    assert done.facts["blocks"] == {"Sheet1·后备干部": "Sheet1", "Sheet1·党员发展": "Sheet1"}
    [asked] = of(done, "D6")
    assert asked.sheet_name == "Sheet1·党员发展"
    assert asked.address == f"E{rows + 5 + 1 + 4 + 2}"
    assert not [p for p in done.problems if p.severity == "error" and p.rule != "D6"]


def test_part_that_is_not_there_or_empty_is_asked_for(province):
    [absent] = of(result(province.county_a, laid_out("党员", B, [member()])), "PART")
    assert (absent.severity, absent.sentence) == ("error", "文件里没有“后备干部”这张表。")
    done = result(
        province.county_a,
        laid_out("党员", B, [], name="二"),
        laid_out("后备", A, [reserve()], name="一"),
    )
    [empty] = of(done, "EMPTY")
    assert (empty.severity, empty.sheet_name) == ("warning", "二")


def test_checks_of_a_part_see_its_own_rows_only(province):
    done = result(
        province.county_a,
        laid_out("党员", B, [member("张三")], name="二"),
        laid_out("后备", A, [reserve(), reserve(village="东沟村")], name="一"),
    )
    [twice] = of(done, "TWICE")
    assert (twice.sheet_name, twice.address, twice.row_key) == (
        "一", "C7", "reserve|东沟村|张三"
    )  # fmt: skip


def test_template_has_a_worksheet_for_each_part(province):
    rows = [
        {"part": "reserve", "village_name": "双河村", "person_name": "张三", "key": "1"},
        {"part": "member", "village_name": "东沟村", "person_name": "李四", "key": "2"},
    ]
    many = [f"第{number}个很长的村名字" for number in range(60)]
    filled = Filled("990121", "嵩北县", Period.parse("2020-05"), rows, {"village_name": many})
    made = openpyxl.load_workbook(io.BytesIO(build(SHEET, filled)))
    assert made.sheetnames[:2] == ["后备干部", "党员发展"]
    upper, lower = made["后备干部"], made["党员发展"]
    assert [upper["C7"].value, lower["C6"].value] == ["张三", "李四"]
    ranges = [
        rule.formula1 for page in (upper, lower) for rule in page.data_validations.dataValidation
    ]
    assert len(set(ranges)) == 2
