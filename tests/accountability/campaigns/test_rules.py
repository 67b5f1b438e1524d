"""The rules of campaigns, without a database."""

import datetime as dt
from dataclasses import replace

import pytest

from accountability.campaigns.rules import (
    Plan,
    Progress,
    StagePlan,
    counts_in_time,
    gaps,
    months_touched,
)
from portal.ui.charts import Span, gantt
from tests.accountability.campaigns.plans import plan, task

DUE, DAY = dt.date(2020, 5, 20), dt.timedelta(days=1)


def test_a_whole_plan_has_no_gap_and_an_empty_one_says_all_at_once():
    assert gaps(plan(1, 2)) == []
    assert len(gaps(Plan(title="专项"))) == 10


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"deliver": "高度重视，进一步加强领导。"}, "只有口号"),
        ({"deliver": "建台账"}, "至少写10个字"),
        ({"owner_unit": "有关部门"}, "责任单位要写具体"),
        ({"responsible": "相关人员"}, "责任人要写到人"),
        ({"county_id": 9}, "责任县不在实施范围内"),
        ({"stage": 3}, "没有选所属阶段"),
        ({"due_on": dt.date(2021, 1, 1)}, "不在专项的起止日期之内"),
        ({"evidence": ""}, "没有写佐证要求"),
        ({"due_on": dt.date(2020, 5, 10)}, "晚于完成期限"),
    ],
)
def test_a_task_nobody_could_check_is_told(change, said):
    (sentence,) = gaps(plan(1, tasks=(task(1, DUE, **change) if "due_on" not in change
                                      else replace(task(1, DUE), **change),)))  # fmt: skip
    assert sentence.startswith("任务1：")
    assert said in sentence


def test_stages_run_in_order_inside_the_campaign():
    told = plan(1)
    first, second = told.stages
    early = replace(second, begins_on=dt.date(2020, 4, 1))
    assert [one[:4] for one in gaps(replace(told, stages=(first, early)))] == ["第2阶段"] * 2
    assert gaps(replace(told, stages=(first, StagePlan("收尾")))) == [
        "第2阶段：名称和起止日期都要填。"
    ]


@pytest.mark.parametrize(
    ("state", "reported", "today", "counted"),
    [
        (Progress.CONFIRMED, DUE, DUE, None),
        (Progress.CONFIRMED, DUE, DUE + DAY, True),
        (Progress.CONFIRMED, DUE + DAY, DUE + DAY, False),
        (Progress.REPORTED, DUE, DUE + DAY, False),
        (Progress.NOT_BEGUN, None, DUE + DAY, False),
    ],
)
def test_in_time_is_confirmed_and_reported_by_the_due_date(state, reported, today, counted):
    assert counts_in_time(state, DUE, reported, today) is counted


def test_a_due_date_counts_until_december():
    assert months_touched([dt.date(2019, 11, 3)], dt.date(2020, 6, 1)) == [(2019, 11), (2019, 12)]


def test_the_roadmap_says_its_days_in_words():
    drawn = gantt([Span("1 排查", DUE, DUE + 9 * DAY, "进行中")], today=DUE, label="路线图")
    assert 'aria-label="路线图：1 排查 5月20日至5月29日 进行中"' in drawn
    assert "今天" in drawn
    assert "style=" not in drawn
