"""Pages of village branches."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods

from accountability.branches.lists import BRANCHES
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.listing import answer


@require_http_methods(["GET", "POST"])
@require(Permission.VILLAGE_VIEW)
def branch_list(request: Request) -> HttpResponseBase:
    """List village branches with what each falls short of."""
    return answer(request, BRANCHES, template="accountability/branches/branch_list.html")
