"""T20: who is in the pool and whom its experts served; what the portal adds asks little."""

# ruff: noqa: DTZ001 - a workbook knows no time zone
import datetime as dt
import io

import openpyxl
import pytest

from accountability.intake.reading.reader import read_workbook
from accountability.ledgers.models import TalentRow
from tests.accountability.intake.files import xls
from tests.accountability.intake.sheets import book, checked, of
from tests.accountability.intake.staged import stage_checked
from tests.accountability.ledgers import books

QUARTER = "2020Q1"
CURED = "菌棒烧棚的原因查清，改了通风和码放办法"


def day(month: int, number: int, year: int = 2020) -> dt.datetime:
    return dt.datetime(year, month, number)


def expert(person: str = "王教授", village: str | None = "双河村", **more: object):
    """Return a clean line of the pool."""
    return {
        "person_name": person, "kind": "省科技特派员", "specialty": "食用菌栽培",
        "township_name": "青岭镇", "village_name": village, "pooled_on": day(6, 1, 2018),
        "standing": "在服务",
    } | more  # fmt: skip


def service(village: str = "双河村", **more: object):
    """Return a clean line of a service."""
    return {
        "served_on": day(2, 6), "township_name": "青岭镇", "village_name": village,
        "subject": "香菇菌棒管理", "expert_names": "王教授", "served_count": 12, "solved": CURED,
    } | more  # fmt: skip


def grids(pool, services):
    return [books.part("T20", "pool", pool), books.part("T20", "service", services)]


def check(province, pool, services, *, period=QUARTER):
    return checked(book(*grids(pool, services)), province.county_a, "T20", period)


def serious(result):
    return {one for one in books.found(result) if one[1] != "notice"}


def test_official_layout_has_the_pool_and_the_services(province):
    made = openpyxl.load_workbook(io.BytesIO(books.blank(province.county_a, "T20", QUARTER)))
    assert made.sheetnames[:2] == ["人才库", "服务活动"]
    upper, lower = made["人才库"], made["服务活动"]
    assert {"A4:A5", "B4:D4", "E4:F4", "G4:H4", "I4:I5"} <= {
        str(one) for one in upper.merged_cells.ranges
    }
    assert [cell.value for cell in lower[5]][2:8] == [
        "乡镇", "村名", "主题", "专家姓名", "服务人次", "解决事项"
    ]  # fmt: skip
    texts = [str(cell.value) for row in upper.iter_rows() for cell in row if cell.value]
    assert any("平台增设" in text for text in texts)


def test_clean_quarter_is_stored_and_persons_counted_once(province, filler):
    pool = [expert(), expert(village="东沟村"), expert("李土", None, kind="土专家")]
    services = [service(expert_names="王教授、李土"), service("东沟村", solved=None)]
    result = check(province, pool, services)
    assert serious(result) == set()
    assert [one.sentence for one in of(result, "T20-POOL")] == ["人才库3行，去重后2人。"]
    revision = stage_checked(result, province.county_a, filler, sheet="T20", period=QUARTER)
    stored = TalentRow.objects.filter(revision=revision)
    first = stored.get(part="service", village=province.villages_a[0])
    assert (first.served_count, first.expert_names) == (12, "王教授、李土")
    of_town = stored.get(person_name="李土")
    assert (of_town.kind, of_town.standing, of_town.village_id) == ("本土人才", "服务中", None)


@pytest.mark.parametrize(
    ("pool", "services", "expected"),
    [
        ({"pooled_on": day(7, 1, 2027)}, {}, ("T20-DATE", "error", "G6")),
        ({"township_name": None, "village_name": None}, {}, ("T20-PLACE", "warning", "E6")),
        ({"kind": "大师"}, {}, ("D20", "error", "C6")),
        ({"specialty": None}, {}, ("REQ", "error", "D6")),
        ({}, {"served_on": day(12, 30, 2019)}, ("T20-DATE", "warning", "B6")),
        ({}, {"served_on": day(7, 1, 2027)}, ("T20-DATE", "error", "B6")),
        ({}, {"served_count": 0}, ("T20-COUNT", "warning", "G6")),
        ({}, {"expert_names": "王教授，赵博士"}, ("T20-POOL", "warning", "F6")),
        ({}, {"village_name": None}, ("REQ", "error", "D6")),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(province, pool, services, expected):
    assert serious(check(province, [expert(**pool)], [service(**services)])) == {expected}


def test_what_stands_twice_or_was_copied_is_told(province):
    result = check(
        province,
        [expert(), expert()],
        [service(), service(), service("东沟村", solved=f"{CURED}。")],
    )
    assert serious(result) == {
        ("D18", "error", "B7"), ("D18", "error", "E7"),
        ("X14", "warning", "H7"), ("X14", "warning", "H8"),
    }  # fmt: skip


def test_a_file_without_services_is_complete(province):
    workbook = book(books.part("T20", "pool", [expert()]))
    result = checked(workbook, province.county_a, "T20", QUARTER)
    assert serious(result) == set()


def test_next_blank_carries_who_has_not_left(province, filler, tmp_path):
    pool = [expert(), expert("李土", None), expert("赵走", standing="已退出")]
    result = check(province, pool, [service()])
    books.point(
        stage_checked(result, province.county_a, filler, sheet="T20", period=QUARTER), filler
    )
    back = books.returned(province.county_a, "T20", "2020Q2", tmp_path)
    assert [(row.part, row["person_name"], row["village_name"]) for row in back.rows] == [
        ("pool", "王教授", "双河村"), ("pool", "李土", "")
    ]  # fmt: skip
    later = check(province, [expert(pooled_on=day(1, 1, 2019))], [], period="2020Q2")
    revision = stage_checked(later, province.county_a, filler, sheet="T20", period="2020Q2")
    assert books.told(revision, "X14") == [
        ("warning", "G6", "入库日期上期填的是2018-06-01，本期为2019-01-01。"),
        ("warning", "", "上期在库的李土本期没有列出。"),
    ]


def test_old_workbook_with_dirty_rows(province, tmp_path):
    upper, lower = grids(
        [expert("王　教授", "双河村委会", pooled_on="2018.6", kind="博士团")],
        [service("东沟", served_on="2020年2月6日", served_count="１２人次")],
    )
    path = xls(tmp_path / "人才.xls", upper, lower)
    result = checked(read_workbook(path, name=path.name), province.county_a, "T20", QUARTER)
    assert serious(result) == set()
    assert [(row["person_name"], row["kind"]) for row in result.rows if row.part == "pool"] == [
        ("王教授", "博士服务团")
    ]
    [served] = [row for row in result.rows if row.part == "service"]
    assert (served["served_count"], served["served_on"]) == (12, dt.date(2020, 2, 6))
