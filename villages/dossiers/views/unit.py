"""The record of a unit: whom it sends, and what slices above know of it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.http import form_status
from portal.ui.parts import Entry
from villages.dossiers import queries
from villages.dossiers.forms import DayForm
from villages.dossiers.sections import Asked, Page, compose
from villages.people.models import Unit
from villages.postings.models import Posting

MOST = 200


@require_GET
@require(Permission.VILLAGE_VIEW)
def unit(request: Request, unit_id: int) -> HttpResponse:
    """Show a unit on a day: those it has posted then, each with its source."""
    rows = Unit.objects.visible_to(request.user).select_related("division")
    shown = get_object_or_404(rows, pk=unit_id)
    form = DayForm.asked(request.GET)
    asked = Asked(Page.UNIT, shown, request.user, form.day, frozenset(request.user.county_ids))
    composed = compose(
        asked,
        tab=request.GET.get("tab", ""),
        own_tabs=("", "people"),
        query=f"on={form.day:%Y-%m-%d}" if request.GET.get("on") and form.is_valid() else "",
    )
    posted = Posting.objects.visible_to(request.user).filter(unit=shown, started_on__lte=form.day)
    found = posted.select_related("person", "village__parent", "county").order_by("-started_on")
    serving = posted.as_of(form.day).count()
    context = {
        "shown": shown,
        "form": form,
        "composed": composed,
        "timeline": [one.moment for one in composed.moments],
        "entries": [
            Entry("层级", shown.get_level_display()),
            Entry("所在地", shown.division.name if shown.division else ""),
            Entry("在任驻村人员", f"{serving}名"),
            Entry("先后派出", f"{posted.count()}人次"),
        ],
        "postings": [(one, queries.source_of(one)) for one in found[:MOST]],
        "is_cut": posted.count() > MOST,
    }
    return render(request, "villages/dossiers/unit.html", context, status=form_status(form))
