"""The tree of divisions, and the record of a village."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from portal.access.guards import Request, require
from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.figures import rate_text
from portal.ui.http import form_status
from portal.ui.parts import Entry, Fact
from villages.dossiers import queries
from villages.dossiers.forms import DayForm
from villages.dossiers.queries import ChildRow, Dossier
from villages.dossiers.sections import Asked, Dated, Page, compose
from villages.places.models import Division, DivisionChange, Kind, Level, PovertyStatus, in_force
from villages.places.queries import Counts, home_areas, path_of, with_line
from villages.postings.models import Posting


@require_GET
@require(Permission.VILLAGE_VIEW)
def tree(request: Request) -> HttpResponse:
    """Open the tree where the user is at home; more than one area is listed first."""
    areas = home_areas(request.user)
    if len(areas) == 1:
        return _division(request, areas[0])
    return render(request, "villages/dossiers/areas.html", {"areas": areas})


@require_GET
@require(Permission.VILLAGE_VIEW)
def division(request: Request, division_id: int) -> HttpResponse:
    """Show what lies in a province, city, county or township on a day."""
    rows = with_line(Division.objects.visible_to(request.user)).exclude(level=Level.VILLAGE)
    return _division(request, get_object_or_404(rows, pk=division_id))


def _division(request: Request, area: Division) -> HttpResponse:
    form = DayForm.asked(request.GET)
    day = form.day
    counties = frozenset(
        Division.objects.counties_under([area.pk], day).values_list("pk", flat=True)
    ) or frozenset({area.county_id or area.pk})
    asked = Asked(Page.AREA, area, request.user, day, counties)
    context = {
        "area": area,
        "form": form,
        "day": day,
        "trail": trail(request.user, area, day),
        "composed": compose(asked, tab=""),
    }
    if area.level == Level.TOWNSHIP:
        context["villages"] = queries.villages_of(request.user, area, day)
        template = "villages/dossiers/township.html"
    elif area.is_city_own:
        context["entries"] = _entries(area, day)
        template = "villages/dossiers/offices.html"
    else:
        rows = queries.children(request.user, area, day)
        context |= {"rows": rows, "facts": _facts(area, rows)}
        template = "villages/dossiers/division.html"
        if area.level == Level.COUNTY:
            context |= _county(request, area, day)
            template = "villages/dossiers/county.html"
    return render(request, template, context, status=form_status(form))


def trail(user: User, area: Division, day: dt.date) -> list[Entry]:
    """Return the way to a division: each step with its address where the user may open it."""
    steps = path_of(area, day)
    open_to = set(
        Division.objects.visible_to(user)
        .filter(pk__in=[step.pk for step in steps])
        .values_list("pk", flat=True)
    )
    above = [
        Entry(
            step.name,
            "",
            reverse("villages:division", args=[step.pk]) if step.pk in open_to else "",
        )
        for step in steps
    ]
    return [Entry("村情档案", "", reverse("villages:tree")), *above, Entry(area.name, "")]


def _facts(area: Division, rows: list[ChildRow]) -> list[Fact]:
    total = Counts()
    for row in rows:
        if row.division.kind == Kind.DIVISION:
            total.add(row.counts)
    facts = [
        Fact("村", str(total.villages)),
        Fact("贫困村", str(total.poor), f"其中深度贫困{total.deep}"),
        Fact("软弱涣散村", str(total.weak), "名录登记"),
    ]
    if area.level == Level.COUNTY:
        return [Fact("乡镇（街道）", str(len(rows))), *facts]
    zones = sum(row.division.kind == Kind.ZONE for row in rows)
    counties = total.counties if area.level == Level.PROVINCE else len(rows) - zones
    note = f"另有统计用区{zones}" if zones else ""
    return [
        Fact("县（市、区）", str(counties), note),
        Fact("乡镇（街道）", str(total.townships)),
        *facts,
    ]


def _county(request: Request, county: Division, day: dt.date) -> dict[str, object]:
    heads = queries.heads(request.user, county, day)
    status = PovertyStatus.objects.as_of(day).filter(division=county).first()
    code, line, span = _entries(county, day)
    return {
        "heads": heads,
        "manned": rate_text(heads.manned, heads.required) if heads.required else "无应派村",
        "entries": [
            code,
            line,
            Entry("贫困县类型", _poverty_text(status)),
            Entry("摘帽", _delisting_text(status, day)),
            span,
        ],
    }


def _entries(area: Division, day: dt.date) -> list[Entry]:
    line = area.reporting_lines.filter(in_force(day)).select_related("parent").first()
    return [
        Entry("区划代码", area.code),
        Entry("报送单位", line.parent.name if line else ""),
        Entry("起止", _span(area)),
    ]


def _poverty_text(status: PovertyStatus | None) -> str:
    if status is None:
        return "非贫困县"
    deep = "，深度贫困县" if status.is_deep else ""
    return f"{status.get_kind_display()}贫困县{deep}"


def _delisting_text(status: PovertyStatus | None, day: dt.date) -> str:
    """Say batch and approval as two facts, as known on the day."""
    if status is None:
        return "不涉及"
    if status.delisted_on is None or status.delisted_on > day:
        return "未摘帽"
    return f"{status.batch_year}年批次，{status.delisted_on:%Y-%m-%d}批准"


def _span(area: Division) -> str:
    return f"{area.valid_from:%Y-%m-%d}起" + (
        f"，{area.valid_to:%Y-%m-%d}止" if area.valid_to else ""
    )


@require_GET
@require(Permission.VILLAGE_VIEW)
def village(request: Request, village_id: int) -> HttpResponse:
    """Show the record of a village on a day, each fact with its source."""
    rows = with_line(Division.objects.visible_to(request.user)).filter(level=Level.VILLAGE)
    place = get_object_or_404(rows, pk=village_id)
    form = DayForm.asked(request.GET)
    shown = queries.dossier(request.user, place, form.day)
    asked = Asked(
        Page.VILLAGE, place, request.user, form.day, frozenset({place.county_id or place.pk})
    )
    composed = compose(
        asked,
        tab=request.GET.get("tab", ""),
        own_tabs=("", "support", "history"),
        query=f"on={form.day:%Y-%m-%d}" if request.GET.get("on") and form.is_valid() else "",
    )
    timeline = [*(_dated(posting) for posting in shown.history), *composed.moments]
    context = {
        "shown": shown,
        "form": form,
        "composed": composed,
        "timeline": [one.moment for one in sorted(timeline, key=lambda one: one.on, reverse=True)],
        "trail": trail(request.user, place, form.day),
        "entries": _village_entries(shown),
        "team": [(posting, queries.source_of(posting)) for posting in shown.team],
        "history": [_dated(posting).moment for posting in shown.history],
        "sources": {posting.pk: queries.source_of(posting) for posting in shown.history},
        "past_types": [(kind, queries.source_of_type(kind)) for kind in shown.past_types],
        "changes": [_change(shown, change) for change in shown.changes],
    }
    return render(request, "villages/dossiers/village.html", context, status=form_status(form))


def _village_entries(shown: Dossier) -> list[Entry]:
    place = shown.village
    names = "、".join(name for name in shown.aliases if name != place.name)
    return [
        Entry("村代码", place.code),
        Entry("所在", "".join(above.name for above in shown.path[1:])),
        Entry("起止", _span(place)),
        Entry("曾用名和别名", names or "无"),
    ]


def _dated(posting: Posting) -> Dated:
    until = f"{posting.ended_on:%Y-%m-%d}" if posting.ended_on else "在任"
    unit = posting.unit.name if posting.unit else "派出单位未填"
    reason = f"，{posting.get_end_reason_display()}" if posting.end_reason else ""
    return Dated(
        posting.started_on,
        when=f"{posting.started_on:%Y-%m-%d} 至 {until}{reason}",
        words=f"{posting.person.name}（{posting.get_role_display()}，{unit}）",
        note=f"来源：{queries.source_of(posting).words}",
        bad=posting.end_reason == "recalled",
    )


def _change(shown: Dossier, change: DivisionChange) -> dict[str, object]:
    """Return a change of code or name with the record at its other end."""
    is_origin = change.successor_id == shown.village.pk
    other = change.predecessor if is_origin else change.successor
    return {"change": change, "other": other, "is_origin": is_origin}
