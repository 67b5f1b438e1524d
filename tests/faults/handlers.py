"""A job and a schedule whose effects can be counted; known to the workers of the harness only."""

import datetime as dt
import time

from django.db import connection
from django.utils import timezone

from portal.jobs import actions, registry
from portal.jobs.models import Job

TABLES = (
    "CREATE TABLE fault_effect (job_id bigint, step integer);"
    "CREATE TABLE fault_tick (due_at timestamptz)"
)


def prepare(job: Job, progress: registry.Progress) -> int:
    steps = int(job.payload["steps"])
    for step in range(steps):
        progress.report(step, steps, f"第{step}步")
        time.sleep(float(job.payload["pause"]))
    return steps


def commit(job: Job, prepared: object, at: dt.datetime) -> dict[str, object]:
    with connection.cursor() as cursor:
        for step in range(int(job.payload["steps"])):
            cursor.execute("INSERT INTO fault_effect VALUES (%s, %s)", [job.pk, step])
            time.sleep(float(job.payload["commit_pause"]))
    return {}


def due(now: dt.datetime) -> dt.datetime:
    """Return the last whole second."""
    return now.replace(microsecond=0)


def tick(due_at: dt.datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO fault_tick VALUES (%s)", [due_at])


registry.register(registry.Handler("faults", "reports", prepare, commit))
registry.schedule(registry.Schedule("faults", due, tick))


def enqueue(
    count: int, *, steps: int = 4, pause: float = 0.1, commit_pause: float = 0.0
) -> list[int]:
    """Enqueue `count` jobs and return their numbers."""
    payload: dict[str, object] = {"steps": steps, "pause": pause, "commit_pause": commit_pause}
    return [
        actions.enqueue(
            kind="faults", key=f"{time.monotonic_ns()}", title="试办", payload=payload, by=None,
            at=timezone.now(),
        ).pk
        for _ in range(count)
    ]  # fmt: skip


def deliver(jobs: list[int], times: int) -> None:
    """Send the message of each job several times over."""
    for _ in range(times):
        for job in jobs:
            actions.send(job, "faults")
