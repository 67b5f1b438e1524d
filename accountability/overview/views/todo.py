"""What waits for me, due first."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.access.guards import Request, for_everyone
from portal.ui import todo as waiting_things
from portal.ui.parts import Tab

PAGE = 50


@require_GET
@for_everyone()
def todo(request: Request) -> HttpResponse:
    """List everything whose next move is the user's; the badge counts the same."""
    now = timezone.now()
    everything = waiting_things.waiting(request.user, at=now)
    kinds = Counter(one.source for one in everything)
    kind = request.GET.get("kind", "")
    shown = [one for one in everything if one.source == kind] if kind in kinds else everything
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    tabs = [Tab("全部", "?", len(everything), current=kind not in kinds)] + [
        Tab(source.label, f"?kind={source.key}", kinds[source.key], current=kind == source.key)
        for source in waiting_things.sources()
        if source.key in kinds
    ]
    context = {
        "page": page,
        "entries": waiting_things.entries(request.user, list(page), at=now),
        "tabs": tabs,
        "late": sum(one.due_at is not None and one.due_at < now for one in everything),
    }
    return render(request, "accountability/overview/todo.html", context)
