"""Work of every night: the moment it is due, and the job that is asked for then."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from django.utils import timezone

from portal.jobs.actions import enqueue
from portal.jobs.registry import Handler, Schedule, register, schedule

CATCH_UP: Final = dt.timedelta(hours=20)  # a night missed by more is the next one's


def at_night(hour: int) -> Callable[[dt.datetime], dt.datetime]:
    """Return what gives the latest `hour` o'clock, local time, at or before a moment."""

    def latest(now: dt.datetime) -> dt.datetime:
        local = timezone.localtime(now)
        due = local.replace(hour=hour, minute=0, second=0, microsecond=0)
        return due if due <= local else due - dt.timedelta(days=1)

    return latest


def nightly(handler: Handler, *, hour: int, title: str) -> None:
    """Have `handler` do its job once every night; `title` follows the day in the job's name."""

    def start(due: dt.datetime) -> None:
        day = timezone.localtime(due)
        enqueue(
            kind=handler.kind,
            key=f"{handler.kind}:{day:%Y-%m-%d}",
            title=f"{day:%Y年%m月%d日}{title}",
            payload={},
            by=None,
            at=due,
        )

    register(handler)
    schedule(Schedule(handler.kind, at_night(hour), start, catch_up=CATCH_UP))
