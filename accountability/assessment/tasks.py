"""The nightly count of what falls due by itself: indicators of the portal's own rows."""

import datetime as dt
from typing import Final

from django.utils import timezone

from accountability.assessment import actions
from accountability.intake.rules import Period, PeriodKind
from portal.jobs.actions import enqueue
from portal.jobs.models import Job
from portal.jobs.registry import Handler, Progress, Schedule, register, schedule

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


def last_night(now: dt.datetime) -> dt.datetime:
    """Return the latest one o'clock in the morning at or before now."""
    local = timezone.localtime(now)
    due = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return due if due <= local else due - dt.timedelta(days=1)


def start(due: dt.datetime) -> None:
    """Ask for the count of a night."""
    enqueue(
        kind=NIGHTLY,
        key=f"{NIGHTLY}:{timezone.localtime(due):%Y-%m-%d}",
        title=f"{timezone.localtime(due):%Y年%m月%d日}指标计算",
        payload={},
        by=None,
        at=due,
    )


register(Handler(NIGHTLY, "default", prepare, commit))
schedule(Schedule(NIGHTLY, last_night, start, catch_up=dt.timedelta(hours=20)))
