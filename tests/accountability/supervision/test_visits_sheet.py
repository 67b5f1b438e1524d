"""T13: places, days, copies; what counts as visited."""

import datetime as dt
import doctest

import pytest

from accountability.intake.rules import Severity
from accountability.supervision.rules import visits
from tests.accountability.intake.files import through, xls
from tests.accountability.intake.sheets import book, checked
from tests.accountability.intake.staged import accepted, staged
from tests.accountability.supervision.blanks import blank, headers, questions
from tests.accountability.supervision.grids import (
    T13_PATHS,
    day,
    t6_grid,
    t6_row,
    t13_grid,
    t13_row,
)
from villages.places.models import VillageType

QUARTER = "2020Q2"
CITY = {"层级": "市级", "职务": "市委组织部部长", "姓名": "吴建华"}


def check(province, *rows):
    return checked(book(t13_grid(list(rows))), province.county_a, "T13", QUARTER)


def test_examples_of_the_rules_hold():
    assert doctest.testmod(visits).failed == 0


def test_a_typical_quarter_is_silent(province):
    result = check(
        province,
        t13_row(),
        t13_row("东沟村", 解决事项="协调水利局修复机井1眼"),
        t13_row(None, **CITY, 到村数=3.0),
        t13_row(None, 层级="省", 职务="省委组织部部长", 姓名="孙立", 乡镇=None, 到村数=0.0),
    )
    assert result.problems == []
    assert [row.values.get("township_id") for row in result.rows] == [
        province.town_a.pk, province.town_a.pk, province.town_a.pk, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "rule", "severity", "address"),
    [
        ({"村": None}, "T13-PLACE", "warning", "F6"),
        ({**CITY, "乡镇": None, "村": None}, "T13-PLACE", "warning", "E6"),
        ({"到村数": 5.0}, "T13-COUNT", "warning", "H6"),
        ({"日期": day("2020-06-02")}, "T13-DATE", "error", "G6"),
        ({"日期": day("2020-03-31")}, "T13-DATE", "warning", "G6"),
        ({"解决事项": "联系15401234567解决饮水"}, "T13-PRIVATE", "error", "L6"),
        ({"姓名": "郑卫国、李明"}, "D2", "error", "D6"),
        ({"走访户数": "约6户"}, "D7", "warning", "I6"),
    ],
)
def test_each_rule_of_the_row(province, more, rule, severity, address):
    result = check(province, t13_row(**more))
    assert [(p.rule, p.severity, p.address) for p in result.problems] == [(rule, severity, address)]


def test_one_visit_twice_and_the_same_words_elsewhere(province):
    text = "现场协调解决{}饮水工程管网改造资金{}万元"
    result = check(
        province,
        t13_row(解决事项=text.format("双河村", 3)),
        t13_row("东沟村", 解决事项=text.format("东沟村", 5)),
        t13_row(),
    )
    assert {(p.rule, p.address) for p in result.problems} == {("X14", "L7"), ("D18", "G8")}


def test_findings_of_a_visit_belong_into_the_ledger(province, officer):
    found = [t13_row(发现问题数=2.0), t13_row("东沟村", 发现问题数=1.0)]
    ledger = [t6_row(督查日期=day("2020-05-12"), 整改时限=day("2020-06-30"))]
    accepted(t6_grid(ledger), province.county_a, officer, sheet="T6")
    VillageType.objects.filter(village=province.villages_a[1]).update(kind="other")
    revision = staged(t13_grid(found), province.county_a, officer, sheet="T13", period=QUARTER)
    assert set(revision.problems.values_list("rule", "severity", "address")) == {
        ("T13-T6", "warning", "K7"),
        ("T13-POOR", "notice", "F7"),
    }


def test_layout_of_the_blank(province, tmp_path):
    path = blank(province, tmp_path, "T13", QUARTER)
    merged, labels = headers(path)
    assert merged == {
        "A4:A5": "序号", "B4:D4": "走访人", "E4:F4": "走访地点", "G4:J4": "走访情况",
        "K4:L4": "走访结果", "M4:M5": "备注",
    }  # fmt: skip
    assert labels == [path[-1] for path in T13_PATHS if len(path) > 1]
    filled = {"visitor_level": "县", "visitor_post": "县委组织部部长", "visitor_name": "郑卫国",
              "township_name": "青岭镇", "village_name": "双河村", "villages_count": 1,
              "visited_on": dt.date(2020, 5, 12)}  # fmt: skip
    path = blank(province, tmp_path, "T13", QUARTER, [filled])
    assert questions(path, province, "T13", QUARTER) == []


def test_an_old_xls_reads_the_same(province, tmp_path):
    path = xls(tmp_path / "走访.xls", t13_grid([t13_row()]))
    result = through(path, province.county_a, "T13", QUARTER)
    assert [p for p in result.problems if p.severity != Severity.NOTICE] == []
