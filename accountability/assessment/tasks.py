"""The nightly count of what falls due by itself: indicators of the portal's own rows."""

import datetime as dt
from typing import Final

from django.utils import timezone

from accountability.assessment import actions
from accountability.intake.rules import Period, PeriodKind
from portal.jobs.models import Job
from portal.jobs.nightly import nightly
from portal.jobs.registry import Handler, Progress

NIGHTLY: Final = "assessment.nightly"
HOUR: Final = 1


def prepare(job: Job, progress: Progress) -> dt.date:
    """Return the day whose figures are wanted."""
    del progress
    return timezone.localdate(job.created_at)


def commit(job: Job, prepared: object, at: dt.datetime) -> dict[str, object]:
    """Compute this month and the one before: what was due yesterday may belong to either."""
    del job
    assert isinstance(prepared, dt.date)  # noqa: S101 - what prepare returned
    month = Period.containing(prepared, PeriodKind.MONTH)
    figures = sum(
        actions.recompute_own_rows(period, counties=None, at=at)
        for period in (month.previous(), month)
    )
    return {"figures": figures}


nightly(Handler(NIGHTLY, "default", prepare, commit), hour=HOUR, title="指标计算")
