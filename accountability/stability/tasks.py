"""The nightly look at all posts: days pass, registers and parameters change without a file."""

import datetime as dt
from typing import Final

from accountability.stability.keeping import settle
from portal.jobs.models import Job
from portal.jobs.nightly import nightly
from portal.jobs.registry import Handler, Progress

NIGHTLY: Final = "stability.nightly"
HOUR: Final = 1  # before the night's reconciliation, which reads the alarms


def prepare(job: Job, progress: Progress) -> None:
    """Read nothing beforehand: one county's posts are few."""
    del job, progress


def commit(job: Job, prepared: object, at: dt.datetime) -> dict[str, object]:
    """Bring the alarms of all counties up to date."""
    del job, prepared
    return {"standing": settle(county_ids=None, at=at)}


nightly(Handler(NIGHTLY, "default", prepare, commit), hour=HOUR, title="正职异动和缺职核对")
