"""The nightly look at all posts: days pass, registers and parameters change without a file."""

import datetime as dt
from typing import Any, Final

from django.utils import timezone

from accountability.stability.keeping import settle
from portal.jobs.actions import enqueue
from portal.jobs.models import Job
from portal.jobs.registry import Handler, Progress, Schedule, register, schedule

NIGHTLY: Final = "stability.nightly"
HOUR: Final = 1  # before the night's reconciliation, which reads the alarms


def prepare(job: Job, progress: Progress) -> None:
    """Read nothing beforehand: one county's posts are few."""
    del job, progress


def commit(job: Job, prepared: object, at: dt.datetime) -> dict[str, object]:
    """Bring the alarms of all counties up to date."""
    del job, prepared
    return {"standing": settle(county_ids=None, at=at)}


def last_night(now: dt.datetime) -> dt.datetime:
    """Return the latest one o'clock in the morning at or before now."""
    local = timezone.localtime(now)
    due = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return due if due <= local else due - dt.timedelta(days=1)


def start(due: dt.datetime) -> None:
    """Ask for the look of a night."""
    payload: dict[str, Any] = {}
    enqueue(
        kind=NIGHTLY,
        key=f"{NIGHTLY}:{timezone.localtime(due):%Y-%m-%d}",
        title=f"{timezone.localtime(due):%Y年%m月%d日}正职异动和缺职核对",
        payload=payload,
        by=None,
        at=due,
    )


register(Handler(NIGHTLY, "default", prepare, commit))
schedule(Schedule(NIGHTLY, last_night, start, catch_up=dt.timedelta(hours=20)))
