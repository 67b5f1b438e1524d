"""The page of a sheet's current rows."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_http_methods

from accountability.intake.declare import SHEETS, Sheet
from accountability.intake.lists.ledger import ledger_of
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui import nav
from portal.ui.listing import Listing, answer
from portal.ui.parts import Tab

CARRIED = ("area", "period", "place")


@require_http_methods(["GET", "POST"])
@require(Permission.SUBMISSION_VIEW)
def ledger(request: Request, code: str, part: str = "") -> HttpResponseBase:
    """Show the rows of a sheet that are current for a period, or hand them out."""
    sheet = SHEETS.get(code)
    if sheet is None or (sheet.permission and not request.user.may(sheet.permission)):
        raise Http404
    listing = ledger_of(sheet, part)
    if listing is None:
        raise Http404
    return answer(
        request,
        listing,
        template="accountability/intake/ledger.html",
        sheet=sheet,
        index_url=nav.address("overview:ledgers"),
        tabs=_parts(request, sheet, listing) if sheet.parts else [],
    )


def _parts(request: Request, sheet: Sheet, shown: Listing) -> list[Tab]:
    """Return the tables of the sheet, each asked for the same area, period and place."""
    kept = {key: request.GET[key] for key in CARRIED if request.GET.get(key)}
    query = f"?{urlencode(kept)}" if kept else ""
    known = [ledger_of(sheet, piece.part) for piece in sheet.pieces]
    return [
        Tab(piece.worksheet, f"{one.url}{query}", current=one is shown)
        for piece, one in zip(sheet.pieces, known, strict=True)
        if one
    ]
