"""Pages of what the village sheets say."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods

from accountability.ledgers.lists import COURSES, ECONOMY
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.listing import answer


@require_http_methods(["GET", "POST"])
@require(Permission.VILLAGE_VIEW)
def economy(request: Request) -> HttpResponseBase:
    """List villages by their collective economy."""
    return answer(request, ECONOMY)


@require_http_methods(["GET", "POST"])
@require(Permission.SUBMISSION_VIEW)
def courses(request: Request) -> HttpResponseBase:
    """List training classes."""
    return answer(request, COURSES, template="accountability/ledgers/courses.html")
