"""Behind an indicator: its definition, the units below, and in a county the rows it counted."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accountability.assessment.behind import counted
from accountability.assessment.models import IndicatorValue
from accountability.assessment.rules import Indicator, NoSuchIndicatorError, indicator_on
from accountability.intake.models import Revision
from accountability.overview import queries
from accountability.overview.views.asked import asked_period, asked_scope
from accountability.overview.views.words import NOTHING_DUE, ratio_text
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.figures import MISSING, rate_text
from portal.ui.parts import Entry
from villages.places.models import Level

PAGE = 100


@require_GET
@require(Permission.OVERVIEW_VIEW)
def indicator(request: Request, code: str) -> HttpResponse:
    """Show what the figure of a scope (`a`) in a month (`p`) is made of."""
    months = queries.months()
    scope, period = asked_scope(request), asked_period(request, months)
    if scope is None or period is None:
        return render(request, "accountability/overview/nothing.html", {"scope": scope})
    try:
        definition = indicator_on(code, period.last_day)
    except NoSuchIndicatorError:
        raise Http404 from None
    shown = queries.board(request.user, scope, period)
    own_period = definition.period_at(period)
    context = {
        "definition": definition,
        "figure": shown.figures[code],
        "own_period": own_period,
        "scope": scope,
        "shown": shown,
        "months": months,
        "rows": _units(request, shown, code, str(own_period)),
        "board_url": f"{reverse('overview:board')}?a={scope.code}&p={period}",
        "meta": f"{scope.name} · {own_period.label} · {ratio_text(shown.figures[code])}",
        "entries": _entries(definition),
    }
    if scope.level == Level.COUNTY and definition.sheets:
        context |= _inside(request, code, str(own_period), scope.pk)
    return render(request, "accountability/overview/indicator.html", context)


def _units(
    request: Request, shown: queries.Board, code: str, period: str
) -> list[dict[str, object]]:
    """List the counties of the scope with their figure and the revision it came from."""
    values = {
        row.county_id: row
        for row in IndicatorValue.objects.visible_to(request.user).filter(
            indicator=code, period=period, county_id__in=[c.pk for c in shown.frame]
        )
    }
    return [
        {
            "county": county,
            "value": values.get(county.pk),
            "reading": shown.readings[county.pk].get(code),
            "text": _text(shown, values, county.pk, code),
            "url": f"{reverse('overview:indicator', args=[code])}?a={county.code}&p={shown.period}",
            "revision": next(iter(values[county.pk].revisions), None)
            if county.pk in values
            else None,
        }
        for county in shown.frame
    ]


def _text(
    shown: queries.Board, values: dict[int, IndicatorValue], county_id: int, code: str
) -> str:
    reading = shown.readings[county_id].get(code)
    counted = values.get(county_id) or (reading.ratio if reading else None)
    if counted is None:
        return MISSING
    if not counted.denominator:
        return NOTHING_DUE
    return rate_text(counted.numerator, counted.denominator)


def _entries(definition: Indicator) -> list[Entry]:
    return [
        Entry("公式", definition.formula),
        Entry("分子", definition.numerator),
        Entry("分母", definition.denominator),
        Entry("依据", f"{definition.source}（{definition.rule}）"),
        Entry("说明", definition.caution),
    ]


def _inside(request: Request, code: str, period: str, county_id: int) -> dict[str, object]:
    value = (
        IndicatorValue.objects.visible_to(request.user)
        .filter(indicator=code, period=period, county_id=county_id)
        .first()
    )
    if value is None:
        return {"value": None}
    revision = (
        Revision.objects.visible_to(request.user)
        .select_related("upload__uploaded_by", "created_by", "submission__task")
        .get(pk=value.revisions[0])
    )
    things = counted(code, revision)
    page = Paginator(things, PAGE).get_page(request.GET.get("page"))
    note = f"来自 {revision.upload.name} 第{revision.number}版，{revision.created_by.full_name}"
    return {"value": value, "revision": revision, "page": page, "page_note": note}
