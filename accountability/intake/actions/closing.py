"""Ending a collection task, and taking it up again."""

import datetime as dt
from typing import Any

from django.db import connection, transaction

from accountability.intake.actions.asking import require_manager
from accountability.intake.actions.errors import MissingReasonError, WrongStateError
from accountability.intake.models import CollectionTask
from portal.access.models import User
from portal.access.roles import Permission
from portal.audit.trail import record

ENDED = "采集任务结束"
_LOCK = """
WITH locked AS (
    UPDATE accountability_submission
    SET state = 'locked', changed_at = %(at)s, version = version + 1
    WHERE task_id = %(task)s AND state = 'accepted' AND county_id = ANY (%(counties)s)
    RETURNING id, county_id, draft_id
)
INSERT INTO accountability_step
    (submission_id, county_id, revision_id, from_state, to_state, by_id, at, reason)
SELECT id, county_id, draft_id, 'accepted', 'locked', %(by)s, %(at)s, %(reason)s
FROM locked
"""

# What an officer locked by itself before the task ended stays locked.
_UNLOCK = """
WITH unlocked AS (
    UPDATE accountability_submission AS submission
    SET state = 'accepted', changed_at = %(at)s, version = version + 1
    WHERE task_id = %(task)s AND state = 'locked' AND county_id = ANY (%(counties)s)
      AND %(ended)s = (
          SELECT reason FROM accountability_step AS step
          WHERE step.submission_id = submission.id ORDER BY at DESC, id DESC LIMIT 1
      )
    RETURNING id, county_id, draft_id
)
INSERT INTO accountability_step
    (submission_id, county_id, revision_id, from_state, to_state, by_id, at, reason)
SELECT id, county_id, draft_id, 'locked', 'accepted', %(by)s, %(at)s, %(reason)s
FROM unlocked
"""


@transaction.atomic
def close_task(*, task: CollectionTask, by: User, at: dt.datetime) -> int:
    """End a task: accepted submissions are locked, what is still missing stays 未报.

    Raises: NotPermittedError, WrongStateError.
    """
    require_manager(by)
    row = CollectionTask.objects.select_for_update().get(pk=task.pk)
    if row.closed_at:
        raise WrongStateError("采集任务已经结束。")
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    count = _move_all(_LOCK, row, reason=ENDED, by=by, at=at)
    record(
        "intake.close_task",
        row,
        by=by,
        at=at,
        sentence=f"结束{row.period_label}{row.sheet_code}采集任务，锁定 {count} 份",
        counties=count,
    )
    return count


@transaction.atomic
def reopen_task(*, task: CollectionTask, reason: str, by: User, at: dt.datetime) -> int:
    """Take a task up again: what its end locked is merely accepted, what is missing may come in.

    The deadline stays, so what comes now is late unless the deadline is extended.
    Raises: NotPermittedError, MissingReasonError, WrongStateError.
    """
    require_manager(by)
    row = CollectionTask.objects.select_for_update().get(pk=task.pk)
    if row.closed_at is None:
        raise WrongStateError("采集任务没有结束，不需要恢复。")
    if not reason.strip():
        raise MissingReasonError("请填写恢复任务的理由。")
    row.closed_at = None
    row.save(update_fields=["closed_at"])
    count = _move_all(_UNLOCK, row, reason=f"采集任务恢复：{reason.strip()}", by=by, at=at)
    record(
        "intake.reopen_task",
        row,
        by=by,
        at=at,
        sentence=f"恢复{row.period_label}{row.sheet_code}采集任务，解锁 {count} 份；"
        f"理由：{reason.strip()}",
        counties=count,
    )
    return count


def _move_all(
    statement: str, task: CollectionTask, *, reason: str, by: User, at: dt.datetime
) -> int:
    """Move all submissions of a task by one statement; return how many moved."""
    values: dict[str, Any] = {
        "task": task.pk,
        "by": by.pk,
        "at": at,
        "reason": reason,
        "ended": ENDED,
        "counties": list(by.counties_for(Permission.TASK_MANAGE)),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
