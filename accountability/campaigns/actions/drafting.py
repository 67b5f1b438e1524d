"""Drafting a campaign, issuing it, ending it."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accountability.campaigns import hooks
from accountability.campaigns.actions.errors import (
    CampaignError,
    IncompleteError,
    NotPermittedError,
)
from accountability.campaigns.models import (
    Campaign,
    CampaignCounty,
    CountyTask,
    ForceMember,
    Milestone,
    RoadmapStage,
    WorkTask,
)
from accountability.campaigns.queries.plans import plan_of
from accountability.campaigns.rules import CampaignState, Plan, Progress, TaskPlan, gaps
from portal.access.models import User
from portal.access.roles import Permission
from portal.audit.trail import record

_HEAD = (
    "title",
    "purpose",
    "document",
    "document_number",
    "lead_unit",
    "lead_person",
    "begins_on",
    "ends_on",
)


@transaction.atomic
def save_draft(
    *, campaign: Campaign | None, seen: int, plan: Plan, by: User, at: dt.datetime
) -> Campaign:
    """Keep a draft as it stands, complete or not; `seen` is the version the page showed.

    Raises: CampaignError, NotPermittedError.
    """
    if not plan.title or not plan.counties:
        raise CampaignError("草案至少要有专项名称和一个实施县。")
    demand_manager(by, plan.counties)
    if campaign is None:
        row = Campaign(created_by=by, created_at=at, version=0)
    else:
        row = locked(campaign)
        demand_manager(by, scope_of(row))
        if row.state != CampaignState.DRAFT:
            raise CampaignError("专项已经下达，任务书不能再改草案；确需改动的请用“调整任务”。")
        if row.version != seen:
            raise CampaignError("草案刚刚被别人保存过，请打开最新的草案，核对后再改。")
    for name in _HEAD:
        setattr(row, name, getattr(plan, name))
    row.version += 1
    row.save()
    _replace_parts(row, plan)
    record("campaign.save", row, by=by, at=at, sentence=f"保存专项草案“{row.title}”")
    return row


def _replace_parts(row: Campaign, plan: Plan) -> None:
    """Write the parts of a draft anew: nothing depends on them yet."""
    for parts in (row.tasks, row.stages, row.members, row.scope):
        parts.all().delete()
    CampaignCounty.objects.bulk_create(
        CampaignCounty(campaign=row, county_id=pk) for pk in sorted(set(plan.counties))
    )
    ForceMember.objects.bulk_create(
        ForceMember(campaign=row, number=number, **vars(one))
        for number, one in enumerate(plan.members, 1)
    )
    stages = RoadmapStage.objects.bulk_create(
        RoadmapStage(campaign=row, number=number, **vars(one))
        for number, one in enumerate(plan.stages, 1)
    )
    for number, one in enumerate(plan.tasks, 1):
        put_task(row, number, one, stages)


def put_task(
    campaign: Campaign, number: int, plan: TaskPlan, stages: list[RoadmapStage]
) -> WorkTask:
    """Write one task with its timetable."""
    stage = next((one for one in stages if one.number == plan.stage), None)
    task = WorkTask.objects.create(
        campaign=campaign,
        number=number,
        stage=stage,
        deliver=plan.deliver,
        owner_unit=plan.owner_unit,
        only_county_id=plan.county_id,
        responsible=plan.responsible,
        due_on=plan.due_on,
        evidence=plan.evidence,
        sheet_code=plan.sheet_code,
    )
    Milestone.objects.bulk_create(
        Milestone(task=task, number=place, **vars(one))
        for place, one in enumerate(plan.milestones, 1)
    )
    return task


@transaction.atomic
def issue(*, campaign: Campaign, by: User, at: dt.datetime) -> int:
    """Issue a draft: the task book is frozen, each county gets its tasks; return how many.

    Raises: CampaignError, IncompleteError, NotPermittedError.
    """
    row = locked(campaign)
    counties = scope_of(row)
    demand_manager(by, counties)
    if row.state != CampaignState.DRAFT:
        raise CampaignError("专项已经下达。")
    missing = gaps(plan_of(row))
    if missing:
        raise IncompleteError(missing)
    row.state, row.issued_by, row.issued_at = CampaignState.ISSUED, by, at
    row.save(update_fields=["state", "issued_by", "issued_at"])
    tasks = list(row.tasks.all())
    count = sum(len(hand_out(task, counties)) for task in tasks)
    record(
        "campaign.issue",
        row,
        by=by,
        at=at,
        sentence=f"下达专项“{row.title}”：{len(tasks)}项任务，{len(counties)}个县",
        tasks=len(tasks),
        counties=counties,
    )
    hooks.tell(county_ids=counties, days={t.due_on for t in tasks if t.due_on}, at=at)
    return count


def hand_out(task: WorkTask, counties: list[int]) -> list[CountyTask]:
    """Give a task to its counties, with the day it is due."""
    assert task.due_on is not None  # noqa: S101 - an incomplete task is never issued
    task.first_due_on = task.due_on
    task.save(update_fields=["first_due_on"])
    return CountyTask.objects.bulk_create(
        CountyTask(campaign_id=task.campaign_id, task=task, county_id=pk, due_on=task.due_on)
        for pk in counties
        if task.only_county_id in {None, pk}
    )


@transaction.atomic
def end(
    *, campaign: Campaign, state: CampaignState, reason: str, by: User, at: dt.datetime
) -> None:
    """Close a campaign whose tasks are all confirmed, or stop one, for a reason.

    Raises: CampaignError, NotPermittedError.
    """
    row = locked(campaign)
    counties = scope_of(row)
    demand_manager(by, counties)
    if row.state in {CampaignState.CLOSED, CampaignState.STOPPED}:
        raise CampaignError("专项已经办结或中止。")
    if not reason.strip():
        raise CampaignError("请写明理由。")
    items = CountyTask.objects.filter(campaign=row).standing()
    if state == CampaignState.CLOSED:
        _refuse_closing(row, items.exclude(state=Progress.CONFIRMED).count())
    row.state, row.ended_by, row.ended_at = state, by, at
    row.end_reason = reason.strip()[:300]
    row.save(update_fields=["state", "ended_by", "ended_at", "end_reason"])
    word = "办结" if state == CampaignState.CLOSED else "中止"
    record(
        "campaign.end",
        row,
        by=by,
        at=at,
        sentence=f"{word}专项“{row.title}”，理由：{row.end_reason}",
        state=state.value,
    )
    days = set(items.order_by().values_list("due_on", flat=True).distinct())
    hooks.tell(county_ids=counties, days=days, at=at)


def _refuse_closing(row: Campaign, left: int) -> None:
    if row.state == CampaignState.DRAFT:
        raise CampaignError("草案还没有下达，不能办结；不再办理的请中止。")
    if left:
        raise CampaignError(f"还有{left}项县任务没有核实，不能办结；确需结束的，请中止并写明理由。")


def locked(campaign: Campaign) -> Campaign:
    """Return the row, held until the transaction ends."""
    return Campaign.objects.select_for_update().get(pk=campaign.pk)


def scope_of(campaign: Campaign) -> list[int]:
    """Return the counties of a campaign."""
    return sorted(campaign.scope.values_list("county_id", flat=True))


def demand_manager(by: User, counties: list[int] | tuple[int, ...]) -> None:
    """Refuse who may not manage campaigns in every one of the counties."""
    if not set(counties) <= by.counties_for(Permission.CAMPAIGN_MANAGE) or not counties:
        raise NotPermittedError("您没有在这些县下达和调整专项的权限。")


def today_of(at: dt.datetime) -> dt.date:
    """Return the day of a moment, where the portal stands."""
    return timezone.localdate(at)
