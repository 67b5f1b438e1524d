"""The job that checks a bigger file, the burden meter, and the nightly clearing of old drafts.

A file is read and checked outside; what it becomes is written in the final commit.
"""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from accountability.intake.actions import metering, pruning, receiving
from accountability.intake.checked import Checked
from accountability.intake.checking import check_file
from accountability.intake.models import CollectionTask, Upload
from accountability.intake.pipeline import UnmatchedError
from accountability.intake.reading.grid import RefusedError
from portal.jobs.models import Job, JobState
from portal.jobs.nightly import at_night
from portal.jobs.registry import Handler, JobError, Progress, Schedule, register, schedule


def _upload(job: Job) -> Upload:
    upload: Upload = Upload.objects.select_related(
        "submission", "submission__task", "submission__county", "uploaded_by"
    ).get(pk=job.payload["upload"])
    return upload


def prepare(job: Job, progress: Progress) -> object:
    """Read and check the file. Raises: JobError with the sentence for the user."""
    upload = _upload(job)
    try:
        return check_file(
            upload.submission,
            upload.file_id,
            name=upload.name,
            at=job.created_at,
            report=progress.report,
        )
    except (RefusedError, UnmatchedError) as error:
        raise JobError(error.sentence) from error


def commit(job: Job, prepared: object, at: dt.datetime) -> dict[str, object]:
    """Stage what was checked."""
    assert isinstance(prepared, Checked)  # noqa: S101 - what prepare returned
    upload = _upload(job)
    receipt = receiving.finish_check(
        upload=upload,
        checked=prepared,
        again=bool(job.payload.get("again")),
        by=job.originator or upload.uploaded_by,
        at=at,
    )
    return {
        "revision": receipt.revision.pk if receipt.revision else None,
        "sentence": receipt.sentence,
    }


def failed(job: Job, sentence: str, at: dt.datetime) -> None:
    """Put the submission back and keep the sentence with the upload."""
    job.refresh_from_db(fields=["state"])
    receiving.abort_check(
        upload=_upload(job),
        sentence=sentence,
        cancelled=job.state == JobState.CANCELLED,
        by=job.originator,
        at=at,
    )


register(Handler(receiving.CHECK, "intake", prepare, commit, failed))


# ---- the calendar -----------------------------------------------------------------------------


HOUR = 3


def clear_drafts(_due: dt.datetime) -> None:
    """Clear old drafts, batch after batch."""
    while pruning.prune(keep=settings.PORTAL_KEPT_DRAFTS, at=timezone.now()):
        pass


schedule(Schedule("intake.prune", due=at_night(HOUR), run=clear_drafts))


# ---- the burden meter -------------------------------------------------------------------------


def prepare_meter(job: Job, progress: Progress) -> object:
    """Count the cells of each county's blank."""
    task = CollectionTask.objects.get(pk=job.payload["task"])
    total = task.submissions.count()
    found = []
    for one in metering.measure(task):
        found.append(one)
        progress.report(len(found), total, "测算填报负担")
    return found


def commit_meter(job: Job, prepared: object, at: dt.datetime) -> dict[str, object]:
    """Keep what was counted."""
    del job, at
    assert isinstance(prepared, list)  # noqa: S101 - what prepare returned
    return {"submissions": metering.keep_metered(metered=prepared)}


register(Handler(metering.METER, "default", prepare_meter, commit_meter))


def meter_all(_due: dt.datetime) -> None:
    """Have every task counted that was not yet."""
    for task in CollectionTask.objects.filter(submissions__burdens__isnull=True).distinct():
        metering.request_metering(task=task, at=timezone.now())


schedule(Schedule("intake.meter", due=at_night(HOUR), run=meter_all))
