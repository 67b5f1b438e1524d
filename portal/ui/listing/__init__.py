"""Lists: one declaration each gives filter, tabs, table, columns, saved filters and export."""

from portal.ui.listing.asked import Asked
from portal.ui.listing.declare import LISTS, Listing, Status, register_list
from portal.ui.listing.filters import ListFilter
from portal.ui.listing.page import answer

__all__ = [
    "LISTS",
    "Asked",
    "ListFilter",
    "Listing",
    "Status",
    "answer",
    "register_list",
]
