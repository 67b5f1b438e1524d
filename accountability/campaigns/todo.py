"""What of campaigns waits: for a county what falls due, for the province what was reported."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accountability.campaigns.models import CountyTask
from accountability.campaigns.rules import AHEAD_DAYS, Progress
from accountability.campaigns.tags import standing
from portal.access.models import User
from portal.access.reader import Narrowed
from portal.access.roles import Permission
from portal.ui.todo import DayEnds, Rows, Todo, TodoSource, register_todo


def to_do(user: User, at: dt.datetime) -> Rows | None:
    """Return what a county has back, and what is overdue or falls due before long."""
    if not user.may(Permission.CAMPAIGN_REPORT):
        return None
    mine = CountyTask.objects.visible_to(Narrowed(user, Permission.CAMPAIGN_REPORT))
    soon = timezone.localdate(at) + dt.timedelta(days=AHEAD_DAYS)
    rows: Rows = (
        mine.in_work().unfinished().filter(Q(due_on__lte=soon) | Q(state=Progress.RETURNED))
    )
    return rows


def to_confirm(user: User, _at: dt.datetime) -> Rows | None:
    """Return what counties reported done and somebody else than its reporter may confirm."""
    if not user.may(Permission.CAMPAIGN_MANAGE):
        return None
    mine = CountyTask.objects.visible_to(Narrowed(user, Permission.CAMPAIGN_MANAGE))
    rows: Rows = mine.in_work().filter(state=Progress.REPORTED).exclude(reported_by=user)
    return rows


def entry(row: CountyTask) -> Todo:
    """Say which task of which campaign waits."""
    waits = row.state == Progress.REPORTED
    word, tone = standing(row, timezone.localdate())
    return Todo(
        title=f"{row.county.name} {row.campaign.title} 任务{row.task.number}",
        url=reverse("campaigns:item", args=[row.pk]),
        note=row.task.deliver,
        state=word,
        tone=tone,
        action="核实或退回" if waits else "报进展或报完成",
    )


def with_names(rows: Rows) -> Rows:
    """Join campaign, task and county."""
    return rows.select_related("campaign", "task", "county")


register_todo(
    TodoSource(
        key="campaign-do",
        label="专项任务",
        rows=to_do,
        entry=entry,
        due=DayEnds("due_on"),
        widen=with_names,
        order=12,
    )
)
register_todo(
    TodoSource(
        key="campaign-confirm",
        label="待核实的专项任务",
        rows=to_confirm,
        entry=entry,
        due=DayEnds("due_on"),
        widen=with_names,
        order=28,
    )
)
