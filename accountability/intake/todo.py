"""What of data collection waits for somebody: to fill in, sign, review, accept, chase."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accountability.intake.models import CollectionTask, Submission
from accountability.intake.queries.submissions import sheet_title
from accountability.intake.rules import IN_HAND, State
from portal.access.models import User
from portal.access.reader import Narrowed
from portal.access.roles import Permission
from portal.ui.palette import Tone
from portal.ui.todo import Rows, Todo, TodoSource, register_todo

ACTIONS = {
    State.OPEN: "下载模板、上传",
    State.TO_MEND: "改正错误",
    State.READY: "提交审核",
    State.RETURNED: "按退回意见修改",
    State.CORRECTING: "上传更正",
    State.TO_SIGN: "审签",
    State.TO_REVIEW: "审核",
    State.TO_ACCEPT: "接收或退回",
}
TONES: dict[State, Tone] = {State.TO_MEND: "bad", State.RETURNED: "bad"}


def in_states(permission: Permission, *states: State) -> Callable[[User, dt.datetime], Rows | None]:
    """Return what finds the submissions in one of the states, for who may move them on.

    Who had a hand in this round may not approve it, so it does not wait for them.
    """

    def rows(user: User, _at: dt.datetime) -> Rows | None:
        if not user.may(permission):
            return None
        found: QuerySet[Any] = Submission.objects.visible_to(Narrowed(user, permission)).filter(
            state__in=[state.value for state in states], task__closed_at__isnull=True
        )
        if permission == Permission.SUBMISSION_SUBMIT:
            return found
        hand = Q(submitted_by=user) | Q(signed_by=user) | Q(reviewed_by=user)
        left: Rows = found.exclude(hand)
        return left

    return rows


def submission_entry(row: Submission) -> Todo:
    """Say what waits with a submission."""
    state = State(row.state)
    return Todo(
        title=f"{row.county.name} {sheet_title(row.task.sheet_code)}",
        url=reverse("intake:submission-detail", args=[row.pk]),
        note=row.task.period_label,
        state=row.get_state_display(),
        tone=TONES.get(state, "neutral"),
        action=ACTIONS[state],
    )


def with_names(rows: Rows) -> Rows:
    """Join task and county."""
    return rows.select_related("task", "county")


def overdue_tasks(user: User, at: dt.datetime) -> Rows | None:
    """Return the open tasks past their deadline that somebody still owes."""
    if not user.may(Permission.TASK_MANAGE):
        return None
    owed = Submission.objects.visible_to(Narrowed(user, Permission.TASK_MANAGE)).filter(
        task=OuterRef("pk"), submitted_at__isnull=True
    )
    late: Rows = CollectionTask.objects.filter(Exists(owed), closed_at__isnull=True, due_at__lt=at)
    return late


def with_missing(rows: Rows) -> Rows:
    """Count who still owes."""
    missing = Q(submissions__submitted_at__isnull=True)
    counted: Rows = rows.annotate(missing=Count("submissions", filter=missing))
    return counted


def task_entry(row: Any) -> Todo:
    """Say what waits with an overdue task."""
    return Todo(
        title=f"{row.sheet_code} {sheet_title(row.sheet_code)}",
        url=reverse("intake:task-detail", args=[row.pk]),
        note=row.period_label,
        state=f"{row.missing}{row.counted_in}未报",
        tone="bad",
        action="催报或延期",
    )


STAGES = (
    ("fill", "待填报和修改", Permission.SUBMISSION_SUBMIT, sorted(IN_HAND)),
    ("sign", "待县级审签", Permission.SUBMISSION_SIGN, [State.TO_SIGN]),
    ("review", "待市级审核", Permission.SUBMISSION_REVIEW, [State.TO_REVIEW]),
    ("accept", "待省级接收", Permission.SUBMISSION_ACCEPT, [State.TO_ACCEPT]),
)
for place, (key, label, permission, states) in enumerate(STAGES):
    register_todo(
        TodoSource(
            key=key,
            label=label,
            rows=in_states(permission, *states),
            entry=submission_entry,
            due="due_at",
            widen=with_names,
            order=10 + place,
        )
    )
register_todo(
    TodoSource(
        key="overdue-tasks",
        label="逾期的采集任务",
        rows=overdue_tasks,
        entry=task_entry,
        due="due_at",
        widen=with_missing,
        order=20,
    )
)
