"""What a list is: declared once, used by its page, its export and whoever links to it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.listing.filters import ListFilter
from portal.ui.tables import Table

Rows = QuerySet[Any]
Widen = Callable[[Rows, User, ListFilter], Iterable[Any]]


def as_they_are(rows: Rows, _user: User, _asked: ListFilter) -> Iterable[Any]:
    """Fetch nothing more with the rows shown."""
    return rows


@dataclass(frozen=True)
class Status:
    """One tab above a list: the rows for which `condition` holds; a hot one is an alarm.

    A condition may depend on what is asked (the day).
    """

    key: str
    label: str
    condition: Q | Callable[[Any], Q] = field(default_factory=Q)
    hot: bool = False

    def holds(self, asked: ListFilter) -> Q:
        """Return the condition for what is asked."""
        return self.condition(asked) if callable(self.condition) else self.condition


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One list.

    `rows` gives the rows the user may see, slim: nothing joined that is not filtered or sorted by.
    `widen` fetches what the columns show, for the rows of one page or one stretch of an export.
    `order` ends in a unique field. `keyset` names a moment by which pages of an endless list
    follow each other without counting (`order` is then minus this, minus pk). `tab_key` is the
    tab's parameter in the address. `defaults` is what a bare address asks for. `url_args` belong
    to the address where one page serves several lists.
    """

    name: str
    title: str
    url_name: str
    permission: Permission
    rows: Callable[[User], Rows]
    filters: type[ListFilter]
    table: type[Table]
    order: tuple[str, ...]
    widen: Widen = as_they_are
    tabs: Sequence[Status] = ()
    tab_key: str = "tab"
    defaults: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    meta: str = ""
    keyset: str = ""
    url_args: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Return where the list lies."""
        return reverse(self.url_name, args=self.url_args)

    @property
    def columns(self) -> dict[str, str]:
        """Return the columns there are, by name, with their headings."""
        return {
            name: str(column.verbose_name or name)
            for name, column in self.table.base_columns.items()
        }


LISTS: dict[str, Listing] = {}


def register_list(listing: Listing) -> Listing:
    """Make a list known, so that a worker can export it and a saved filter name it."""
    LISTS[listing.name] = listing
    return listing
