"""The page of a list: the same for every one of them."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render

from portal.access.guards import Request
from portal.ui.http import form_status
from portal.ui.listing.asked import SORT, Asked
from portal.ui.listing.declare import Listing
from portal.ui.listing.desk import Refusal, desk
from portal.ui.listing.keyset import Place, Stretch, stretch
from portal.ui.listing.rows import TheseRows, fetched
from portal.ui.tables import Table, prepare


@dataclass(frozen=True)
class ColumnChoice:
    """One column in the chooser."""

    name: str
    label: str
    is_shown: bool


def answer(
    request: Request, listing: Listing, *, template: str = "ui/list.html", **extra: Any
) -> HttpResponseBase:
    """Show a list (GET), or do what its toolbar asks for (POST)."""
    asked = Asked(listing, request.user, request.GET)
    if request.method != "POST":
        return _page(request, asked, template, extra)
    done = desk().act(request, asked)
    if isinstance(done, HttpResponseBase):
        return done
    return _page(request, asked, template, {**extra, "refusal": done})


def shown_columns(asked: Asked) -> frozenset[str]:
    """Return the columns the user sees: those chosen, or those the list shows by itself."""
    known = frozenset(asked.listing.columns)
    chosen = desk().columns(asked.user, asked.listing)
    return (chosen or frozenset()) & known or known - asked.listing.hidden


def _page(request: Request, asked: Asked, template: str, extra: dict[str, Any]) -> HttpResponseBase:
    listing, shown = asked.listing, shown_columns(asked)
    table, neighbours = _table(request, asked, shown)
    refusal: Refusal | None = extra.get("refusal")
    context = {
        "listing": listing,
        "filter": asked.filter,
        "table": table,
        "neighbours": neighbours,
        "tabs": asked.tabs() if listing.tabs else [],
        "total": None if listing.keyset else asked.total,
        "query": asked.query,
        "query_of_page": _without_page(asked),
        "saved": desk().filters(asked),
        "columns": [
            ColumnChoice(name, label, name in shown) for name, label in listing.columns.items()
        ],
        "kept": f"{listing.tab_key} {SORT}",
        **extra,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else form_status(asked.filter.form)
    return render(request, template, context, status=status)


def _without_page(asked: Asked) -> str:
    return f"?{asked.query}&" if asked.query else "?"


def _table(request: Request, asked: Asked, shown: frozenset[str]) -> tuple[Table, Stretch | None]:
    listing = asked.listing
    if not listing.keyset:
        return prepare(asked.table(shown=shown), request), None
    found = stretch(
        asked.rows.only("pk", listing.keyset),
        listing.keyset,
        before=Place.read(request.GET.get("before", "")),
        after=Place.read(request.GET.get("after", "")),
    )
    rows = fetched(listing, asked.user, asked.filter, [row.pk for row in found.rows])
    left_out = [name for name in listing.columns if name not in shown]
    return listing.table(TheseRows(rows), exclude=left_out), found
