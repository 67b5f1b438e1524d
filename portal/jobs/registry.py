"""Which function does which kind of job, and which schedules the clock serves.

A slice registers its handlers in its tasks.py. A handler has two parts: `prepare` may take long,
reads, computes and reports progress; `commit` writes everything in one transaction together with
the job's end. `prepare` may run more than once and its effects outside the database must bear it.
A result with a `url` leads the user on when the job is done.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from portal.jobs.models import Job


class CancelledError(Exception):
    """The user asked for the job to be cancelled; nothing was written."""


class JobError(Exception):
    """An expected failure, told to the user in one Chinese sentence."""


class Progress:
    """How far the work is; implemented by the runner on its own connection."""

    def report(self, done: int, total: int, text: str = "") -> None:
        """Show progress and renew the lease. Raises: CancelledError."""
        raise NotImplementedError


Prepare = Callable[[Job, Progress], object]
Commit = Callable[[Job, object, dt.datetime], dict[str, object] | None]
OnFailure = Callable[[Job, str, dt.datetime], None]


@dataclass(frozen=True)
class Handler:
    """How one kind of job is done, and on which queue."""

    kind: str
    queue: str
    prepare: Prepare
    commit: Commit
    on_failure: OnFailure | None = None


@dataclass(frozen=True)
class Schedule:
    """A function called once for each due moment, whoever's clock ticks first.

    `due` gives the latest due moment at or before now; `catch_up` bounds how late it may run.
    """

    name: str
    due: Callable[[dt.datetime], dt.datetime | None]
    run: Callable[[dt.datetime], None]
    catch_up: dt.timedelta = field(default=dt.timedelta(days=5))


HANDLERS: dict[str, Handler] = {}
SCHEDULES: dict[str, Schedule] = {}


def register(handler: Handler) -> None:
    """Make `handler` known to workers."""
    HANDLERS[handler.kind] = handler


def schedule(entry: Schedule) -> None:
    """Make `entry` known to the clock."""
    SCHEDULES[entry.name] = entry
