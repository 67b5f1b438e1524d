"""The auditor's console: the trail, read and exported, never changed."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods

from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.audit import queries
from portal.audit.lists import TRAIL
from portal.ui.listing import answer


@require_http_methods(["GET", "POST"])
@require(Permission.AUDIT_VIEW)
def event_list(request: Request) -> HttpResponseBase:
    """Show the trail, the latest first."""
    seal = queries.last_seal()
    return answer(request, TRAIL, template="portal/audit/event_list.html", seal=seal)
