"""Pages of an endless list: they follow each other by moment and key, nothing is counted."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

PAGE = 50


@dataclass(frozen=True)
class Place:
    """The place of a row: the key a page begins or ends at."""

    at: dt.datetime
    pk: int

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """Read what `str` wrote; anything else is no place."""
        moment, _, number = text.rpartition("_")
        try:
            return cls(dt.datetime.fromtimestamp(int(moment) / 1_000_000, dt.UTC), int(number))
        except (ValueError, OverflowError, OSError):
            return None

    def __str__(self) -> str:
        micro = round(self.at.timestamp() * 1_000_000)
        return f"{micro}_{self.pk}"


@dataclass(frozen=True)
class Stretch:
    """One page, the latest row first, and the keys of its neighbours."""

    rows: list[Any]
    newer: Place | None
    older: Place | None


def stretch(
    rows: QuerySet[Any],
    field: str,
    *,
    before: Place | None = None,
    after: Place | None = None,
    size: int = PAGE,
) -> Stretch:
    """Return the page of `rows` that begins below `before`, or ends above `after`.

    One query of size + 1 rows along an index on the moment `field` and pk.
    """

    def place(row: Any) -> Place:
        return Place(getattr(row, field), row.pk)

    if after:
        later = _beyond(field, after, "gt")
        taken = list(rows.filter(later).order_by(field, "pk")[: size + 1])
        if len(taken) <= size:
            return stretch(rows, field, size=size)
        found = taken[:size][::-1]
        return Stretch(found, place(found[0]), place(found[-1]))
    if before:
        rows = rows.filter(_beyond(field, before, "lt"))
    taken = list(rows.order_by(f"-{field}", "-pk")[: size + 1])
    found = taken[:size]
    newer = place(found[0]) if before and found else None
    return Stretch(found, newer, place(found[-1]) if len(taken) > size else None)


def _beyond(field: str, place: Place, side: str) -> Q:
    """Return the condition in a form an index serves: the moment is bounded by itself."""
    bound = Q(**{f"{field}__{side}e": place.at})
    return bound & (Q(**{f"{field}__{side}": place.at}) | Q(**{f"pk__{side}": place.pk}))
