"""Reading accounts and grants for the administrators' lists."""

import datetime as dt
from dataclasses import dataclass

from axes.models import AccessAttempt
from django.conf import settings
from django.db import models

from portal.access.models import Grant, User
from portal.access.roles import LABELS, ROLES, Role

STATES = {
    "active": models.Q(is_active=True),
    "disabled": models.Q(is_active=False),
    "initial": models.Q(is_active=True, must_change_password=True),
}


def with_grants(rows: models.QuerySet[User], *, on: dt.date) -> models.QuerySet[User]:
    """Attach to each account the grants in force on the day `on`, as `held`."""
    held = Grant.objects.in_force(on).select_related("area").order_by("area__code", "role")
    return rows.prefetch_related(models.Prefetch("grants", queryset=held, to_attr="held"))


def grants_of(user: User) -> models.QuerySet[Grant]:
    """Return all grants a user ever had, the latest first."""
    return user.grants.select_related("area", "granted_by").order_by("-valid_from", "-pk")


def failures_of(user: User, *, at: dt.datetime) -> list[AccessAttempt]:
    """Return the failed logins that count against the account now, by address."""
    since = at - dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    return list(
        AccessAttempt.objects.filter(username=user.username, attempt_time__gte=since).order_by(
            "-attempt_time"
        )
    )


@dataclass(frozen=True)
class Capability:
    """One line of the role table: a permission, and for each role whether it has it."""

    label: str
    held: tuple[bool, ...]


def capabilities() -> tuple[list[Role], list[Capability]]:
    """Return the role table as the code has it."""
    roles = list(ROLES.values())
    lines = [
        Capability(label, tuple(permission in role.permissions for role in roles))
        for permission, label in LABELS.items()
    ]
    return roles, lines
