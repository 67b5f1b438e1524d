"""The record of a unit: what it is, how it is written, whom it posted."""

import datetime as dt
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from portal.access.guards import Request, require
from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.http import form_status
from portal.ui.paging import page_of
from portal.ui.parts import Entry, Fact
from villages.dossiers import queries
from villages.dossiers.forms import DayForm
from villages.dossiers.sections import Asked, Page, compose
from villages.people.models import Unit, UnitAlias
from villages.postings.models import Posting

PEOPLE = "people"


@require_GET
@require(Permission.VILLAGE_VIEW)
def unit(request: Request, unit_id: int) -> HttpResponse:
    """Show a unit's record on a day, each posting with its source."""
    rows = Unit.objects.visible_to(request.user).select_related("division")
    shown = get_object_or_404(rows, pk=unit_id)
    form = DayForm.asked(request.GET)
    posted = _posted(request.user, shown, form.day)
    composed = compose(
        Asked(Page.UNIT, shown, request.user, form.day, request.user.county_ids),
        tab=request.GET.get("tab", ""),
        own_tabs=("", PEOPLE),
        query=f"on={form.day:%Y-%m-%d}" if request.GET.get("on") and form.is_valid() else "",
    )
    context: dict[str, Any] = {
        "unit": shown,
        "form": form,
        "day": form.day,
        "composed": composed,
        "timeline": [one.moment for one in composed.moments],
        "entries": _entries(request.user, shown),
        "facts": _facts(posted, form.day),
    }
    if composed.tab == PEOPLE:
        page = page_of(posted, request)
        context |= {
            "page": page,
            "postings": [(posting, queries.source_of(posting)) for posting in page],
        }
    return render(request, "villages/dossiers/unit.html", context, status=form_status(form))


def _posted(user: User, shown: Unit, day: dt.date) -> QuerySet[Posting]:
    """Return whom the unit had posted by the day: those who serve first, the latest first."""
    if not user.may(Permission.PERSON_VIEW):
        return Posting.objects.none()
    rows: QuerySet[Posting] = (
        Posting.objects.visible_to(user)
        .filter(unit=shown, started_on__lte=day)
        .select_related("person", "county", "village__parent")
        .order_by(F("ended_on").desc(nulls_first=True), "-started_on", "pk")
    )
    return rows


def _entries(user: User, shown: Unit) -> list[Entry]:
    names = UnitAlias.objects.visible_to(user).filter(unit=shown).select_related("county")
    said = [
        f"{one.name}（{one.county.name}，{one.source or '确认过一次'}）"
        for one in names.order_by("county__code", "name")
    ]
    return [
        Entry("单位名称", shown.name),
        Entry("简拼", shown.initials),
        Entry("层级", shown.get_level_display()),
        Entry("所在地", shown.division.name if shown.division else ""),
        Entry("别名", "；".join(said) or "无"),
    ]


def _facts(posted: QuerySet[Posting], day: dt.date) -> list[Fact]:
    serving = Q(ended_on__isnull=True) | Q(ended_on__gt=day)
    counts = posted.order_by().aggregate(
        serving=Count("pk", filter=serving),
        counties=Count("county_id", filter=serving, distinct=True),
        all=Count("pk"),
    )
    return [
        Fact("在任驻村人员", str(counts["serving"]), "人"),
        Fact("派驻的县", str(counts["counties"]), "个"),
        Fact("累计派出", str(counts["all"]), "人次"),
    ]
