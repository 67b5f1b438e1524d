"""The villages app."""

from django.apps import AppConfig


class VillagesConfig(AppConfig):
    """See the slices of this package."""

    name = "villages"
    verbose_name = "村情与人员"
