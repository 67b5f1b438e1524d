"""The first page: the board, or for who has no business there the first page of their own."""

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from accountability.overview.views.board import board
from portal.access.guards import Request, for_everyone
from portal.access.roles import Permission
from portal.ui import nav


@require_GET
@for_everyone()
def front(request: Request) -> HttpResponseBase:
    """Open the board; administrators, who may not see it, come to their first page instead."""
    if request.user.may(Permission.OVERVIEW_VIEW):
        return board(request)
    groups = nav.for_user(request.user, path="")
    items = [item for group in groups for item in group.items if item.permission]
    return redirect(items[0].url if items else reverse("access:profile"))
