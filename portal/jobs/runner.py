"""Claim, lease, work, and end in one commit.

Proved by fault injection (tests/faults): whatever is killed, a job's effect and its `done` come in
one commit, so it happens exactly once.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Callable

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from portal.jobs import actions
from portal.jobs.models import Job, JobState, ScheduleSlot
from portal.jobs.progress import SideProgress, lease
from portal.jobs.registry import HANDLERS, SCHEDULES, CancelledError, JobError, Schedule

logger = logging.getLogger("portal.jobs")
MAX_ATTEMPTS = 4
LOCK_SPACE = 0x706F7274  # "port": our half of the two-key advisory lock
TOO_LONG = "处理时间过长，已停止，没有写入任何数据。请联系系统管理员。"
BROKEN = "系统处理时出错，已多次重试。请联系系统管理员。"
INTERRUPTED = "系统处理时中断，已多次重试。请联系系统管理员。"
Now = Callable[[], dt.datetime]


def run(job_id: int, *, now: Now) -> None:
    """Claim the job and do it; a lost lease or a second delivery does nothing."""
    claim = _claim(job_id, now())
    if not claim:
        return
    job = Job.objects.select_related("originator").get(pk=job_id)
    job.claim = claim
    progress = SideProgress(job)
    try:
        _work(job, progress, now)
    except CancelledError:
        _end(job, progress, JobState.CANCELLED, actions.CANCELLED, now())
    except JobError as error:
        _end(job, progress, JobState.FAILED, str(error), now())
    except SoftTimeLimitExceeded:
        _end(job, progress, JobState.FAILED, TOO_LONG, now())
    except Exception:
        logger.exception("job %s failed", job_id)
        progress.close()
        connection.close_if_unusable_or_obsolete()
        _give_back(job, now())
    finally:
        progress.close()


def _claim(job_id: int, at: dt.datetime) -> str:
    """Take the job for this worker and return the token, or nothing when it is not to be had."""
    claim = uuid.uuid4().hex
    claimable = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=at)
    taken = Job.objects.filter(claimable, pk=job_id, kind__in=HANDLERS).update(
        state=JobState.RUNNING,
        claim=claim,
        lease_until=at + lease(),
        attempts=F("attempts") + 1,
        started_at=at,
    )
    return claim if taken else ""


def _work(job: Job, progress: SideProgress, now: Now) -> None:
    handler = HANDLERS[job.kind]
    with actions.scope_of(job):
        prepared = handler.prepare(job, progress)
    progress.report(1, 1, "正在写入")
    progress.close()
    with transaction.atomic():
        if not _hold(job):
            return
        with actions.scope_of(job):
            result = handler.commit(job, prepared, now()) or {}
        Job.objects.filter(pk=job.pk).update(
            state=JobState.DONE, result=result, finished_at=now(), lease_until=None, error=""
        )


def _hold(job: Job) -> bool:
    """Be the only one: an advisory lock for the transaction, and the row still claimed by us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_SPACE, job.pk % 2**31])
        (alone,) = cursor.fetchone() or (False,)
    ours = Job.objects.select_for_update().filter(
        pk=job.pk, claim=job.claim, state=JobState.RUNNING
    )
    return bool(alone) and ours.first() is not None


def _end(job: Job, progress: SideProgress, state: JobState, sentence: str, at: dt.datetime) -> None:
    progress.close()
    actions.end(job=job, state=state, sentence=sentence, at=at)


def _give_back(job: Job, at: dt.datetime) -> None:
    """Let a job that failed unexpectedly be tried again, a bounded number of times.

    Where even this fails (the database is down) the lease runs out and the sweeper takes over.
    """
    if job.attempts >= MAX_ATTEMPTS:
        actions.end(job=job, state=JobState.FAILED, sentence=BROKEN, at=at)
        return
    Job.objects.filter(pk=job.pk, claim=job.claim, state=JobState.RUNNING).update(
        state=JobState.QUEUED, lease_until=None, sent_at=at
    )


def sweep(*, at: dt.datetime) -> int:
    """Send again jobs queued too long and jobs whose lease ran out; return how many."""
    resend_after = dt.timedelta(seconds=settings.PORTAL_JOB_RESEND_SECONDS)
    forgotten = Job.objects.filter(
        Q(state=JobState.QUEUED, sent_at__lt=at - resend_after)
        | Q(state=JobState.RUNNING, lease_until__lt=at)
    )
    count = 0
    for job in forgotten.select_related("originator").order_by("sent_at")[:500]:
        if job.attempts >= MAX_ATTEMPTS:
            actions.end(job=job, state=JobState.FAILED, sentence=INTERRUPTED, at=at)
            continue
        Job.objects.filter(pk=job.pk).update(sent_at=at)
        actions.send(job.pk, job.kind)
        count += 1
    return count


def tick(*, at: dt.datetime) -> list[str]:
    """Run each schedule's due moment once, however many clocks tick; return what ran.

    A schedule that fails is tried again at the next tick and keeps no other from running.
    """
    served = []
    for entry in SCHEDULES.values():
        try:
            if _serve(entry, at):
                served.append(entry.name)
        except Exception:
            logger.exception("schedule %s failed", entry.name)
    return served


def _serve(entry: Schedule, at: dt.datetime) -> bool:
    due = entry.due(at)
    if due is None or at - due > entry.catch_up:
        return False
    with transaction.atomic():
        _, mine = ScheduleSlot.objects.get_or_create(
            schedule=entry.name, due_at=due, defaults={"taken_at": at}
        )
        if mine:
            entry.run(due)
    return mine
