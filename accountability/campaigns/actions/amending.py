"""Changes of an issued campaign: each keeps what stood before, and says why."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Greatest

from accountability.campaigns import hooks
from accountability.campaigns.actions.drafting import (
    demand_manager,
    hand_out,
    locked,
    put_task,
    scope_of,
)
from accountability.campaigns.actions.errors import CampaignError, IncompleteError
from accountability.campaigns.models import (
    Amendment,
    Campaign,
    CountyTask,
    ForceMember,
    Milestone,
    WorkTask,
)
from accountability.campaigns.queries.plans import plan_of, task_plan_of
from accountability.campaigns.rules import (
    CampaignState,
    MemberPlan,
    Progress,
    TaskPlan,
    task_gaps,
)
from portal.access.models import User
from portal.audit.trail import record

LABELS = {
    "deliver": "交付内容",
    "owner_unit": "责任单位",
    "responsible": "责任人",
    "due_on": "完成期限",
    "evidence": "佐证要求",
}


@dataclass(frozen=True)
class TaskChange:
    """What an issued task shall say from now on; days of milestones by their row."""

    deliver: str
    owner_unit: str
    responsible: str
    due_on: dt.date
    evidence: str
    planned: Sequence[tuple[int, dt.date]] = ()


@transaction.atomic
def amend_task(
    *, task: WorkTask, change: TaskChange, reason: str, by: User, at: dt.datetime
) -> Amendment:
    """Change an issued task; the day in force moves where nothing is confirmed yet.

    Raises: CampaignError, IncompleteError, NotPermittedError.
    """
    campaign, row = _open(task.campaign, reason, by), _task(task)
    old_due = row.due_on
    wanted = {name: getattr(change, name) for name in LABELS}
    changes = [
        {"label": label, "before": str(getattr(row, name)), "after": str(wanted[name])}
        for name, label in LABELS.items()
        if getattr(row, name) != wanted[name]
    ]
    for name, value in wanted.items():
        setattr(row, name, value)
    changes += _move_milestones(row, dict(change.planned))
    if not changes:
        raise CampaignError("内容没有变化，没有保存。")
    _refuse(task_plan_of(row), campaign)
    row.save(update_fields=list(LABELS))
    days = _move_due(row) if row.due_on != old_due else set()
    made = _amend(campaign, row, f"调整任务{row.number}", changes, reason, by=by, at=at)
    if days:
        hooks.tell(county_ids=scope_of(campaign), days=days, at=at)
    return made


def _move_milestones(row: WorkTask, planned: dict[int, dt.date]) -> Iterable[dict[str, str]]:
    changes = []
    for milestone in row.milestones.all():
        day = planned.get(milestone.pk)
        if day and day != milestone.planned_on:
            label = f"节点“{milestone.name}”"
            before, after = str(milestone.planned_on), str(day)
            changes.append({"label": label, "before": before, "after": after})
            Milestone.objects.filter(pk=milestone.pk).update(planned_on=day)
    return changes


def _move_due(row: WorkTask) -> set[dt.date]:
    """Move the day in force of what is not confirmed; a postponement is never shortened."""
    items = CountyTask.objects.filter(task=row).exclude(state=Progress.CONFIRMED)
    before = set(items.order_by().values_list("due_on", flat=True).distinct())
    postponed = items.filter(postponement__isnull=False)
    keep = list(postponed.values_list("pk", flat=True))
    items.update(
        due_on=Case(
            When(pk__in=keep, then=Greatest(F("due_on"), Value(row.due_on))),
            default=Value(row.due_on),
        )
    )
    return before | set(items.order_by().values_list("due_on", flat=True).distinct())


@transaction.atomic
def add_task(
    *, campaign: Campaign, plan: TaskPlan, reason: str, by: User, at: dt.datetime
) -> WorkTask:
    """Add a task to an issued campaign.

    Raises: CampaignError, IncompleteError, NotPermittedError.
    """
    row = _open(campaign, reason, by)
    _refuse(plan, row)
    last = row.tasks.order_by("-number").values_list("number", flat=True).first() or 0
    task = put_task(row, last + 1, plan, list(row.stages.all()))
    hand_out(task, scope_of(row))
    added = [{"label": "交付内容", "before": "", "after": task.deliver}]
    _amend(row, task, f"增加任务{task.number}", added, reason, by=by, at=at)
    hooks.tell(county_ids=scope_of(row), days={d for d in (task.due_on,) if d}, at=at)
    return task


@transaction.atomic
def withdraw_task(*, task: WorkTask, reason: str, by: User, at: dt.datetime) -> None:
    """Ask a task no longer; what was said of it stays.

    Raises: CampaignError, NotPermittedError.
    """
    campaign, row = _open(task.campaign, reason, by), _task(task)
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    taken = [{"label": "交付内容", "before": row.deliver, "after": ""}]
    _amend(campaign, row, f"撤销任务{row.number}", taken, reason, by=by, at=at)
    due = CountyTask.objects.filter(task=row).order_by().values_list("due_on", flat=True)
    hooks.tell(county_ids=scope_of(campaign), days=set(due), at=at)


@transaction.atomic
def change_member(
    *,
    campaign: Campaign,
    leaves: ForceMember | None,
    joins: MemberPlan | None,
    on: dt.date,
    by: User,
    at: dt.datetime,
) -> None:
    """Let a member of a task force go, join, or be replaced, on a day; who left stays listed.

    Raises: CampaignError, NotPermittedError.
    """
    row = locked(campaign)
    demand_manager(by, scope_of(row))
    if row.state != CampaignState.ISSUED:
        raise CampaignError("已下达的专项才能调整专班；草案请在草案里改。")
    words = []
    if leaves is not None:
        member = ForceMember.objects.select_for_update().get(pk=leaves.pk, campaign=row)
        if member.ends_on:
            raise CampaignError(f"{member.name}已经离开专班。")
        if member.begins_on and on < member.begins_on:
            raise CampaignError(f"日期早于{member.name}的起始日期{member.begins_on}。")
        member.ends_on = on
        member.save(update_fields=["ends_on"])
        words.append(f"{member.name}离开{member.force}")
    if joins is not None:
        if not (joins.force and joins.name and joins.unit and joins.duty):
            raise CampaignError("新成员的专班名称、姓名、单位、职责都要填。")
        last = row.members.count()
        ForceMember.objects.create(
            campaign=row, number=last + 1, **vars(replace(joins, begins_on=on))
        )
        words.append(f"{joins.name}加入{joins.force}")
    if not words:
        raise CampaignError("请选离开的成员，或填写加入的成员。")
    sentence = f"调整专项“{row.title}”工作专班：{'，'.join(words)}，自{on}起"
    record("campaign.member", row, by=by, at=at, sentence=sentence)


def _open(campaign: Campaign, reason: str, by: User) -> Campaign:
    row = locked(campaign)
    demand_manager(by, scope_of(row))
    if row.state != CampaignState.ISSUED:
        raise CampaignError(f"专项现在是“{row.get_state_display()}”，不能调整任务书。")
    if not reason.strip():
        raise CampaignError("请写明调整的理由。")
    return row


def _task(task: WorkTask) -> WorkTask:
    row = WorkTask.objects.select_for_update().get(pk=task.pk)
    if row.withdrawn_at:
        raise CampaignError("这项任务已经撤销。")
    return row


def _refuse(plan: TaskPlan, campaign: Campaign) -> None:
    missing = list(task_gaps(plan, plan_of(campaign)))
    if missing:
        raise IncompleteError(missing)


def _amend(
    campaign: Campaign,
    task: WorkTask,
    what: str,
    changes: Iterable[dict[str, str]],
    reason: str,
    *,
    by: User,
    at: dt.datetime,
) -> Amendment:
    made = Amendment.objects.create(
        campaign=campaign,
        task=task,
        what=what,
        changes=list(changes),
        reason=reason.strip()[:300],
        by=by,
        at=at,
    )
    record(
        "campaign.amend",
        campaign,
        by=by,
        at=at,
        sentence=f"{what}：专项“{campaign.title}”，理由：{made.reason}",
        task=task.pk,
        changes=made.changes,
    )
    return made
