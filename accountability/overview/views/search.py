"""The search over everything the user may see: a page, and the palette's answer."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accountability.overview import actions
from portal.access.guards import Request, for_everyone
from portal.ui.http import partial
from portal.ui.search import FEW, MANY, Words
from portal.ui.search import search as found_by


@require_GET
@for_everyone()
def search(request: Request) -> HttpResponse:
    """Find by name, first letters or code, grouped by kind; what shows persons is noted."""
    text = request.GET.get("q", "")
    words = Words.read(text)
    groups = found_by(request.user, words, limit=FEW if request.htmx else MANY) if words else []
    if any(group.source.is_personal for group in groups):
        actions.note_search(words=text, groups=groups, by=request.user, at=timezone.now())
    template = partial("accountability/overview/search.html", "results", when=request.htmx)
    return render(request, template, {"groups": groups, "words": words, "text": text})
