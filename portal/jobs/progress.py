"""Progress and lease of a running job, on a connection of its own."""

import datetime as dt
import logging
import os
import threading
from contextlib import suppress
from typing import Any

import psycopg2
from django.conf import settings
from django.db import connection

from portal.jobs.models import Job
from portal.jobs.registry import CancelledError, Progress

logger = logging.getLogger("portal.jobs")


def lease() -> dt.timedelta:
    """Return how long a worker may be silent before another takes its job."""
    return dt.timedelta(seconds=settings.PORTAL_JOB_LEASE_SECONDS)


def _connect(job_id: int) -> Any:
    """Open a connection that shows in pg_stat_activity which process does which job."""
    side = connection.get_new_connection(connection.get_connection_params())
    side.autocommit = True
    with side.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'")
        cursor.execute("SET application_name = %s", [f"job {job_id} of {os.getpid()}"])
    return side


class SideProgress(Progress):
    """Shows while the work's own transaction is open, and renews the lease from a thread."""

    def __init__(self, job: Job) -> None:
        self.job_id, self.claim = job.pk, job.claim
        self.side = _connect(self.job_id)
        self.lock = threading.Lock()
        self.stopped = threading.Event()
        self.keeper = threading.Thread(target=self._keep, daemon=True)
        self.keeper.start()

    def _keep(self) -> None:
        while not self.stopped.wait(lease().total_seconds() / 4):
            try:
                self._execute(
                    "UPDATE portal_job SET lease_until = now() + %s"
                    " WHERE id = %s AND claim = %s AND state = 'running'",
                    [lease(), self.job_id, self.claim],
                )
            except psycopg2.Error:
                logger.warning("lease of job %s not renewed", self.job_id)

    def _execute(self, sql: str, values: list[object]) -> tuple[object, ...] | None:
        """Run one statement, on a new connection when the old one was cut."""
        with self.lock:
            if self.side.closed:
                self.side = _connect(self.job_id)
            try:
                with self.side.cursor() as cursor:
                    cursor.execute(sql, values)
                    row: tuple[object, ...] | None = (
                        cursor.fetchone() if cursor.description else None
                    )
                    return row
            except psycopg2.Error:
                with suppress(Exception):
                    self.side.close()
                raise

    def report(self, done: int, total: int, text: str = "") -> None:
        """Show progress and renew the lease. Raises: CancelledError.

        A database that cannot be reached at this moment does not stop the work: the commit decides.
        """
        try:
            row = self._execute(
                "UPDATE portal_job SET done_count = %s, total_count = %s, progress_text = %s,"
                " lease_until = now() + %s WHERE id = %s AND claim = %s AND state = 'running'"
                " RETURNING cancel_requested",
                [done, total, text[:200], lease(), self.job_id, self.claim],
            )
        except psycopg2.Error:
            logger.warning("progress of job %s not shown", self.job_id)
            return
        if row and row[0]:
            raise CancelledError

    def close(self) -> None:
        """Stop renewing; called before the final commit touches the row."""
        if not self.stopped.is_set():
            self.stopped.set()
            self.keeper.join()
            with suppress(Exception):
                self.side.close()
