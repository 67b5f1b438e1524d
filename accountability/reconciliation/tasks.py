"""The nightly run over all counties: rules read in one transaction, records kept in another."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accountability.reconciliation import actions
from accountability.reconciliation.checks import RULES
from accountability.reconciliation.finding import Hit, found, hits
from accountability.reconciliation.gathering import Ground
from portal.jobs.actions import enqueue
from portal.jobs.models import Job
from portal.jobs.registry import Handler, Progress, Schedule, register, schedule

NIGHTLY: Final = "reconciliation.nightly"
HOUR: Final = 2


@dataclass(frozen=True)
class Found:
    """What a run of the province found, and by which rules."""

    rules: list[str]
    hits: list[Hit]


def prepare(job: Job, progress: Progress) -> Found:
    """Run every rule in force over the current revisions of all counties."""
    rules = [one for one in RULES.values() if one.is_in_force(timezone.localdate(job.created_at))]
    with (
        transaction.atomic(),
        found(rules, Ground(), report=progress.report) as (cursor, _),
    ):
        return Found([one.key for one in rules], hits(cursor))


def commit(job: Job, prepared: object, at: dt.datetime) -> dict[str, object]:
    """Bring the records up to date."""
    del job
    assert isinstance(prepared, Found)  # noqa: S101 - what prepare returned
    kept = actions.keep_all(hits=prepared.hits, rules=prepared.rules, at=at)
    return {
        "found": kept.found,
        "fresh": kept.fresh,
        "reopened": kept.reopened,
        "cleared": kept.cleared,
    }


def last_night(now: dt.datetime) -> dt.datetime:
    """Return the latest two o'clock in the morning at or before now."""
    local = timezone.localtime(now)
    due = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return due if due <= local else due - dt.timedelta(days=1)


def start(due: dt.datetime) -> None:
    """Ask for the run of a night."""
    payload: dict[str, Any] = {}
    enqueue(
        kind=NIGHTLY,
        key=f"{NIGHTLY}:{timezone.localtime(due):%Y-%m-%d}",
        title=f"{timezone.localtime(due):%Y年%m月%d日}勾稽核对",
        payload=payload,
        by=None,
        at=due,
    )


register(Handler(NIGHTLY, "default", prepare, commit))
schedule(Schedule(NIGHTLY, last_night, start, catch_up=dt.timedelta(hours=20)))
