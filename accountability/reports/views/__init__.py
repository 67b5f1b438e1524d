"""Pages of the library: list, make, read, trace, take away."""

from accountability.reports.views.library import detail, library, make, progress
from accountability.reports.views.packs import cancel_pack, pack
from accountability.reports.views.taking import download, download_pack, issue, verify
from accountability.reports.views.trace import county_rows, figure

__all__ = [
    "cancel_pack",
    "county_rows",
    "detail",
    "download",
    "download_pack",
    "figure",
    "issue",
    "library",
    "make",
    "pack",
    "progress",
    "verify",
]
