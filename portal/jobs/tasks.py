"""Celery entries: run one job, sweep the forgotten ones, tick the schedules."""

from celery import shared_task
from django.utils import timezone

from portal.jobs import runner


@shared_task(name="portal.jobs.tasks.run_job", acks_late=True)
def run_job(job_id: int) -> None:
    """Do the job `job_id` unless it is done or somebody else is doing it."""
    runner.run(job_id, now=timezone.now)


@shared_task(name="portal.jobs.tasks.sweep")
def sweep() -> None:
    """Send again what was queued or left too long."""
    runner.sweep(at=timezone.now())


@shared_task(name="portal.jobs.tasks.tick")
def tick() -> None:
    """Serve every schedule that is due."""
    runner.tick(at=timezone.now())
