"""T2: weeks against the calendar, sums, leave, duty, spot checks."""

import pytest

from tests import make
from tests.accountability.intake.sheets import book, checked, of, t2_grid, t2_row

WEEK = "本月逐周在岗（天/夜）/第{}周/{}"


@pytest.fixture
def zhang(province):
    return make.posting(province.villages_a[0], who=make.person("张三"))


def check(province, *rows):
    return checked(book(t2_grid(list(rows))), province.county_a, "T2")


def test_clean_month_has_no_problems(province, zhang):
    result = check(province, t2_row())
    assert result.problems == []
    values = result.rows[0].values
    assert values["person_id"] == zhang.person_id
    assert [values[f"days_{week}"] for week in range(1, 6)] == [4, 5, 5, 5, None]
    assert values["is_met"] is True


def test_nights_beyond_days_and_leave_beyond_the_township_are_refused(province, zhang):
    row = t2_row(
        **{
            WEEK.format(2, "实驻天"): 4.0,
            WEEK.format(2, "实驻夜"): 6.0,
            "合计/天": 18.0,
            "合计/夜": 17.0,
            "请假/天数": 5.0,
            "请假/类别": "事假",
            "请假/审批人": "乡镇党委",
        }
    )
    result = check(province, row)
    [nights] = of(result, "T2-NIGHT")
    assert (nights.severity, nights.address) == ("error", "J7")
    [leave] = of(result, "E-07")
    assert leave.severity == "error"
    assert "县委组织部和派出单位" in leave.sentence


def test_leave_of_three_days_is_the_townships(province, zhang):
    row = t2_row(**{"请假/天数": 3.0, "请假/类别": "年休", "请假/审批人": "乡党委"})
    result = check(province, row)
    assert of(result, "E-07") == []
    assert result.rows[0].values["leave_kind"] == "年休假"


def test_sums_duty_and_spot_checks(province, zhang):
    row = t2_row(
        **{
            "合计/天": 20.0,
            "公差/天数": 1.0,
            "抽查/次数": 1.0,
            "抽查/不在岗": 2.0,
            "抽查/无故": 3.0,
        }
    )
    result = check(province, row)
    assert [p.address for p in of(result, "T2-SUM")] == ["T7"]
    assert [p.address for p in of(result, "T2-DUTY")] == ["Z7"]
    assert {p.address for p in of(result, "T2-CHECK")} == {"AB7", "AC7"}
    [effect] = of(result, "E-10")
    assert effect.severity == "notice"
    assert "仅供参考" in effect.sentence


def test_days_asked_follow_the_calendar_and_the_term(province):
    make.posting(province.villages_a[1], who=make.person("李四"), started_on="2020-05-13")
    row = t2_row("东沟村", "李四", **{WEEK.format(1, "应驻"): None, WEEK.format(2, "应驻"): 5.0})
    result = check(province, row)
    values = result.rows[0].values
    assert (values["required_days_1"], values["required_days_3"]) == (0, 5)
    [asked] = of(result, "T2-ASKED")
    assert "应为3天" in asked.sentence
    assert ("H7", "AUTO") not in {(c.address, c.rule) for c in result.changes}
    assert ("E7", "AUTO") in {(c.address, c.rule) for c in result.changes}


def test_blank_is_unreported_never_zero(province, zhang):
    row = t2_row(**{WEEK.format(3, "实驻天"): None, "合计/天": None, "是否达标": None})
    result = check(province, row)
    values = result.rows[0].values
    assert values["days_3"] is None
    assert values["days_total"] is None
    assert values["is_met"] is None
    assert [(p.rule, p.address) for p in result.problems if p.severity == "error"] == [
        ("REQ", "L7")
    ]


def test_met_is_computed_with_leave_credited(province, zhang):
    row = t2_row(
        **{
            WEEK.format(2, "实驻天"): 3.0,
            WEEK.format(2, "实驻夜"): 2.0,
            "合计/天": 17.0,
            "合计/夜": 13.0,
            "请假/天数": 2.0,
            "请假/类别": "病假",
            "请假/审批人": "乡镇党委",
            "是否达标": "否",
        }
    )
    result = check(province, row)
    [met] = of(result, "E-05")
    assert (met.severity, met.address) == ("warning", "AD7")


def test_a_week_beyond_the_month_stays_empty(province, zhang):
    row = t2_row(**{WEEK.format(5, "实驻天"): 5.0, "合计/天": 24.0})
    [week] = of(check(province, row), "T2-WEEK")
    assert (week.severity, week.address) == ("warning", "R7")


def test_the_same_person_and_the_same_text_twice_are_found(province, zhang):
    text = "到省水利厅协调修建生产路项目资金"
    row = t2_row(**{"公差/天数": 1.0, "公差/事由": text})
    result = check(province, row, row)
    assert [p.row_no for p in of(result, "D18")] == [8]
    assert [p.address for p in of(result, "X14")] == ["Z8"]
