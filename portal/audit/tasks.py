"""Celery entry: seal the audit trail every minute."""

from celery import shared_task
from django.utils import timezone

from portal.audit import actions


@shared_task(name="portal.audit.tasks.seal")
def seal() -> None:
    """Seal what was written since the last time."""
    actions.seal_all(at=timezone.now())
