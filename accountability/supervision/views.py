"""Pages of supervision."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods

from accountability.supervision.lists import FINDINGS
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.listing import answer


@require_http_methods(["GET", "POST"])
@require(Permission.SUBMISSION_VIEW)
def findings(request: Request) -> HttpResponseBase:
    """List what inspections found."""
    return answer(request, FINDINGS)
