"""Campaigns by rule: what a task book must say, who may move a task on, what counts as in time.

Source: docs/sources.md#campaigns.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from accountability.supervision.rules.findings import is_empty_talk, is_vague

SHORTEST_TEXT: Final = 10  # characters of a progress, a delivery, a reason to return
AHEAD_DAYS: Final = 30  # so early a task stands among a county's things to do


class CampaignState(StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    ISSUED = "issued"
    CLOSED = "closed"
    STOPPED = "stopped"


class Progress(StrEnum):
    """Where one county stands with one task."""

    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    REPORTED = "reported"
    RETURNED = "returned"
    CONFIRMED = "confirmed"


class Act(StrEnum):
    """What somebody did with a county's task."""

    NOTE = "note"
    COMPLETE = "complete"
    CONFIRM = "confirm"
    RETURN = "return"
    POSTPONE = "postpone"


STATE_LABELS: Final = {
    CampaignState.DRAFT: "草拟",
    CampaignState.ISSUED: "已下达",
    CampaignState.CLOSED: "已办结",
    CampaignState.STOPPED: "中止",
}
PROGRESS_LABELS: Final = {
    Progress.NOT_BEGUN: "未开始",
    Progress.UNDER_WAY: "进行中",
    Progress.REPORTED: "已报完成",
    Progress.RETURNED: "退回",
    Progress.CONFIRMED: "已核实",
}
ACT_LABELS: Final = {
    Act.NOTE: "报进展",
    Act.COMPLETE: "报完成",
    Act.CONFIRM: "核实",
    Act.RETURN: "退回",
    Act.POSTPONE: "延期",
}
OPEN: Final = frozenset({Progress.NOT_BEGUN, Progress.UNDER_WAY, Progress.RETURNED})

# What was returned stays returned until it is reported again; a confirmation can be taken back.
_MOVES: Final = {
    (Progress.NOT_BEGUN, Act.NOTE): Progress.UNDER_WAY,
    (Progress.UNDER_WAY, Act.NOTE): Progress.UNDER_WAY,
    (Progress.RETURNED, Act.NOTE): Progress.RETURNED,
    (Progress.NOT_BEGUN, Act.COMPLETE): Progress.REPORTED,
    (Progress.UNDER_WAY, Act.COMPLETE): Progress.REPORTED,
    (Progress.RETURNED, Act.COMPLETE): Progress.REPORTED,
    (Progress.REPORTED, Act.CONFIRM): Progress.CONFIRMED,
    (Progress.REPORTED, Act.RETURN): Progress.RETURNED,
    (Progress.CONFIRMED, Act.RETURN): Progress.RETURNED,
}


def after(state: Progress, act: Act) -> Progress | None:
    """Return the state an act leads to, None where it is not possible.

    >>> after(Progress.REPORTED, Act.CONFIRM).value, after(Progress.UNDER_WAY, Act.CONFIRM)
    ('confirmed', None)
    """
    return _MOVES.get((state, act))


def overdue_days(state: Progress, due_on: dt.date, today: dt.date) -> int:
    """Return the days an unfinished task is past the due date in force, 0 where it is not.

    What the county has reported waits for the province and is not overdue.

    >>> overdue_days(Progress.UNDER_WAY, dt.date(2020, 5, 31), dt.date(2020, 6, 3))
    3
    >>> overdue_days(Progress.REPORTED, dt.date(2020, 5, 31), dt.date(2020, 6, 3))
    0
    """
    return max(0, (today - due_on).days) if state in OPEN else 0


def counts_in_time(
    state: Progress, due_on: dt.date, reported_on: dt.date | None, today: dt.date
) -> bool | None:
    """Say whether a task counts as done in time, None while its due date has not passed.

    Done is what the province confirmed; in time is what the county had reported by the due date
    in force. From 2015 on; the indicator 专项任务按期完成率 counts the same.
    Source: docs/sources.md#campaign_tasks.
    """
    if due_on >= today:
        return None
    return state == Progress.CONFIRMED and reported_on is not None and reported_on <= due_on


def months_touched(days: Iterable[dt.date], today: dt.date) -> list[tuple[int, int]]:
    """Return the months (year, month) whose figure counts a task due on one of these days.

    A figure counts what fell due since 1 January, so a day counts until December of its year.

    >>> months_touched([dt.date(2020, 4, 30)], dt.date(2020, 6, 2))
    [(2020, 4), (2020, 5), (2020, 6)]
    """
    now = (today.year, today.month)
    months = {
        (day.year, month) for day in days for month in range(day.month, 13)
    }  # fmt: skip
    return sorted(month for month in months if month <= now)


@dataclass(frozen=True)
class MemberPlan:
    """One member of a task force (工作专班)."""

    force: str = ""
    name: str = ""
    unit: str = ""
    duty: str = ""
    begins_on: dt.date | None = None


