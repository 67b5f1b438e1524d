"""Users and what has been granted to them."""

import datetime as dt
from functools import cached_property
from typing import ClassVar

import pghistory
from django.apps import apps
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Value, When
from django.utils import timezone

from portal.access.roles import ROLES, Permission


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["password", "last_login", "session_key"],
    append_only=True,
)
class User(AbstractUser):
    """A person who can log in. What they may do and where is said by their grants."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("姓名", max_length=50)
    unit_name = models.CharField("单位", max_length=100, blank=True)
    post_title = models.CharField("职务", max_length=50, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    must_change_password = models.BooleanField("首次登录须改密码", default=True)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    session_key = models.CharField(max_length=40, blank=True)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = verbose_name_plural = "用户"

    def __str__(self) -> str:
        return f"{self.full_name}（{self.username}）"

    @cached_property
    def active_grants(self) -> list["Grant"]:
        """Return today's grants, read once per request."""
        if not self.is_active or self.pk is None:
            return []
        return list(self.grants.in_force(timezone.localdate()).select_related("area"))

    def may(self, permission: Permission) -> bool:
        """Say whether any of the user's roles gives `permission` anywhere."""
        return any(permission in ROLES[grant.role].permissions for grant in self.active_grants)

    def may_in(self, permission: Permission, county_id: int) -> bool:
        """Say whether the user has `permission` for this county."""
        return county_id in self.counties_for(permission)

    def counties_for(self, permission: Permission) -> frozenset[int]:
        """Return the counties in which the user has `permission`."""
        areas = self.areas_for(permission)
        if set(areas) == set(self.area_ids):
            return self.county_ids
        known = self.counties_of_areas
        key = frozenset(areas)
        if key not in known:
            known[key] = _counties_under(areas)
        return known[key]

    @cached_property
    def counties_of_areas(self) -> dict[frozenset[int], frozenset[int]]:
        """Keep for this request which counties lie under some areas."""
        return {}

    def areas_for(self, permission: Permission) -> list[int]:
        """Return the divisions granted through roles that have `permission`."""
        return [
            grant.area_id
            for grant in self.active_grants
            if permission in ROLES[grant.role].permissions
        ]

    @cached_property
    def county_ids(self) -> frozenset[int]:
        """Return every county whose rows the user may read (administrators: none)."""
        return _counties_under(self.area_ids)

    @cached_property
    def area_ids(self) -> list[int]:
        """Return the divisions granted through business roles."""
        return [grant.area_id for grant in self.active_grants if ROLES[grant.role].business]

    def narrow_to(self, permission: Permission) -> bool:
        """Keep only the areas where `permission` holds; say whether that took any away."""
        kept = [
            grant.area_id
            for grant in self.active_grants
            if ROLES[grant.role].business and permission in ROLES[grant.role].permissions
        ]
        if len(kept) == len(self.area_ids):
            return False
        self.area_ids = kept
        self.__dict__.pop("county_ids", None)
        return True


def _counties_under(area_ids: list[int]) -> frozenset[int]:
    """Return the counties that report to these areas today."""
    if not area_ids:
        return frozenset()
    division = apps.get_model("villages", "Division")
    counties = division.objects.counties_under(area_ids, timezone.localdate())
    return frozenset(counties.values_list("pk", flat=True))


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants by date."""

    def in_force(self, on: dt.date) -> "GrantQuerySet":
        """Keep the grants valid on the day `on`."""
        return self.filter(valid_from__lte=on).filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=on)
        )


ADMINISTRATORS = tuple(role.code for role in ROLES.values() if not role.business)


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True
)
class Grant(models.Model):
    """One role given to one user for one area, from one day to another (end excluded).

    The database itself keeps the three administrators apart: at no time may one user hold two of
    these roles, or one of them and any business role.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=32, choices=[(r.code, r.label) for r in ROLES.values()])
    area = models.ForeignKey("villages.Division", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    granted_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "授权"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=F("valid_from")),
                name="grant_ends_not_before_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(granted_by__isnull=True) | ~models.Q(granted_by=F("user")),
                name="grant_not_to_oneself",
            ),
            ExclusionConstraint(
                name="grant_separates_administrators",
                expressions=[
                    (F("user"), RangeOperators.EQUAL),
                    (
                        Case(
                            *(When(role=code, then=Value(code)) for code in ADMINISTRATORS),
                            default=Value("business"),
                        ),
                        RangeOperators.NOT_EQUAL,
                    ),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            Value("[)"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.area_id}"
