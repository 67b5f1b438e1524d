"""The job that writes a long list."""

import datetime as dt
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.urls import reverse
from django.utils import timezone

from portal.access.scope import narrow
from portal.files.models import StoredFile
from portal.files.store import NoSpaceError, store
from portal.jobs.models import Job
from portal.jobs.nightly import at_night
from portal.jobs.registry import Handler, JobError, Progress, Schedule, register, schedule
from portal.lists import actions, exporting
from portal.ui.listing import LISTS, Asked

GONE = "您已没有查看此名单的权限，没有导出。"


@dataclass(frozen=True)
class Written:
    """A workbook in the store."""

    file: StoredFile
    rows: int


def asked_by(job: Job) -> Asked:
    """Return the question of a job, within what its originator may see today.

    Raises: JobError.
    """
    listing, user = LISTS[str(job.payload["list"])], job.originator
    if user is None or not user.may(listing.permission):
        raise JobError(GONE)
    narrow(user, listing.permission)
    return Asked(listing, user, str(job.payload["query"]))


def prepare(job: Job, progress: Progress) -> Written:
    """Write the workbook and store it."""
    asked = asked_by(job)
    columns = cast("list[str] | None", job.payload["columns"])
    shown = None if columns is None else frozenset(columns)
    total = asked.rows.order_by().count()
    with tempfile.TemporaryFile() as out:
        rows = exporting.save(
            asked, out, shown=shown, report=lambda done: progress.report(done, total, "正在写入")
        )
        out.seek(0)
        try:
            file = store(iter(lambda: out.read(2**20), b""), at=timezone.now())
        except NoSpaceError as error:
            raise JobError("服务器磁盘空间不足，没有导出，请联系系统管理员。") from error
    return Written(file, rows)


def commit(job: Job, prepared: object, at: dt.datetime) -> dict[str, object]:
    """Keep the workbook for its owner."""
    written = cast(Written, prepared)
    assert job.originator is not None  # noqa: S101 - asked_by saw to it
    export = actions.keep_export(
        asked=asked_by(job), rows=written.rows, file=written.file, job=job, by=job.originator, at=at
    )
    return {"url": reverse("lists:export", args=[export.pk]), "rows": written.rows}


register(Handler(kind=actions.KIND, queue="default", prepare=prepare, commit=commit))


# ---- the calendar -----------------------------------------------------------------------------

HOUR = 4
DAYS_KEPT = 30
_days_kept: list[Callable[[dt.date], int]] = [lambda _day: DAYS_KEPT]


def keep_exports_for(days: Callable[[dt.date], int]) -> None:
    """Let `days` say how many days the workbooks of a day are kept: a setting of a slice above."""
    _days_kept[:] = [days]


def expire(_due: dt.datetime) -> None:
    """Remove the exports that are older than the setting of the day says."""
    now = timezone.now()
    days = _days_kept[0](timezone.localdate(now))
    actions.expire_exports(before=now - dt.timedelta(days=days), at=now)


schedule(Schedule("lists.expire", due=at_night(HOUR), run=expire))
