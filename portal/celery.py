"""The Celery application."""

import os
from importlib import import_module
from importlib.util import find_spec

from celery import Celery

SLICES = [
    "portal.audit",
    "portal.jobs",
    "portal.lists",
    "accountability.intake",
    "accountability.assessment",
    "accountability.reports",
]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(SLICES)


def load_handlers() -> None:
    """Import every tasks module, so that whoever enqueues a job knows its queue and handler."""
    for slice_ in SLICES:
        if find_spec(f"{slice_}.tasks"):
            import_module(f"{slice_}.tasks")
