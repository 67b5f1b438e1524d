"""填报负担: what the villages were asked for in a month, and who asked."""

import datetime as dt

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accountability.intake.queries import burden as meter
from accountability.overview.views.asked import asked_scope
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui import charts
from portal.ui.parts import Fact
from villages.places.models import Level

PAGE = 50
SHOWN_MONTHS = 12


@require_GET
@require(Permission.TASK_VIEW)
def burden(request: Request) -> HttpResponse:
    """Rank who asked the villages of a scope (`a`) in a month (`p`), and show how much."""
    months = meter.months_asked()
    scope, month = asked_scope(request), _asked_month(request, months)
    if scope is None or month is None:
        return render(request, "accountability/overview/nothing.html", {"scope": scope})
    seconds = meter.seconds_a_cell(month)
    rows = meter.rows_of(request.user, scope, month)
    tasks = meter.tasks_asked(rows, seconds)
    is_county = scope.level == Level.COUNTY
    found = meter.villages(rows, seconds, tasks) if is_county else meter.counties(rows, seconds)
    recent = sorted(months[:SHOWN_MONTHS])
    course = meter.minutes_by_month(request.user, scope, seconds, recent)
    highest = max((value for _, value in course if value is not None), default=0)
    context = {
        "scope": scope,
        "month": month,
        "months": months,
        "tasks": tasks,
        "askers": meter.askers(tasks),
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "is_county": is_county,
        "facts": _facts(tasks, found),
        "meta": f"{scope.name} · {month:%Y年}{month.month}月下达的采集任务",
        "method": f"必填和应填的列逐行计数，预填数取自各县模板；手填每格按{seconds:g}秒测算",
        "course": [
            charts.Column(f"{day.month}月", value, "none")
            for day, value in course
            if value is not None  # not measured: nothing was asked, so nothing is 未报
        ],
        "course_scale": charts.Scale(0, max(10, round(highest * 1.2))),
        "burden_url": reverse("overview:burden"),
    }
    return render(request, "accountability/overview/burden.html", context)


def _asked_month(request: Request, months: list[dt.date]) -> dt.date | None:
    """Return the month of `p`, or the newest; one in which nothing was asked is a 404."""
    asked = request.GET.get("p", "")
    if not asked:
        return months[0] if months else None
    found = next((month for month in months if f"{month:%Y-%m}" == asked), None)
    if found is None:
        raise Http404
    return found


def _facts(tasks: list[meter.Asked], places: list[meter.Place]) -> list[Fact]:
    asked = sum(one.load.asked for one in tasks)
    filled = sum(one.load.prefilled for one in tasks)
    villages = sum(place.villages for place in places)
    minutes = sum(one.load.by_hand * one.load.seconds for one in tasks) / meter.MINUTE
    return [
        Fact("采集任务", str(len(tasks)), "份表"),
        Fact("须填单元格", f"{asked:,}"),
        Fact("平台预填", f"{filled / asked:.1%}" if asked else "—", f"{filled:,}格"),
        Fact("每村平均用时", f"{minutes / villages:.1f}" if villages else "—", "分钟"),
    ]