@dataclass(frozen=True)
class StagePlan:
    """One stage of the roadmap (路线图)."""

    name: str = ""
    begins_on: dt.date | None = None
    ends_on: dt.date | None = None
    goal: str = ""


@dataclass(frozen=True)
class MilestonePlan:
    """One line of a task's timetable (时间表)."""

    name: str = ""
    planned_on: dt.date | None = None


@dataclass(frozen=True)
class TaskPlan:
    """One task of the task book (任务书); without a county every county of the scope has it."""

    deliver: str = ""
    owner_unit: str = ""
    responsible: str = ""
    county_id: int | None = None
    stage: int | None = None
    due_on: dt.date | None = None
    evidence: str = ""
    sheet_code: str = ""
    milestones: tuple[MilestonePlan, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A campaign as it is drafted."""

    title: str = ""
    purpose: str = ""
    document: str = ""
    document_number: str = ""
    lead_unit: str = ""
    lead_person: str = ""
    begins_on: dt.date | None = None
    ends_on: dt.date | None = None
    counties: tuple[int, ...] = ()
    members: tuple[MemberPlan, ...] = ()
    stages: tuple[StagePlan, ...] = ()
    tasks: tuple[TaskPlan, ...] = ()


_ASKED: Final = {
    "title": "专项名称",
    "purpose": "目的",
    "document": "依据文件",
    "lead_unit": "牵头单位",
    "lead_person": "负责人",
    "begins_on": "开始日期",
    "ends_on": "结束日期",
    "counties": "实施范围（县）",
    "members": "工作专班",
    "stages": "路线图",
    "tasks": "任务书",
}


def gaps(plan: Plan) -> list[str]:
    """Return all that keeps a draft from being issued, in sentences."""
    found = [f"没有填“{label}”。" for name, label in _ASKED.items() if not getattr(plan, name)]
    if plan.begins_on and plan.ends_on and plan.ends_on <= plan.begins_on:
        found.append("结束日期应晚于开始日期。")
    for number, member in enumerate(plan.members, 1):
        if not (member.force and member.name and member.unit and member.duty and member.begins_on):
            found.append(f"专班第{number}人：专班名称、姓名、单位、职责、起始日期都要填。")
    found += _stage_gaps(plan)
    for number, task in enumerate(plan.tasks, 1):
        found += [f"任务{number}：{sentence}" for sentence in task_gaps(task, plan)]
    return found


def _stage_gaps(plan: Plan) -> Iterator[str]:
    before: dt.date | None = None
    for number, stage in enumerate(plan.stages, 1):
        if not (stage.name and stage.begins_on and stage.ends_on):
            yield f"第{number}阶段：名称和起止日期都要填。"
            continue
        if stage.ends_on < stage.begins_on:
            yield f"第{number}阶段：结束日期早于开始日期。"
        if _outside(stage.begins_on, plan) or _outside(stage.ends_on, plan):
            yield f"第{number}阶段：起止日期不在专项的起止日期之内。"
        if before and stage.begins_on < before:
            yield f"第{number}阶段：开始日期早于上一阶段，请按先后排列。"
        before = stage.begins_on


def task_gaps(task: TaskPlan, plan: Plan) -> Iterator[str]:
    """Yield what a task lacks: words that can be checked, somebody to answer, a day."""
    if len(task.deliver) < SHORTEST_TEXT:
        yield f"要交付什么至少写{SHORTEST_TEXT}个字。"
    elif is_empty_talk(task.deliver):
        yield "要交付什么只有口号，请写成可以核对的内容（做成什么、多少、到哪一天）。"
    if not task.owner_unit or is_vague(task.owner_unit):
        yield "责任单位要写具体，不能写“有关部门”。"
    if not task.responsible or is_vague(task.responsible):
        yield "责任人要写到人或职务。"
    if task.county_id is not None and task.county_id not in plan.counties:
        yield "责任县不在实施范围内。"
    if not task.evidence and not task.sheet_code:
        yield "没有写佐证要求；事实在报表中的，请选对应的采集表。"
    yield from _time_gaps(task, plan)


def _time_gaps(task: TaskPlan, plan: Plan) -> Iterator[str]:
    if task.stage is None or not 1 <= task.stage <= len(plan.stages):
        yield "没有选所属阶段。"
    if task.due_on is None:
        yield "没有填完成期限。"
    elif _outside(task.due_on, plan):
        yield "完成期限不在专项的起止日期之内。"
    for milestone in task.milestones:
        if not (milestone.name and milestone.planned_on):
            yield "节点的名称和计划日期都要填。"
        elif task.due_on and milestone.planned_on > task.due_on:
            yield f"节点“{milestone.name}”晚于完成期限。"


def _outside(day: dt.date, plan: Plan) -> bool:
    return bool((plan.begins_on and day < plan.begins_on) or (plan.ends_on and day > plan.ends_on))
