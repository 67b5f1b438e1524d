"""What of heads' posts waits for somebody: to conclude, or for the county to say how it is."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accountability.stability import queries
from accountability.stability.models import StabilityStep
from accountability.stability.rules import StepKind
from portal.access.models import User
from portal.access.reader import Narrowed
from portal.access.roles import Permission
from portal.ui.todo import Rows, Todo, TodoSource, register_todo


def to_conclude(user: User, _at: dt.datetime) -> Rows | None:
    """Return the alarms the user may conclude: not those whose county the user spoke for."""
    if not user.may(Permission.STABILITY_CONCLUDE):
        return None
    own = StabilityStep.objects.filter(
        alarm=OuterRef("pk"), kind=StepKind.STATEMENT.value, by=user.pk
    )
    rows: Rows = queries.waiting(Narrowed(user, Permission.STABILITY_CONCLUDE))
    return rows.exclude(Exists(own))


def to_state(user: User, _at: dt.datetime) -> Rows | None:
    """Return the alarms of the user's county nobody there has said anything about."""
    if not user.may(Permission.UPLOAD_CREATE):
        return None
    stated = StabilityStep.objects.filter(alarm=OuterRef("pk"), kind=StepKind.STATEMENT.value)
    rows: Rows = queries.waiting(Narrowed(user, Permission.UPLOAD_CREATE))
    return rows.exclude(Exists(stated))


def _entry(row: Any, action: str, state: str) -> Todo:
    return Todo(
        title=f"{row.subject}{row.get_kind_display()}：{row.why}",
        url=reverse("stability:alarm", args=[row.pk]),
        note=row.county.name,
        state=state,
        tone="warning",
        action=action,
    )


def conclusion_entry(row: Any) -> Todo:
    """Say what is to be concluded."""
    return _entry(row, "核实并认定", "待核")


def statement_entry(row: Any) -> Todo:
    """Say what the county may say something about."""
    return _entry(row, "核实并申述", "可申述")


def widen(rows: Rows) -> Rows:
    """Join the place."""
    joined: Rows = rows.select_related("county", "division")
    return joined


register_todo(
    TodoSource(
        key="stability-conclude",
        label="待核的正职异动和缺职",
        rows=to_conclude,
        entry=conclusion_entry,
        widen=widen,
        order=26,
    )
)
register_todo(
    TodoSource(
        key="stability-state",
        label="可申述的正职异动和缺职",
        rows=to_state,
        entry=statement_entry,
        widen=widen,
        order=16,
    )
)
