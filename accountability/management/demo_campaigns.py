"""The demo's campaigns: one that ended in spring 2020, and one that goes on now.

The first gives the figures of the demo's months; the second is laid around the day of the
preparation, so that its pages show what is due, overdue and returned as on any day of work.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from accountability.campaigns import actions
from accountability.campaigns.actions import Word
from accountability.campaigns.models import Campaign, CountyTask
from accountability.campaigns.rules import (
    CampaignState,
    MemberPlan,
    MilestonePlan,
    Plan,
    StagePlan,
    TaskPlan,
)
from portal.access.models import User
from portal.access.scope import acting_as
from villages.places.models import Division, Kind, Level

COUNTIES: Final = ("嵩北县", "栾岭县")  # whose officials are shown; others join by their code
HOW_MANY: Final = 5
ENDED, GOING_ON = "软弱涣散村党组织集中排查专项", "软弱涣散村党组织集中整顿专项"
DONE = "各村已逐项落实，台账、会议记录和公示资料齐全，可供核对。"

# Task, stage, days after the beginning, milestone; what is delivered can be checked.
_TASKS: Final = (
    ("逐村走访摸底，建立软弱涣散村党组织名单，一村一册写明问题", 1, 14, "走访完成一半的村"),
    ("每个软弱涣散村明确一名县级领导联系，名单在县里公示", 1, 20, ""),
    ("每村制定整顿方案，写明六步工作法每一步的责任人和日期", 2, 38, "方案送县委组织部审定"),
    ("调整不胜任的村党组织书记，或写明不调整的理由", 2, 50, "民主评议完成"),
    ("向每个软弱涣散村选派第一书记，签订任期责任书", 2, 55, ""),
    ("每月更新整顿台账，问题销一项记一项", 3, 80, ""),
    ("县级逐村验收，验收表由验收人签字，未通过的写明原因", 3, 95, "验收过半"),
)
_STAGES: Final = (
    ("排查摸底", 0, 25, "底数清、问题清"),
    ("集中整顿", 26, 70, "逐村落实整顿方案"),
    ("验收巩固", 71, 105, "逐村验收，防止反弹"),
)


@dataclass(frozen=True)
class Acting:
    """Who acts in the demo, and from which day its campaign runs."""

    campaign: Campaign
    province: User
    begins_on: dt.date
    today: dt.date

    def at(self, day: int, hour: int = 10) -> dt.datetime:
        """Return an hour of a day counted from the beginning, never one that has not come."""
        on = min(self.begins_on + dt.timedelta(day), self.today)
        zone = timezone.get_default_timezone()
        return min(dt.datetime.combine(on, dt.time(hour), zone), timezone.now())


def run_campaigns(say: Callable[[str], None]) -> str:
    """Make both campaigns, each unless it is there already."""
    del say
    province = User.objects.filter(username="province").first()
    counties = _counties()
    if province is None or not counties or Campaign.objects.exists():
        return ""
    with acting_as(province):
        first = _issue(ENDED, dt.date(2020, 2, 1), province, counties, today=dt.date(2020, 6, 1))
        _finish(first, counties)
        today = timezone.localdate()
        begins_on = today - dt.timedelta(days=58)
        _work(_issue(GOING_ON, begins_on, province, counties, today=today), counties)
    return f"专项2个，{len(counties)}个县"


def _counties() -> list[Division]:
    """Return the shown counties and the next by code, as far as each has its official."""
    rows = Division.objects.filter(
        is_demo=True, level=Level.COUNTY, kind=Kind.DIVISION, valid_to__isnull=True
    ).order_by("code")
    found = sorted(rows, key=lambda one: (one.name not in COUNTIES, one.code))
    return [one for one in found if _official(one)][:HOW_MANY]


def _official(county: Division) -> User | None:
    return User.objects.filter(username=f"a{county.code[:6]}").first()


def _issue(
    title: str, begins_on: dt.date, by: User, counties: list[Division], *, today: dt.date
) -> Acting:
    def day(number: int) -> dt.date:
        return begins_on + dt.timedelta(days=number)

    plan = Plan(
        title=title,
        purpose="集中力量整顿软弱涣散村党组织，做到一村一策、逐村销号",
        document="关于集中整顿软弱涣散村党组织的通知",
        document_number="中组通〔2020〕示例号",
        lead_unit="省委组织部",
        lead_person="组织二处副处长王志远",
        begins_on=begins_on,
        ends_on=day(105),
        counties=tuple(one.pk for one in counties),
        members=(
            MemberPlan("综合协调专班", "王志远", "省委组织部", "牵头协调，每两周调度", begins_on),
            MemberPlan("综合协调专班", "梁国栋", "省委组织部", "文件和信息", begins_on),
            MemberPlan("督导验收专班", "郑保国", "省委组织部", "带队督导和抽查", begins_on),
        ),
        stages=tuple(StagePlan(name, day(a), day(b), goal) for name, a, b, goal in _STAGES),
        tasks=tuple(
            TaskPlan(
                deliver=deliver,
                owner_unit="县委组织部",
                responsible="分管副部长",
                stage=stage,
                due_on=day(due),
                evidence="" if "台账" in deliver else "名单、方案或会议记录的文字材料",
                sheet_code="T4" if "台账" in deliver else "",
                milestones=(MilestonePlan(name, day(due - 7)),) if name else (),
            )
            for deliver, stage, due, name in _TASKS
        ),
    )
    at = dt.datetime.combine(begins_on, dt.time(9), timezone.get_default_timezone())
    draft = actions.save_draft(campaign=None, seen=0, plan=plan, by=by, at=at)
    actions.issue(campaign=draft, by=by, at=at)
    return Acting(draft, by, begins_on, today)


def _finish(demo: Acting, counties: list[Division]) -> None:
    """Have every task done and confirmed, some after their day, and close the campaign."""
    for place, county in enumerate(counties):
        for number, (_, _, due, _) in enumerate(_TASKS, 1):
            is_late = (place * 3 + number) % 8 == 0
            sent = due + (4 if is_late else -2)
            _report(demo, county, number, demo.at(sent), DONE)
            _confirm(demo, county, number, demo.at(sent + 1, 15))
    actions.end(
        campaign=demo.campaign,
        state=CampaignState.CLOSED,
        reason="各项任务全部核实",
        by=demo.province,
        at=demo.at(121),
    )


def _work(demo: Acting, counties: list[Division]) -> None:
    """Leave the campaign as on a day of work: done, reported, returned, overdue, under way."""
    for place, county in enumerate(counties):
        for number in (1, 2, 3):
            if (place, number) == (1, 3):
                continue  # the one that is overdue
            due = _TASKS[number - 1][2]
            _report(demo, county, number, demo.at(due - 3), DONE)
            _confirm(demo, county, number, demo.at(due - 1, 15))
        words = "已完成民主评议，正在会商调整人选，还差两个村。"
        _report(demo, county, 4, demo.at(46), words, is_done=False)
    first, second = counties[0], counties[min(1, len(counties) - 1)]
    _report(demo, first, 4, demo.at(49), DONE)
    with acting_as(demo.province):
        actions.send_back(
            item=_item(demo, first, 4),
            reason="有一个村没有调整，也没有写不调整的理由，请补上。",
            by=demo.province,
            at=demo.at(51),
        )
    for county in counties[2:]:
        _report(demo, county, 4, demo.at(49), DONE)
        _confirm(demo, county, 4, demo.at(50, 15))
    for county in counties:
        _report(demo, county, 5, demo.at(54), DONE)
    actions.postpone(
        item=_item(demo, second, 4),
        new_due_on=demo.begins_on + dt.timedelta(days=64),
        reason="两个村的人选需要县委会议研究，会议已定在下周",
        approver="郑保国",
        by=demo.province,
        at=demo.at(48),
    )


def _item(demo: Acting, county: Division, number: int) -> CountyTask:
    return CountyTask.objects.get(campaign=demo.campaign, county=county, task__number=number)


def _report(
    demo: Acting,
    county: Division,
    number: int,
    at: dt.datetime,
    text: str,
    *,
    is_done: bool = True,
) -> None:
    official = _official(county)
    assert official is not None  # noqa: S101 - only counties with one take part
    item = _item(demo, county, number)
    with acting_as(official):
        actions.report(item=item, word=Word(text), is_done=is_done, by=official, at=at)


def _confirm(demo: Acting, county: Division, number: int, at: dt.datetime) -> None:
    with acting_as(demo.province):
        actions.confirm(item=_item(demo, county, number), by=demo.province, at=at)
