"""How far everybody was reached: 三个走遍, training in turn, expert service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accountability.assessment import rollup
from accountability.assessment.indicators import indicator_on
from accountability.assessment.indicators.members import SERVICE, TRAINING
from accountability.assessment.indicators.visits import (
    WALKED_COUNTIES,
    WALKED_TOWNSHIPS,
    WALKED_VILLAGES,
)
from accountability.assessment.rollup import Place
from accountability.intake.queries.reported import cell_url
from accountability.intake.rules import Period
from accountability.overview.queries.coverage import (
    PAGE,
    Coverage,
    Line,
    Trained,
    coverage,
    periods_with,
    trained,
    walked_since,
)
from accountability.overview.views.asked import asked_period, asked_scope
from portal.access.guards import Request, require
from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.figures import rate_text
from portal.ui.palette import Tone
from portal.ui.parts import Fact, Tab
from villages.places.models import Division, Level

VILLAGE, DIVISION = "villages:village", "villages:division"


@dataclass(frozen=True)
class Kind:
    """One coverage: its indicator, what the tab and the places are called, where a place lies."""

    code: str
    label: str
    place: str
    done: str
    left: str
    url_name: str = VILLAGE


@dataclass(frozen=True)
class Shown:
    """One page of coverages: its title and kinds; `people` tells who of a village was reached."""

    url_name: str
    title: str
    meta: str
    kinds: tuple[Kind, ...]
    people: Callable[[User, Period, list[Place]], dict[int, Trained]] | None = None
    since: Callable[[Period], str] | None = None


VISITS = Shown(
    "overview:visits",
    "三个走遍",
    "同一处几次只计一次",
    (
        Kind(WALKED_VILLAGES, "县级走遍贫困村", "贫困村", "已走到", "还没有走到"),
        Kind(WALKED_TOWNSHIPS, "市级走遍贫困乡镇", "贫困乡镇", "已走到", "还没有走到", DIVISION),
        Kind(WALKED_COUNTIES, "省级走遍贫困县", "贫困县", "已走到", "还没有走到", DIVISION),
    ),
    since=walked_since,
)
TRAINED = Shown(
    "overview:training",
    "村干部轮训覆盖",
    "村党组织书记和村主任，当年累计，按人去重",
    (Kind(TRAINING, "轮训覆盖", "村", "已全部轮训", "还有人未轮训"),),
    trained,
)
SERVED = Shown(
    "overview:services",
    "专家服务覆盖",
    "当年累计，一个贫困村几次只计一次",
    (Kind(SERVICE, "专家服务", "贫困村", "有专家服务", "还没有专家服务"),),
)


@require_GET
@require(Permission.OVERVIEW_VIEW)
def visits(request: Request) -> HttpResponse:
    """Show who of the heads of organisation departments went where, and where nobody went."""
    return _page(request, VISITS)


@require_GET
@require(Permission.OVERVIEW_VIEW)
def training(request: Request) -> HttpResponse:
    """Show which village secretaries and heads were trained this year, and which were not."""
    return _page(request, TRAINED)


@require_GET
@require(Permission.OVERVIEW_VIEW)
def services(request: Request) -> HttpResponse:
    """Show which poor villages an expert has been to this year."""
    return _page(request, SERVED)


def _page(request: Request, shown: Shown) -> HttpResponse:
    periods = periods_with(request.user, [kind.code for kind in shown.kinds])
    scope, period = asked_scope(request), asked_period(request, periods)
    if scope is None or period is None:
        nothing = {"title": shown.title, "scope": scope}
        return render(request, "accountability/overview/coverage_nothing.html", nothing)
    kind = _kind(request, shown)
    found = coverage(request.user, scope, kind.code, period)
    pages = Paginator(range(_total(kind, period, found)), PAGE)
    page = pages.get_page(request.GET.get("page"))
    skipped = (page.number - 1) * PAGE
    places = rollup.places(kind.code, period, counties=found.counties, skipped=skipped, size=PAGE)
    context = {
        "shown": shown,
        "meta": "，".join(filter(None, [shown.since(period) if shown.since else "", shown.meta])),
        "kind": kind,
        "scope": scope,
        "period": period,
        "periods": periods,
        "tabs": _tabs(request, shown, kind) if len(shown.kinds) > 1 else [],
        "facts": _facts(found, kind),
        "definition": indicator_on(kind.code, period.last_day),
        "lines": _lines(found, shown, kind, period) if scope.level != Level.COUNTY else [],
        "places": _places(request.user, shown, kind, period, places),
        "page": page,
        "has_people": shown.people is not None,
    }
    return render(request, "accountability/overview/coverage.html", context)


def _kind(request: Request, shown: Shown) -> Kind:
    asked = request.GET.get("level", "")
    if not asked:
        return shown.kinds[0]
    for kind in shown.kinds:
        if kind.code == asked:
            return kind
    raise Http404


def _total(kind: Kind, period: Period, found: Coverage) -> int:
    """Return how many places the list has: of people it is the villages that are counted."""
    if kind.code != TRAINING:
        return found.weight
    return rollup.places_count(kind.code, period, counties=found.counties)


def _tabs(request: Request, shown: Shown, current: Kind) -> list[Tab]:
    kept = request.GET.copy()
    kept.pop("page", None)
    tabs = []
    for kind in shown.kinds:
        kept["level"] = kind.code
        tabs.append(Tab(kind.label, f"?{kept.urlencode()}", current=kind is current))
    return tabs


def _facts(found: Coverage, kind: Kind) -> list[Fact]:
    tone: Tone = "warning" if found.unreported else "neutral"
    names = "、".join(county.name for county in found.unreported[:6])
    more = f"等{len(found.unreported)}个" if len(found.unreported) > 6 else ""  # noqa: PLR2004
    return [
        Fact("覆盖", rate_text(found.met, found.weight) if found.weight else "不涉及"),
        Fact(kind.left, f"{found.places}个{kind.place}"),
        Fact("未报的县", str(len(found.unreported)), f"{names}{more}", tone),
    ]


def _lines(found: Coverage, shown: Shown, kind: Kind, period: Period) -> list[dict[str, Any]]:
    return [
        {
            "line": line,
            "text": _text(line),
            "url": f"{reverse(shown.url_name)}?a={line.code}&level={kind.code}&p={period}",
        }
        for line in found.below
    ]


def _text(line: Line) -> str:
    if not line.reported:
        return "未报"
    return rate_text(line.met, line.weight) if line.weight else "不涉及"


def _places(
    user: User, shown: Shown, kind: Kind, period: Period, places: list[Place]
) -> list[dict[str, Any]]:
    people = shown.people(user, period, places) if shown.people else {}
    counties = Division.objects.in_bulk({place.county_id for place in places})
    field = indicator_on(kind.code, period.last_day).field
    return [
        {
            "place": place,
            "county": counties[place.county_id],
            "state": kind.done if place.is_met else kind.left,
            "url": reverse(kind.url_name, args=[place.place_id]) if place.place_id else "",
            "people": people.get(place.place_id or 0),
            "source": cell_url(place.revision_id, place.row_no, field, place.sheet_name)
            if place.revision_id and place.row_no
            else "",
        }
        for place in places
    ]
