"""The accountability app."""

from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    """See the slices of this package."""

    name = "accountability"
    verbose_name = "考评督查"
