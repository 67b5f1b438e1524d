"""Enqueuing, cancelling and ending jobs."""

import datetime as dt

from django.db import transaction

from portal.access.models import User
from portal.jobs.models import Job, JobState
from portal.jobs.registry import HANDLERS


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

    The same key gives the same job: a second click does not do the work twice.
    """
    job, created = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "title": title,
            "payload": payload,
            "originator": by,
            "created_at": at,
            "sent_at": at,
        },
    )
    if created:
        transaction.on_commit(lambda: send(job.pk, kind))
    return job


def send(job_id: int, kind: str) -> None:
    """Send the message; a broker that is down loses nothing, the sweeper sends again."""
    from portal.jobs.tasks import run_job  # noqa: PLC0415

    try:
        run_job.apply_async((job_id,), queue=HANDLERS[kind].queue, retry=False)
    except run_job.OperationalError:
        return


def cancel(*, job: Job, by: User, at: dt.datetime) -> None:
    """Ask for a running job to stop; a queued one ends at once."""
    stopped = Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, finished_at=at
    )
    if not stopped:
        Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_requested=True)
