"""The ground floor as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    """Users, audit, jobs, files and the page shell."""

    name = "portal"
    verbose_name = "平台"

    def ready(self) -> None:
        """Give the application role its rights after every migration."""
        from portal.access.rls import grant_app_role

        post_migrate.connect(grant_app_role, dispatch_uid="grant_app_role")
