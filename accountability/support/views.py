"""Pages of 帮扶力量."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods

from accountability.support.lists import LEAVE
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.listing import answer


@require_http_methods(["GET", "POST"])
@require(Permission.PERSON_VIEW)
def leave(request: Request) -> HttpResponseBase:
    """List postings somebody should look into, each with the fact and its rule."""
    return answer(request, LEAVE)
