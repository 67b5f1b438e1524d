"""The villages app."""

from django.apps import AppConfig


class VillagesConfig(AppConfig):
    """See the slices of this package."""

    name = "villages"
    verbose_name = "村情与人员"

    def ready(self) -> None:
        """Make the lists known to workers, who load no pages, and what the search finds."""
        from villages.dossiers import lists, search  # noqa: F401 - they register themselves
