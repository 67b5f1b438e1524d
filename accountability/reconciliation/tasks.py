"""The nightly run over all counties: rules read in one transaction, records kept in another."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone

from accountability.reconciliation import actions
from accountability.reconciliation.checks import RULES
from accountability.reconciliation.finding import Hit, found, hits
from accountability.reconciliation.gathering import Ground
from portal.jobs.models import Job
from portal.jobs.nightly import nightly
from portal.jobs.registry import Handler, Progress

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


nightly(Handler(NIGHTLY, "default", prepare, commit), hour=HOUR, title="勾稽核对")
