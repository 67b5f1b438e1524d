"""A small campaign over the counties of the small province."""

import datetime as dt
from dataclasses import replace

from accountability.campaigns import actions
from accountability.campaigns.models import Campaign, CountyTask
from accountability.campaigns.rules import MemberPlan, MilestonePlan, Plan, StagePlan, TaskPlan
from portal.access.scope import acting_as
from tests import make

DAY = dt.timedelta(days=1)


def task(number: int, due: dt.date, **more: object) -> TaskPlan:
    """Return a task due on a day, with one milestone."""
    told = TaskPlan(
        deliver=f"逐村建立整顿台账，列明第{number}类问题和整改措施",
        owner_unit="县委组织部",
        responsible="分管副部长",
        stage=1,
        due_on=due,
        evidence="整顿台账和会议记录",
        milestones=(MilestonePlan("完成摸底排查", due - 5 * DAY),),
    )
    return replace(told, **more)


def plan(*counties: int, begins: dt.date = dt.date(2020, 5, 1), tasks: tuple = ()) -> Plan:
    """Return a plan over two months with two tasks, due after 19 and 49 days."""
    ends = begins + 60 * DAY
    return Plan(
        title="软弱涣散村党组织集中整顿专项",
        purpose="集中力量整顿一批软弱涣散村党组织",
        document="关于开展集中整顿的通知",
        document_number="中组发〔2020〕5号",
        lead_unit="省委组织部",
        lead_person="组织二处副处长王志远",
        begins_on=begins,
        ends_on=ends,
        counties=counties,
        members=(MemberPlan("综合协调专班", "王志远", "省委组织部", "牵头协调", begins),),
        stages=(
            StagePlan("排查摸底", begins, begins + 30 * DAY, "摸清底数"),
            StagePlan("集中整顿", begins + 31 * DAY, ends, "逐村销号"),
        ),
        tasks=tasks
        or (
            task(1, begins + 19 * DAY),
            task(2, begins + 49 * DAY, stage=2, sheet_code="T4", milestones=()),
        ),
    )


def issued(officer, told: Plan, at: dt.datetime = make.NOON) -> Campaign:
    """Draft and issue a campaign as the officer does."""
    with acting_as(officer):
        draft = actions.save_draft(campaign=None, seen=0, plan=told, by=officer, at=at)
        actions.issue(campaign=draft, by=officer, at=at)
        draft.refresh_from_db()
    return draft


def item(campaign: Campaign, county, number: int = 1) -> CountyTask:
    """Return a county's task by its number."""
    return CountyTask.objects.get(campaign=campaign, county=county, task__number=number)
