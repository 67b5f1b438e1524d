"""What one address asks of a list: filter, tab, order."""

from functools import cached_property

from django.db.models import CharField, Count, Value
from django.http import QueryDict

from portal.access.models import User
from portal.ui.listing.declare import Listing, Rows, Status
from portal.ui.listing.filters import ListFilter
from portal.ui.listing.rows import LateRows
from portal.ui.parts import Tab
from portal.ui.tables import Table

SORT, ALL = "sort", "_all"


class Asked:
    """A list as one user asks for it; the page and the export show the same rows in one order."""

    def __init__(self, listing: Listing, user: User, query: QueryDict | str) -> None:
        self.listing, self.user = listing, user
        given = QueryDict(query) if isinstance(query, str) else query
        fields = {*listing.filters.base_filters, listing.tab_key}
        self.data = QueryDict(mutable=True)
        self.data.update(listing.defaults if not given.keys() & fields else {})
        for key in sorted(given.keys() & {*fields, SORT}):
            self.data.setlist(key, given.getlist(key))

    @cached_property
    def filter(self) -> ListFilter:
        """Return the filter set, bound to what is asked."""
        return self.listing.filters(self.data, self.listing.rows(self.user), user=self.user)

    @cached_property
    def is_valid(self) -> bool:
        """Say whether the question makes sense."""
        return bool(self.filter.is_valid())

    @property
    def query(self) -> str:
        """Return what is asked as the query of an address, blank fields left out.

        Where a bare address means defaults, asking for everything is not written as nothing.
        """
        return self.query_with()

    def query_with(self, **changed: str) -> str:
        """Return the query with parts changed; an empty part is left out."""
        asked = {key: values for key, values in self.data.lists() if any(values)}
        asked |= {key: [value] for key, value in changed.items()}
        query = QueryDict(mutable=True)
        for key in sorted(asked):
            if any(asked[key]):
                query.setlist(key, asked[key])
        return query.urlencode() or (f"{self.listing.tab_key}=" if self.listing.defaults else "")

    @property
    def tab(self) -> str:
        """Return the key of the tab that is open, "" for all."""
        asked = self.data.get(self.listing.tab_key, "")
        return asked if any(status.key == asked for status in self.listing.tabs) else ""

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return how many rows each tab has, all of them under "_all", in one query."""
        known = None if self.listing.tabs else self.filter.known_total()
        if known is not None:
            return {ALL: known}
        found: Rows = self.filter.qs
        whole = _counted(found, ALL)
        parts = [
            _counted(found.filter(status.holds(self.filter)), status.key)
            for status in self.listing.tabs
            if status.key
        ]
        counted = dict(whole.union(*parts, all=True)) if parts else dict(whole)
        return {ALL: 0, **{status.key: 0 for status in self.listing.tabs}, **counted}

    @property
    def total(self) -> int:
        """Return how many rows the list shows."""
        return self.counts[self.tab or ALL]

    @property
    def rows(self) -> Rows:
        """Return the rows that were asked for, without an order."""
        found: Rows = self.filter.qs
        for status in self.listing.tabs:
            if status.key and status.key == self.tab:
                return found.filter(status.holds(self.filter))
        return found

    def table(self, *, shown: frozenset[str] | None = None, total: int | None = None) -> Table:
        """Return the table in the order asked for, with the columns `shown` (None: all)."""
        total = self.total if total is None else total
        late = LateRows(self.rows, self.listing, self.user, self.filter, total)
        left_out = [] if shown is None else [c for c in self.listing.columns if c not in shown]
        table = self.listing.table(late, exclude=left_out)
        if self.data.get(SORT):
            table.order_by = self.data.getlist(SORT)
        return table

    def tabs(self) -> list[Tab]:
        """Return the tabs with their counts."""
        return [self._tab(status) for status in self.listing.tabs]

    def _tab(self, status: Status) -> Tab:
        return Tab(
            status.label,
            f"?{self.query_with(**{self.listing.tab_key: status.key})}",
            self.counts[status.key or ALL],
            current=status.key == self.tab,
            hot=status.hot,
        )


def _counted(rows: Rows, key: str) -> Rows:
    """Count rows under a key; conditions become joins, not a look per row."""
    labelled = rows.order_by().values(tab_key=Value(key, output_field=CharField()))
    counted: Rows = labelled.annotate(number=Count("pk")).values_list("tab_key", "number")
    return counted
