"""T10: classes and their lists agree, one person in one place a day, each counted once."""

# ruff: noqa: DTZ001 - a workbook knows no time zone
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from accountability.intake.reading.reader import read_workbook
from accountability.ledgers.models import TrainingRow
from accountability.parameters.models import Parameter
from tests import make
from tests.accountability.intake.files import xls
from tests.accountability.intake.sheets import book, checked, of
from tests.accountability.intake.staged import stage_checked
from tests.accountability.ledgers import books

QUARTER = "2020Q1"
PARTY, TRADE = "村书记集中轮训班", "电商实用班"


def day(month: int, number: int, year: int = 2020) -> dt.datetime:
    return dt.datetime(year, month, number)


def course(name: str = PARTY, **more: object) -> dict[str, object]:
    """Return a clean class of two days."""
    return {
        "course_name": name, "theme": "党建", "level": "县级", "method": "集中培训",
        "started_on": day(1, 7), "ended_on": day(1, 8), "hours": 16, "place": "县委党校",
        "trainees_count": 2, "cost": 1.2,
    } | more  # fmt: skip


def trainee(
    person: str = "王大", village: str | None = "双河村", name: str = PARTY, **more: object
) -> dict[str, object]:
    """Return a clean line of a list."""
    return {
        "course_name": name, "person_name": person, "post": "村支书", "township_name": "青岭镇",
        "village_name": village, "is_counted": "是", "result": "合格",
    } | more  # fmt: skip


TWO = [trainee(), trainee("李二", "东沟村", post="村委会主任")]


def grids(courses, trainees):
    return [books.part("T10", "course", courses), books.part("T10", "trainee", trainees)]


def check(province, courses, trainees, *, period=QUARTER):
    return checked(book(*grids(courses, trainees)), province.county_a, "T10", period)


def serious(result):
    return {one for one in books.found(result) if one[1] != "notice"}


def test_official_layout_has_classes_and_a_single_level_list(province):
    made = openpyxl.load_workbook(io.BytesIO(books.blank(province.county_a, "T10", QUARTER)))
    assert made.sheetnames[:2] == ["班次统计", "参训名单"]
    upper, lower = made["班次统计"], made["参训名单"]
    merged = {str(one) for one in upper.merged_cells.ranges}
    assert {"A4:A5", "B4:E4", "F4:H4", "I4:I5"} <= merged
    heads = [cell.value for cell in lower[4]]
    assert heads[:8] == [
        "序号", "班次名称", "姓名", "职务", "乡镇", "村名", "是否计入轮训", "考核结果"
    ]  # fmt: skip


def test_clean_quarter_is_stored_and_counted_once(province, filler):
    secretary = make.posting(province.villages_a[0], who=make.person("张三"))
    lists = [
        *TWO,
        trainee(name=TRADE),
        trainee("张三", name=TRADE, post="驻村第一书记"),
        trainee("周乡", None, name=TRADE, post="包村干部"),
    ]
    courses = [course(), course(TRADE, started_on=day(2, 3), ended_on=day(2, 3), trainees_count=3)]
    result = check(province, courses, lists)
    assert serious(result) == set()
    [told] = of(result, "H-06")
    assert told.sentence == ("名单5人次，去重后4人；计入轮训的村党组织书记1人、村主任1人。")
    revision = stage_checked(result, province.county_a, filler, sheet="T10", period=QUARTER)
    assert books.told(revision, "X10") == []
    first = TrainingRow.objects.get(revision=revision, person_name="张三")
    assert (first.person_id, first.part) == (secretary.person_id, "trainee")
    held = TrainingRow.objects.get(revision=revision, part="course", course_name=PARTY)
    assert (held.hours, held.level, held.cost) == (Decimal(16), "县", Decimal("1.20"))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"ended_on": day(1, 6)}, ("T10-DATE", "error", "G6")),
        ({"ended_on": day(7, 6)}, ("T10-DATE", "error", "G6")),
        ({"started_on": day(12, 1, 2019), "ended_on": day(12, 2, 2019)},
         ("T10-DATE", "warning", "G6")),
        ({"trainees_count": 3}, ("T10-LIST", "error", "J6")),
        ({"theme": "喝茶"}, ("D20", "error", "C6")),
    ],
)  # fmt: skip
def test_each_rule_of_a_class(province, more, expected):
    assert serious(check(province, [course(**more)], TWO)) == {expected}


