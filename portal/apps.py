"""The ground floor as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    """Users, audit, jobs, files and the page shell."""

    name = "portal"
    verbose_name = "平台"

    def ready(self) -> None:
        """Wire what Django calls: rights after a migration, one session a person, the queue."""
        from django.contrib.auth.signals import user_logged_in

        from portal import checks  # noqa: F401 - registers itself
        from portal.access.rls import grant_app_role
        from portal.accounts import lists as _account_lists  # noqa: F401 - registers itself
        from portal.accounts import todo as _accounts  # noqa: F401 - registers itself
        from portal.accounts.sessions import on_login
        from portal.audit import lists as _audit  # noqa: F401 - registers itself
        from portal.celery import load_handlers
        from portal.jobs import todo as _jobs  # noqa: F401 - registers itself
        from portal.lists.desk import ListDesk
        from portal.ui.listing.desk import open_desk

        post_migrate.connect(grant_app_role, dispatch_uid="grant_app_role")
        user_logged_in.connect(on_login, dispatch_uid="one_session")
        open_desk(ListDesk())
        load_handlers()
