"""Pages of the shell itself."""

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui import samples
from portal.ui.http import partial
from portal.ui.samples import grid


@login_not_required
@transaction.non_atomic_requests
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process lives; touches nothing."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@require(Permission.UI_STYLEGUIDE)
def styleguide(request: Request) -> HttpResponse:
    """Show every component in every state, with invented content."""
    fragment = request.GET.get("show", "")
    template = partial("ui/styleguide.html", fragment, when=fragment in samples.FRAGMENTS)
    return render(request, template, samples.context(request))


@require_http_methods(["GET", "POST"])
@require(Permission.UI_STYLEGUIDE)
def grid_sample(request: Request) -> HttpResponse:
    """Show the spreadsheet component; an edit is judged and answered, nothing is kept."""
    if request.method == "POST":
        form = grid.EditForm(request.POST)
        if not form.is_valid():
            return HttpResponse("", status=422)
        if not request.htmx:
            return redirect(f"{request.path}?{urlencode({'cell': form.cleaned_data['a']})}")
        context = {"row": form.row_edited(), "columns": grid.COLUMNS}
        return render(request, partial("ui/grid_sample.html", "answer", when=True), context)
    return render(request, "ui/grid_sample.html", grid.context(request.GET.get("cell", "")))
