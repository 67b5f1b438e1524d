"""X4 and the month before, for T2."""

import pytest

from portal.access.scope import acting_as
from tests import make
from tests.accountability.intake.sheets import t2_grid, t2_row
from tests.accountability.intake.staged import accepted, staged


def told(revision, rule: str) -> list[tuple[object, ...]]:
    found = revision.problems.filter(rule=rule).order_by("row_no", "sentence")
    return list(found.values_list("severity", "address", "sentence"))


@pytest.fixture
def zhang(province):
    return make.posting(province.villages_a[0], who=make.person("张三"))


def stage_t2(province, by, *rows, period: str = "2020-05"):
    return staged(t2_grid(list(rows)), province.county_a, by, sheet="T2", period=period)


def test_everyone_on_post_and_nobody_else_is_clean(province, filler, zhang):
    with acting_as(filler):
        revision = stage_t2(province, filler, t2_row())
        assert list(revision.problems.all()) == []


def test_who_is_not_in_the_roster_is_refused(province, filler, zhang):
    make.posting(province.villages_a[2], who=make.person("李四"))
    revision = stage_t2(province, filler, t2_row(), t2_row("东沟村", "李四"))
    assert set(told(revision, "X4")) == {
        ("error", "D8", "花名册中本月没有在东沟村驻村的李四，同名的人在石门村。"),
        ("warning", "", "花名册中本月在石门村驻村的李四没有在岗情况。"),
    }


def test_who_left_before_the_month_is_not_expected(province, filler, zhang):
    make.posting(province.villages_a[1], who=make.person("李四"), ended_on="2020-05-01")
    assert told(stage_t2(province, filler, t2_row()), "X4") == []


def test_without_a_roster_that_is_said_once(province, filler):
    found = told(stage_t2(province, filler, t2_row()), "X4")
    assert found == [("notice", "", "本县还没有花名册（T1），无法核对在岗人员。")]


def test_file_and_texts_of_last_month_are_pointed_out(province, filler):
    text = "到省水利厅协调修建生产路项目资金"
    rows = []
    for number, village in enumerate(province.villages_a):
        for name in ("王大", "王二"):
            who = make.person(f"{name}{'甲乙丙丁'[number]}")
            make.posting(village, who=who, role="member")
            rows.append(t2_row(village.name, who.name, **{"公差/天数": 1.0, "公差/事由": text}))
    accepted(t2_grid(rows), province.county_a, filler, sheet="T2", period="2020-04")
    revision = stage_t2(province, filler, *rows)
    [(severity, _, sentence)] = told(revision, "D29")
    assert (severity, sentence) == ("warning", "与上期相同：8行中有8行与上期一字不差。")
    assert revision.problems.filter(cause="公差事由与上期相同").count() == 8
    for row in rows[:2]:
        row["公差/事由"] = "参加全省第一书记示范培训班学习"
    revision = stage_t2(province, filler, *rows)
    assert told(revision, "D29") == []
    assert revision.problems.filter(cause="公差事由与上期相同").count() == 6
