"""Accounts that wait for the security administrator: opened, and granted nothing."""

import datetime as dt

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from portal.access.models import Grant, User
from portal.access.roles import Permission
from portal.ui.todo import Rows, Todo, TodoSource, register_todo


def without_grants(user: User, at: dt.datetime) -> Rows | None:
    """Return the active accounts that hold no role today."""
    if not user.may(Permission.GRANT_MANAGE):
        return None
    held = Grant.objects.in_force(timezone.localdate(at)).filter(user=OuterRef("pk"))
    return User.objects.filter(~Exists(held), is_active=True)


def entry(row: User) -> Todo:
    """Say who waits for a role."""
    return Todo(
        title=f"{row.full_name}（{row.username}）",
        url=reverse("access:user-grants", args=[row.pk]),
        note=f"{row.unit_name} {row.post_title}".strip(),
        state="没有角色",
        action="授权",
    )


register_todo(
    TodoSource(key="grants", label="待授权的账号", rows=without_grants, entry=entry, order=40)
)
