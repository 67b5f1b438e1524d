"""The bench `sheets`: a 县情单 for every county, by a real worker of two processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection
from django.utils import timezone

from accountability.reports import actions
from accountability.reports.models import Pack
from bench import month, places
from bench.meter import measured
from bench.report import Report
from portal.jobs.models import Job, JobState
from portal.jobs.runner import sweep

PROCESSES, TARGET_SECONDS, PATIENCE = 2, 90, 900
UNFINISHED: Final = [JobState.QUEUED, JobState.RUNNING]
POLL_SECONDS: Final = 0.5


def measure(*, is_quick: bool) -> Report:
    """Ask for the pack and wait for its archive."""
    month.load()
    with _worker(), measured() as spent:
        pack = actions.ask_for_pack(
            scope=places.province(), period=month.MONTH, by=month.officer(), at=timezone.now()
        )
        _wait_for(pack)
    pack.refresh_from_db()
    count = pack.documents.count()
    pages = sum(pack.documents.values_list("pages", flat=True))
    report = Report(
        f"{count} county sheets on {PROCESSES} processes, from the click to the archive",
        ("sheets", "pages", "wall s", "CPU s", "CPU s a sheet", "pages per CPU s"),
    )
    report.rows.append(
        (
            str(count), str(pages), f"{spent.wall:.0f}", f"{spent.cpu:.0f}",
            f"{spent.cpu / count:.2f}", f"{pages / spent.cpu:.1f}",
        )
    )  # fmt: skip
    report.notes.append("The worker's start is included; its processes begin cold.")
    if not is_quick:
        report.target(
            f"158 county sheets ≤ {TARGET_SECONDS} s on two workers",
            f"{spent.wall:.0f} s",
            is_met=spent.wall <= TARGET_SECONDS,
        )
    return report


@contextmanager
def _worker() -> Iterator[None]:
    words = ["-Q", "reports", "-c", str(PROCESSES), "--without-gossip", "--without-mingle"]
    worker = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "celery",
            "--quiet",
            "-A",
            "portal",
            "worker",
            "-l",
            "ERROR",
            *words,
        ],
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    try:
        yield
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(60)


def _wait_for(pack: Pack) -> None:
    """Wait until the archive is there; send again what has waited too long, as beat would."""
    end = time.monotonic() + PATIENCE
    while Pack.objects.filter(pk=pack.pk, finished_at__isnull=True).exists():
        failed = Job.objects.filter(state=JobState.FAILED).first()
        if failed:
            raise SystemExit(f"{failed.title}: {failed.error}")
        if time.monotonic() > end:
            raise SystemExit("the sheets are not finished")
        time.sleep(POLL_SECONDS)
        sweep(at=timezone.now())
        connection.close_if_unusable_or_obsolete()