def test_lists_have_their_class_and_everybody_once(province):
    lists = [*TWO, trainee(), trainee("孙三", "石门村", name="没有的班"), trainee("钱四", None)]
    result = check(province, [course(trainees_count=4), course(trainees_count=4)], lists)
    assert serious(result) == {
        ("D18", "error", "B7"),
        ("D18", "error", "C7"),
        ("T10-LIST", "error", "B8"),
        ("REQ", "error", "F9"),
    }


def test_nobody_sits_in_two_classes_on_one_day(province):
    courses = [
        course(),
        course(TRADE, started_on=day(1, 8), ended_on=day(1, 9), trainees_count=1),
        course("第三班", started_on=day(1, 10), ended_on=day(1, 10), trainees_count=1),
    ]
    lists = [*TWO, trainee(name=TRADE), trainee(name="第三班")]
    result = check(province, courses, lists)
    assert serious(result) == {("T10-TWICE", "warning", "C7")}
    [twice] = of(result, "T10-TWICE")
    assert twice.sentence == f"王大同一天还在“{PARTY}”（第5行）。"


def test_online_hours_count_only_once_the_number_is_known(province):
    short = [course(method="线上", hours=3.5, trainees_count=1)]
    assert of(check(province, short, [trainee()]), "H-06")[0].severity == "notice"
    Parameter.objects.filter(code="online_hours_min").update(number=Decimal(8))
    found = of(
        check(province, short, [trainee(), trainee("李二", "东沟村", is_counted="否")]), "H-06"
    )
    [asked] = [one for one in found if one.severity == "warning"]
    assert asked.address == "G5"
    assert "网络班次3.5学时，不足8学时（官方表述待核）" in asked.sentence


def test_who_is_on_no_roster_is_asked(province, filler):
    make.posting(province.villages_a[0], who=make.person("张三"))
    lists = [trainee("张山", post="第一书记"), trainee("李二", "东沟村")]
    result = check(province, [course()], lists)
    revision = stage_checked(result, province.county_a, filler, sheet="T10", period=QUARTER)
    assert books.told(revision, "X10") == [("warning", "C5", "花名册中没有驻双河村的张山。")]


def test_old_workbook_with_dirty_rows(province, tmp_path):
    upper, lower = grids(
        [course(started_on="2020.1.7", ended_on="１月８日", trainees_count="2人", level="本县")],
        [trainee("王　大", "双河村委会", is_counted="√"), trainee("李二", "东沟", result="通过")],
    )
    path = xls(tmp_path / "培训.xls", upper, lower)
    result = checked(read_workbook(path, name=path.name), province.county_a, "T10", QUARTER)
    names = [row["person_name"] for row in result.rows if row.part == "trainee"]
    assert names == ["王大", "李二"]
    assert {(p.rule, p.address) for p in result.problems if p.severity == "error"} == {
        ("D6", "G6"), ("D20", "D6"),
    }  # fmt: skip
    assert [row["result"] for row in result.rows[1:]] == ["合格", "合格"]


def test_next_blank_carries_what_was_not_over(province, filler, tmp_path):
    courses = [course(), course(TRADE, ended_on=day(4, 2), trainees_count=1)]
    result = check(province, courses, [*TWO, trainee(name=TRADE)])
    books.point(
        stage_checked(result, province.county_a, filler, sheet="T10", period=QUARTER), filler
    )
    back = books.returned(province.county_a, "T10", "2020Q2", tmp_path)
    assert [(row.part, row["course_name"]) for row in back.rows] == [
        ("course", TRADE), ("trainee", TRADE)
    ]  # fmt: skip
