"""What waits for me, due first."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accountability.overview import queries
from portal.access.guards import Request, require
from portal.access.roles import Permission

PAGE = 50


@require_GET
@require(Permission.TASK_VIEW)
def todo(request: Request) -> HttpResponse:
    """List every submission whose next move is the user's."""
    page = Paginator(queries.waiting_for(request.user), PAGE).get_page(request.GET.get("page"))
    return render(
        request, "accountability/overview/todo.html", {"page": page, "now": timezone.now()}
    )
