"""Claim, lease, work, and end in one commit.

Measured by fault injection (docs/performance.md): whatever is killed, a job's effect and its
`done` come in one commit, so it happens exactly once.
"""

import datetime as dt
import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from django.db import connection, transaction
from django.db.models import F, Q

from portal.access.scope import acting_as
from portal.jobs import actions
from portal.jobs.models import Job, JobState, ScheduleSlot
from portal.jobs.registry import HANDLERS, SCHEDULES, CancelledError, JobError, Progress

logger = logging.getLogger("portal.jobs")
LEASE = dt.timedelta(seconds=60)
RESEND_AFTER = dt.timedelta(seconds=20)
MAX_ATTEMPTS = 4
LOCK_SPACE = 0x706F7274  # "port": our half of the two-key advisory lock
Now = Callable[[], dt.datetime]


class SideProgress(Progress):
    """Progress and lease on a connection of its own, so they show while the work is open."""

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id
        self.side = connection.get_new_connection(connection.get_connection_params())
        self.side.autocommit = True
        self.lock = threading.Lock()
        self.stopped = threading.Event()
        self.keeper = threading.Thread(target=self._keep, daemon=True)
        self.keeper.start()

    def _keep(self) -> None:
        while not self.stopped.wait(LEASE.total_seconds() / 4):
            self._execute(
                "UPDATE portal_job SET lease_until = now() + %s"
                " WHERE id = %s AND state = 'running'",
                [LEASE, self.job_id],
            )

    def _execute(self, sql: str, values: list[object]) -> tuple[object, ...] | None:
        with self.lock, self.side.cursor() as cursor:
            cursor.execute(sql, values)
            row: tuple[object, ...] | None = cursor.fetchone() if cursor.description else None
            return row

    def report(self, done: int, total: int, text: str = "") -> None:
        """Show progress and renew the lease. Raises: CancelledError."""
        row = self._execute(
            "UPDATE portal_job SET done_count = %s, total_count = %s, progress_text = %s,"
            " lease_until = now() + %s WHERE id = %s AND state = 'running'"
            " RETURNING cancel_requested",
            [done, total, text[:200], LEASE, self.job_id],
        )
        if row and row[0]:
            raise CancelledError

    def close(self) -> None:
        """Stop renewing; called before the final commit touches the row."""
        if not self.stopped.is_set():
            self.stopped.set()
            self.keeper.join()
            self.side.close()


def run(job_id: int, *, now: Now) -> None:
    """Claim the job and do it; a lost lease or a second delivery does nothing."""
    if not _claim(job_id, now()):
        return
    job = Job.objects.select_related("originator").get(pk=job_id)
    progress = SideProgress(job_id)
    try:
        _work(job, progress, now)
    except CancelledError:
        progress.close()
        _end(job, JobState.CANCELLED, "已按您的要求取消，没有写入任何数据。", now())
    except JobError as error:
        progress.close()
        _end(job, JobState.FAILED, str(error), now())
    except Exception:
        progress.close()
        logger.exception("job %s failed", job_id)
        _give_back(job, now())
    finally:
        progress.close()


def _claim(job_id: int, at: dt.datetime) -> bool:
    claimable = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=at)
    return bool(
        Job.objects.filter(claimable, pk=job_id).update(
            state=JobState.RUNNING,
            lease_until=at + LEASE,
            attempts=F("attempts") + 1,
            started_at=at,
        )
    )


def _scope(job: Job) -> AbstractContextManager[None]:
    """Return the originator's scope: a worker has no more rights than the person it works for."""
    return acting_as(job.originator) if job.originator else nullcontext()


def _work(job: Job, progress: SideProgress, now: Now) -> None:
    handler = HANDLERS[job.kind]
    with _scope(job):
        prepared = handler.prepare(job, progress)
    progress.report(1, 1, "正在写入")
    progress.close()
    with transaction.atomic():
        if not _lock(job.pk):
            return
        with _scope(job):
            result = handler.commit(job, prepared, now()) or {}
        Job.objects.filter(pk=job.pk).update(
            state=JobState.DONE, result=result, finished_at=now(), lease_until=None, error=""
        )


def _lock(job_id: int) -> bool:
    """Be the only one: an advisory lock for the transaction, and the row still running."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_SPACE, job_id % 2**31])
        (alone,) = cursor.fetchone() or (False,)
    return bool(alone) and (
        Job.objects.select_for_update().filter(pk=job_id, state=JobState.RUNNING).exists()
    )


def _end(job: Job, state: JobState, sentence: str, at: dt.datetime) -> None:
    handler = HANDLERS[job.kind]
    with transaction.atomic():
        if not _lock(job.pk):
            return
        if handler.on_failure:
            with _scope(job):
                handler.on_failure(job, sentence, at)
        Job.objects.filter(pk=job.pk).update(
            state=state, error=sentence, finished_at=at, lease_until=None
        )


def _give_back(job: Job, at: dt.datetime) -> None:
    """Let a job that failed unexpectedly be tried again, a bounded number of times."""
    job.refresh_from_db()
    if job.attempts >= MAX_ATTEMPTS:
        _end(job, JobState.FAILED, "系统处理时出错，已多次重试。请联系系统管理员。", at)
        return
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(
        state=JobState.QUEUED, lease_until=None
    )


def sweep(*, at: dt.datetime) -> int:
    """Send again jobs queued too long and jobs whose lease ran out; return how many."""
    forgotten = Job.objects.filter(
        Q(state=JobState.QUEUED, sent_at__lt=at - RESEND_AFTER)
        | Q(state=JobState.RUNNING, lease_until__lt=at)
    ).order_by("pk")
    count = 0
    for job in forgotten[:500]:
        if job.attempts >= MAX_ATTEMPTS:
            _end(job, JobState.FAILED, "系统处理时中断，已多次重试。请联系系统管理员。", at)
            continue
        Job.objects.filter(pk=job.pk).update(sent_at=at)
        actions.send(job.pk, job.kind)
        count += 1
    return count


def tick(*, at: dt.datetime) -> list[str]:
    """Run each schedule's due moment once, however many clocks tick; return what ran."""
    served = []
    for entry in SCHEDULES.values():
        due = entry.due(at)
        if due is None or at - due > entry.catch_up:
            continue
        with transaction.atomic():
            _, mine = ScheduleSlot.objects.get_or_create(
                schedule=entry.name, due_at=due, defaults={"taken_at": at}
            )
            if mine:
                entry.run(due)
                served.append(entry.name)
    return served
