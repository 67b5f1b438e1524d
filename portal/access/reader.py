"""Who reads: a user with an area, or the system that reads every county."""

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from django.apps import apps

from portal.access.roles import Permission

if TYPE_CHECKING:
    from portal.access.models import User


class Reader(Protocol):
    """Whatever names the counties it may read."""

    @property
    def county_ids(self) -> frozenset[int]:
        """Return the counties whose rows may be read."""

    @property
    def area_ids(self) -> list[int]:
        """Return the divisions granted."""

    def counties_for(self, permission: Permission) -> frozenset[int]:
        """Return the counties in which `permission` holds."""


class WholeProvince:
    """The system itself, for scheduled documents; row level security still limits a user's job."""

    @property
    def area_ids(self) -> list[int]:
        """Return no granted division: the system holds no grants."""
        return []

    @cached_property
    def county_ids(self) -> frozenset[int]:
        """Return every county."""
        division = apps.get_model("villages", "Division")
        return frozenset(division.objects.filter(level="county").values_list("pk", flat=True))

    def counties_for(self, permission: Permission) -> frozenset[int]:
        """Return every county, whatever is asked."""
        del permission
        return self.county_ids


class Narrowed:
    """A user as far as one permission reaches."""

    def __init__(self, user: "User", permission: Permission) -> None:
        self.user, self.permission = user, permission

    @cached_property
    def area_ids(self) -> list[int]:
        """Return the divisions granted with a role that has the permission."""
        return self.user.areas_for(self.permission)

    @cached_property
    def county_ids(self) -> frozenset[int]:
        """Return the counties where the permission holds."""
        return self.user.counties_for(self.permission)

    def counties_for(self, permission: Permission) -> frozenset[int]:
        """Return those of its counties in which `permission` holds too."""
        return self.county_ids & self.user.counties_for(permission)
