"""The rows of one page: their keys along the order first, then only these rows with all they show.

Deep pages stay cheap: what is skipped is skipped in a slim query without the joins of the columns.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django_tables2.data import TableData, TableQuerysetData

from portal.access.models import User
from portal.ui.listing.declare import Listing, Rows
from portal.ui.listing.filters import ListFilter

STRETCH = 1000


class LateRows(TableQuerysetData):  # type: ignore[misc]
    """Rows of a list for django-tables2: counted already, ordered without ties, fetched late."""

    data: Rows

    def __init__(
        self, rows: Rows, listing: Listing, user: User, asked: ListFilter, total: int
    ) -> None:
        super().__init__(rows.order_by(*listing.order))
        self.listing, self.user, self.asked = listing, user, asked
        self._length = total

    def order_by(self, aliases: Any) -> None:
        """Order as a column says; rows alike follow in the order of the list."""
        super().order_by(aliases)
        self.data = self.data.order_by(*self.data.query.order_by, *self.listing.order)

    def __getitem__(self, key: slice) -> Any:
        """Return the rows of a slice; those nearer to the end are reached from there."""
        keys = self.data.values_list("pk", flat=True)
        if key.start is None or key.stop is None or key.start * 2 <= self._length:
            return self.fetch(list(keys[key]))
        from_end = slice(max(0, self._length - key.stop), max(0, self._length - key.start))
        return self.fetch(list(keys.reverse()[from_end])[::-1])

    def fetch(self, keys: list[Any]) -> list[Any]:
        """Return the rows of these keys, in their order."""
        return fetched(self.listing, self.user, self.asked, keys)

    def stretches(self) -> Iterator[list[Any]]:
        """Yield all rows in their order, some at a time, in the memory of one stretch."""
        keys = self.data.values_list("pk", flat=True).iterator(chunk_size=STRETCH)
        for some in _stretches(keys):
            yield self.fetch(some)


class TheseRows(TableData):  # type: ignore[misc]
    """Rows that were fetched and ordered already."""

    def __len__(self) -> int:
        return len(self.data)

    def order_by(self, aliases: Any) -> None:
        """Leave the order as it is."""


def fetched(listing: Listing, user: User, asked: ListFilter, keys: list[Any]) -> list[Any]:
    """Return the rows of these keys, in their order, with what the columns show."""
    if not keys:
        return []
    rows = listing.rows(user).filter(pk__in=keys)
    by_key = {row.pk: row for row in listing.widen(rows, user, asked)}
    return [by_key[key] for key in keys if key in by_key]


def _stretches(keys: Iterable[Any]) -> Iterator[list[Any]]:
    walk = iter(keys)
    while some := list(islice(walk, STRETCH)):
        yield some
