"""The villages app."""

from django.apps import AppConfig


class VillagesConfig(AppConfig):
    """See the slices of this package."""

    name = "villages"
    verbose_name = "村情与人员"

    def ready(self) -> None:
        """Make the lists known to the workers, who load no pages."""
        from villages.dossiers import lists  # noqa: F401 - registers itself
