"""Behind an indicator: its definition, the units below, and in a county the rows it counted."""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accountability.assessment.guarding import open_to
from accountability.assessment.queries import Figure
from accountability.assessment.rules import (
    DIRECTION_WORDS,
    SMALL_NUMBER,
    Direction,
    NoSuchIndicatorError,
    indicator_on,
)
from accountability.intake.declare import SHEETS
from accountability.overview import queries
from accountability.overview.queries.indicator import Unit, View, behind, view
from accountability.overview.views.asked import asked_period, asked_scope
from accountability.overview.views.board import change_tone, course_of
from accountability.overview.views.words import ratio_text
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui import charts
from portal.ui.figures import change_text
from portal.ui.parts import Entry
from villages.places.models import Level

PAGE = 100
PART_WORDS = {"none": "应派未派", "several": "重复派驻"}


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
    if not open_to(request.user, [definition]):
        raise Http404
    shown = view(request.user, scope, definition, period)
    own = definition.period_at(period)
    context = {
        "definition": definition,
        "shown": shown,
        "scope": scope,
        "period": period,
        "months": months,
        "own": own,
        "rows": [_row(unit, definition.code, str(period)) for unit in shown.units],
        "board_url": f"{reverse('overview:board')}?a={scope.code}&p={period}&metric={code}",
        "meta": f"{scope.name} · {own.label} · {ratio_text(shown.figure)}",
        "entries": list(_entries(shown)),
        "course": course_of(shown.figure, frozenset(months)),
        "course_title": f"{definition.name}走势",
        "course_scale": charts.Scale(0, 100),
    }
    if scope.level == Level.COUNTY and definition.things:
        found = behind(request.user, definition, own, scope.pk)
        page = Paginator(found.things if found else [], PAGE).get_page(request.GET.get("page"))
        context |= {"behind": found, "page": page}
    return render(request, "accountability/overview/indicator.html", context)


def _row(unit: Unit, code: str, period: str) -> dict[str, object]:
    figure = unit.figure
    return {
        "unit": unit,
        "text": ratio_text(figure),
        "change": _change(figure),
        "tone": change_tone(figure),
        "has_course": sum(value is not None for value in figure.trend) > 1,
        "url": f"{reverse('overview:indicator', args=[code])}?a={unit.code}&p={period}",
        "reported": f"{figure.reported}/{figure.expected}",
    }


def _change(figure: Figure) -> str:
    if figure.change is None:
        return ""
    among = f"（{figure.compared}县）" if figure.is_partly_compared else ""
    return f"{change_text(figure.change)}{among}"


def _entries(shown: View) -> Iterator[Entry]:
    one, figure = shown.definition, shown.figure
    yield Entry("公式", one.formula)
    yield Entry("分子", one.numerator)
    yield Entry("分母", one.denominator)
    if figure.thresholds and one.direction != Direction.NONE:
        mark = "" if figure.thresholds.is_official else "（示例口径，非正式）"
        yield Entry(
            "标准", f"{figure.thresholds.words}{mark}；分母不足{SMALL_NUMBER}的只列数，不评颜色"
        )
    else:
        yield Entry("标准", DIRECTION_WORDS[one.direction])
    yield Entry("依据", f"{one.source}（{one.rule}）")
    if one.sheets:
        yield Entry("取数的表", "、".join(_title(code) for code in one.sheets))
    yield Entry("说明", one.caution)
    yield Entry("较上期", "只比较两期都报的县（市、区），括号内为县数")
    if shown.parts:
        told = (f"{PART_WORDS.get(name, name)}{n}" for name, n in sorted(shown.parts.items()))
        yield Entry("其中", "、".join(told))


def _title(code: str) -> str:
    return SHEETS[code].title if code in SHEETS else code
