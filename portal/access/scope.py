"""The second wall: inside a scope PostgreSQL itself shows only the user's counties.

The settings are local to the transaction (never to the session), so a pooled connection cannot
carry one user's scope into another's request.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from portal.access.models import User
from portal.access.roles import Permission

APP_ROLE = "portal_app"


@dataclass(frozen=True)
class Scope:
    """What the database session is told: role, user and counties."""

    role: str
    user_id: str
    counties: str


NOBODY = Scope("none", "", "{}")
_current: ContextVar[Scope] = ContextVar("scope", default=NOBODY)


def _tell(scope: Scope) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.user', %s, true), set_config('app.counties', %s, true),"
            " set_config('role', %s, true)",
            [scope.user_id, scope.counties, scope.role],
        )


def of_user(user: User | AnonymousUser) -> Scope:
    """Return the scope of `user`: an anonymous one sees no county."""
    if not isinstance(user, User):
        return Scope(APP_ROLE, "", "{}")
    counties = ",".join(str(pk) for pk in sorted(user.county_ids))
    return Scope(APP_ROLE, str(user.pk), "{" + counties + "}")


@contextmanager
def acting_as(user: User | AnonymousUser) -> Iterator[None]:
    """Run the block in one transaction in which the database shows only the user's counties."""
    with transaction.atomic():
        before, now = _current.get(), of_user(user)
        _tell(now)
        token = _current.set(now)
        try:
            yield
        finally:
            _current.reset(token)
        if not connection.needs_rollback:
            _tell(before)


def narrow(user: User, permission: Permission) -> None:
    """Shrink the open scope to the counties where `user` has `permission`."""
    if user.narrow_to(permission):
        now = of_user(user)
        _tell(now)
        _current.set(now)
