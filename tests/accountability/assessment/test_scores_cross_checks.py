"""X5 and X15 for T3."""

from tests import make
from tests.accountability.intake.sheets import t2_grid, t2_row, t3_grid, t3_row
from tests.accountability.intake.staged import accepted, staged


def told(revision, rule: str) -> list[tuple[object, ...]]:
    found = revision.problems.filter(rule=rule).order_by("sentence")
    return list(found.values_list("severity", "address", "sentence"))


def stage_t3(province, by, *rows):
    return staged(t3_grid(list(rows)), province.county_a, by, sheet="T3", period="2020")


def test_those_who_served_in_the_year_are_assessed_and_no_others(province, filler):
    make.posting(province.villages_a[0], who=make.person("张三"), ended_on="2020-02-01")
    make.posting(province.villages_a[1], who=make.person("李四"))
    make.posting(province.villages_a[2], who=make.person("王五"), ended_on="2019-12-31")
    make.posting(province.villages_a[3], who=make.person("赵六"), role="member")
    revision = stage_t3(
        province, filler, t3_row(), t3_row("石门村", "王五"), t3_row("柳林村", "赵六")
    )
    assert set(told(revision, "X5")) == {
        ("warning", "", "本年在东沟村任第一书记的李四没有考核。"),
        ("error", "D8", "花名册中本年没有在柳林村任第一书记的赵六。"),
        ("error", "D7", "花名册中本年没有在石门村任第一书记的王五。"),
    }


def test_absences_agree_with_the_months(province, filler):
    make.posting(province.villages_a[0], who=make.person("张三"))
    row = t2_row(**{"抽查/次数": 2.0, "抽查/不在岗": 2.0})
    accepted(t2_grid([row]), province.county_a, filler, sheet="T2")
    [(severity, address, sentence)] = told(
        stage_t3(province, filler, t3_row(不在岗被查次数=1.0)), "X15"
    )
    assert (severity, address) == ("warning", "R6")
    assert sentence == "不在岗被查1次，本年各月报合计为2次。"
    assert told(stage_t3(province, filler, t3_row(不在岗被查次数=2.0)), "X15") == []
