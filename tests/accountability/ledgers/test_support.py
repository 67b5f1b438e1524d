"""T19: what is due against what was paid; a line only where an administrator has set one."""

# ruff: noqa: DTZ001 - a workbook knows no time zone
import datetime as dt
import doctest
from decimal import Decimal

import pytest

from accountability.intake.reading.reader import read_workbook
from accountability.ledgers.models import PostingSupportRow
from accountability.ledgers.rules import support
from accountability.parameters.models import Parameter
from tests import make
from tests.accountability.intake.files import xls
from tests.accountability.intake.sheets import checked
from tests.accountability.ledgers import books

YEAR = "2019"


def row(village: str = "双河村", **more: object) -> dict[str, object]:
    """Return a clean row."""
    return {
        "township_name": "青岭镇", "village_name": village, "posted_count": 3,
        "allowance_due": 5.4, "allowance_paid": 5.4, "work_funds_due": 2, "work_funds_paid": 2,
        "special_funds_due": 50, "special_funds_paid": 50, "paid_on": dt.datetime(2019, 11, 8),
    } | more  # fmt: skip


SHORT = {"special_funds_paid": 30, "unpaid_reason": "第二批次年拨付"}


def check(province, *rows):
    return books.check(province.county_a, "T19", list(rows), YEAR)


def test_rules_of_support():
    assert doctest.testmod(support).failed == 0
    told = {field: 1 for kind in support.KINDS for field in (kind.due, kind.paid)}
    assert support.is_met(told) is True
    assert support.is_met({**told, "allowance_paid": Decimal("0.99")}) is False
    assert support.is_met({**told, "allowance_paid": None}) is None


def test_layout(province):
    merged, cells = books.heads(province.county_a, "T19", YEAR)
    assert {"A4:A5", "B4:C4", "D4:D5", "E4:F4", "G4:H4", "I4:J4", "K4:M4", "N4:N5"} <= merged
    assert [cells[f"{c}5"] for c in "EFGHIJKLM"] == [
        "应发", "实发", "应拨", "实拨", "应拨", "实拨", "是否足额落实", "未落实原因", "到账日期",
    ]  # fmt: skip
    assert "本省标准未见文件" in books.foot(province.county_a, "T19", YEAR)


def test_clean_row_is_silent_and_computed(province, filler):
    revision = books.stage(province.county_a, filler, "T19", [row(), row("东沟村", **SHORT)], YEAR)
    assert books.told(revision) == [("notice", "", "2个村中有1个村没有足额落实。")]
    assert list(PostingSupportRow.objects.filter(revision=revision).values_list("is_met")) == [
        (True,), (False,),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"special_funds_paid": 30}, ("S11", "error", "L6")),
        ({"work_funds_paid": 20}, ("S11", "warning", "H6")),
        ({**SHORT, "is_met": "是"}, ("S11", "error", "K6")),
        ({"paid_on": None}, ("T19-DATE", "warning", "M6")),
        ({"paid_on": dt.datetime(2030, 1, 1)}, ("T19-DATE", "error", "M6")),
        ({"paid_on": dt.datetime(2018, 1, 1)}, ("T19-DATE", "warning", "M6")),
        ({"allowance_due": 54000, "allowance_paid": 54000}, ("RANGE", "error", "E6")),
        ({"allowance_paid": None}, ("REQ", "error", "F6")),
    ],
)
def test_each_rule(province, more, expected):
    assert expected in books.found(check(province, row(**more)))


def test_line_is_asked_of_only_once_somebody_has_set_it(province):
    assert books.found(check(province, row(allowance_due=1, allowance_paid=1))) == set()
    Parameter.objects.filter(code="posting_allowance_min").update(number=Decimal("1.8"))
    result = check(province, row(allowance_due=5, allowance_paid=5), row("东沟村"))
    assert [p.sentence for p in result.problems] == [
        "驻村补助应发5万元，低于标准5.4万元（每人1.8万元）（官方表述待核）。"
    ]
    assert "每人每年不低于1.8万元（官方表述待核）" in books.foot(province.county_a, "T19", YEAR)


def test_villages_are_those_with_somebody_posted(province, filler, tmp_path):
    for village in province.villages_a[:2]:
        make.posting(village)
        make.posting(village, role="member")
    back = books.returned(province.county_a, "T19", YEAR, tmp_path)
    assert [(r["village_name"], r["posted_count"]) for r in back.rows] == [
        ("双河村", 2), ("东沟村", 2),
    ]  # fmt: skip
    revision = books.stage(province.county_a, filler, "T19", [row(), row("石门村")], YEAR)
    assert books.told(revision, "T19-MISS", "T19-NONE") == [
        ("warning", "C7", "石门村本年没有驻村人员。"),
        ("warning", "", "青岭镇东沟村本年有2人驻村，没有填报。"),
    ]
    books.point(revision, filler)
    [first, _] = books.returned(province.county_a, "T19", "2020", tmp_path).rows
    assert (first["special_funds_due"], first["special_funds_paid"]) == (50, None)


def test_dirty_old_workbook(province, tmp_path):
    rows = [
        row("双河村委会", posted_count="３", allowance_due="5.4万元", is_met="足额"),
        row("东沟村", allowance_paid="无", unpaid_reason="财政紧张", is_met="未落实",
            paid_on="2019年11月8日"),
    ]  # fmt: skip
    grid = books.grid("T19", rows)
    grid.rows.append([None, "合计", None, 6.0, 10.8, 5.4, 4.0, 4.0, 100.0, 100.0])
    path = xls(tmp_path / "经费.xls", grid)
    result = checked(read_workbook(path, name=path.name), province.county_a, "T19", YEAR)
    assert [(r["village_name"], r["allowance_due"]) for r in result.rows] == [
        ("双河村", Decimal("5.4")), ("东沟村", Decimal("5.4")),
    ]  # fmt: skip
    assert {(p.rule, p.address) for p in result.problems if p.severity == "error"} == {
        ("D8", "F7"),
    }  # fmt: skip
