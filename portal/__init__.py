"""The project and the ground floor: access, audit, jobs, files, components."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
