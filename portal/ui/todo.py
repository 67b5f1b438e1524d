"""What waits for somebody: each slice says what of its own, the to-do page and its badge show it.

    register_todo(
        TodoSource(key="sign", label="待审签", order=20, rows=to_sign, due="due_at", entry=entry)
    )

`rows` gives the rows that wait for a user (None: none ever), `widen` joins what `entry` shows,
`due` is the field or expression of the deadline, `DayEnds("due_on")` where that is a day. Badge and
page ask the same one question, so they cannot differ; each asks the same number of queries however
much waits.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, DateTimeField, F, Func, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from portal.access.models import User
from portal.ui.palette import Tone

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Todo:
    """One thing to do: what, where it stands, when it is due, where to do it."""

    title: str
    url: str
    note: str = ""
    state: str = ""
    tone: Tone = "neutral"
    action: str = "去处理"
    due_at: dt.datetime | None = None
    is_late: bool = False


def no_more(rows: Rows) -> Rows:
    """Join nothing."""
    return rows


class DayEnds(Func):
    """The last minute of the day in a field, where the portal stands: until when a day is kept."""

    output_field = DateTimeField()

    def __init__(self, day: str) -> None:
        zone = timezone.get_default_timezone_name()
        last = "(%(expressions)s + 1)::timestamp - interval '1 minute'"
        super().__init__(F(day), template=f"(({last}) AT TIME ZONE '{zone}')")


@dataclass(frozen=True, kw_only=True)
class TodoSource:
    """Things of one kind that wait for somebody."""

    key: str
    label: str
    rows: Callable[[User, dt.datetime], Rows | None]
    entry: Callable[[Any], Todo]
    due: Any = None
    widen: Callable[[Rows], Rows] = field(default=no_more)
    order: int = 50


@dataclass(frozen=True)
class Waiting:
    """One thing that waits, not fetched yet."""

    source: str
    pk: int
    due_at: dt.datetime | None


_sources: dict[str, TodoSource] = {}


def register_todo(source: TodoSource) -> None:
    """Show things of one more kind to those for whom they wait."""
    _sources[source.key] = source


def sources() -> list[TodoSource]:
    """Return the kinds, in their order."""
    return sorted(_sources.values(), key=lambda one: (one.order, one.key))


def count(user: User, *, at: dt.datetime) -> int:
    """Return how much waits for `user`: one query."""
    slim = _union(user, at)
    return 0 if slim is None else slim.count()


def waiting(user: User, *, at: dt.datetime) -> list[Waiting]:
    """Return what waits for `user`, due first, what has no deadline last: one query."""
    slim = _union(user, at)
    if slim is None:
        return []
    order = {source.key: place for place, source in enumerate(sources())}
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    found = [Waiting(*row) for row in slim]
    return sorted(found, key=lambda one: (one.due_at or far, order[one.source], one.pk))


def entries(user: User, some: list[Waiting], *, at: dt.datetime) -> list[Todo]:
    """Return what a page shows of some things that wait: one query a kind."""
    by_key = {}
    for source in sources():
        keys = [one.pk for one in some if one.source == source.key]
        rows = source.rows(user, at) if keys else None
        if rows is not None:
            for row in source.widen(rows.filter(pk__in=keys)):
                by_key[source.key, row.pk] = source.entry(row)
    return [
        _dated(by_key[one.source, one.pk], one, at)
        for one in some
        if (one.source, one.pk) in by_key
    ]


def _dated(todo: Todo, one: Waiting, at: dt.datetime) -> Todo:
    late = one.due_at is not None and one.due_at < at
    return Todo(
        todo.title, todo.url, todo.note, todo.state, todo.tone, todo.action, one.due_at, late
    )


def _union(user: User, at: dt.datetime) -> Rows | None:
    """Return kind, key and deadline of all that waits."""
    parts = []
    for source in sources():
        rows = source.rows(user, at)
        if rows is not None:
            due = F(source.due) if isinstance(source.due, str) else source.due
            parts.append(
                rows.order_by()
                .annotate(
                    todo_source=Value(source.key, output_field=CharField()),
                    todo_due=Cast(due if due is not None else Value(None), DateTimeField()),
                )
                .values_list("todo_source", "pk", "todo_due")
            )
    return parts[0].union(*parts[1:], all=True) if parts else None
