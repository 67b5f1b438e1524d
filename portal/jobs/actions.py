"""Enqueuing, cancelling and ending jobs."""

import datetime as dt
import logging
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import transaction

from portal.access.models import User
from portal.access.scope import acting_as
from portal.audit.trail import record
from portal.jobs.models import UNFINISHED, Job, JobState
from portal.jobs.registry import HANDLERS

logger = logging.getLogger("portal.jobs")
DEFAULT_QUEUE = "default"
CANCELLED = "已按您的要求取消，没有写入任何数据。"


def enqueue(
    *,
    kind: str,
    key: str,
    title: str,
    payload: dict[str, object],
    by: User | None,
    at: dt.datetime,
) -> Job:
    """Insert the job in the caller's transaction and nudge a worker after the commit.

    The same key gives the same job: a second click does not do the work twice. A job that failed
    or was cancelled is tried anew.
    """
    fresh: dict[str, Any] = {
        "kind": kind,
        "title": title,
        "payload": payload,
        "originator": by,
        "created_at": at,
        "sent_at": at,
    }
    job, created = Job.objects.get_or_create(key=key, defaults=fresh)
    if created or _revive(job, fresh):
        transaction.on_commit(lambda: send(job.pk, kind))
    return job


def _revive(job: Job, fresh: dict[str, Any]) -> bool:
    again: dict[str, Any] = {
        "state": JobState.QUEUED, "attempts": 0, "claim": "", "error": "", "result": {},
        "done_count": 0, "total_count": 0, "progress_text": "", "cancel_requested": False,
        "lease_until": None, "started_at": None, "finished_at": None,
    }  # fmt: skip
    over = Job.objects.filter(pk=job.pk, state__in=(JobState.FAILED, JobState.CANCELLED))
    revived = over.update(**fresh, **again)
    job.refresh_from_db()
    return bool(revived)


def send(job_id: int, kind: str) -> None:
    """Send the message; a broker that is down loses nothing, the sweeper sends again."""
    from portal.jobs.tasks import run_job  # noqa: PLC0415

    queue = HANDLERS[kind].queue if kind in HANDLERS else DEFAULT_QUEUE
    try:
        run_job.apply_async((job_id,), queue=queue, retry=False)
    except run_job.OperationalError:
        logger.warning("broker unreachable, job %s waits for the sweeper", job_id)


@transaction.atomic
def cancel(*, job: Job, by: User, at: dt.datetime) -> bool:
    """Ask for a running job to stop, end a queued one; say whether it was still in time.

    A job whose result is being written at this moment is not waited for.
    """
    held = (
        Job.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("originator")
        .filter(pk=job.pk, state__in=UNFINISHED)
        .first()
    )
    if held is None:
        return False
    if held.state == JobState.QUEUED:
        end(job=held, state=JobState.CANCELLED, sentence=CANCELLED, at=at)
    else:
        Job.objects.filter(pk=held.pk).update(cancel_requested=True)
    record("job.cancel", held, by=by, at=at, sentence=f"{by.full_name} 取消了“{held.title}”")
    return True


def end(*, job: Job, state: JobState, sentence: str, at: dt.datetime) -> bool:
    """End a job without its effect, and let its handler put its own rows right.

    Only while `job` is unfinished and still claimed as `job` says; says whether it was.
    """
    with transaction.atomic():
        ended = Job.objects.filter(pk=job.pk, claim=job.claim, state__in=UNFINISHED).update(
            state=state, error=sentence, finished_at=at, lease_until=None
        )
        if ended:
            _tell_handler(job, sentence, at)
    return bool(ended)


def _tell_handler(job: Job, sentence: str, at: dt.datetime) -> None:
    handler = HANDLERS.get(job.kind)
    if handler is None or handler.on_failure is None:
        return
    try:
        with transaction.atomic(), scope_of(job):
            handler.on_failure(job, sentence, at)
    except Exception:  # the job must end even where its handler is broken
        logger.exception("on_failure of job %s failed", job.pk)


def scope_of(job: Job) -> AbstractContextManager[None]:
    """Return the originator's scope: a worker has no more rights than the person it works for."""
    return acting_as(job.originator) if job.originator else nullcontext()
