"""The 作战图: one page for province, city and county; scope and period stand in the URL."""

from collections.abc import Container, Iterator

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accountability.assessment.queries import County, Figure
from accountability.assessment.rules import (
    INDICATORS,
    LAMP_WORDS,
    PRESENCE,
    SMALL_NUMBER,
    Direction,
    Indicator,
    Lamp,
    Topic,
)
from accountability.intake.models import Submission
from accountability.intake.rules import LONG_AGO_DAYS, STATE_LABELS, Period, PeriodKind, State
from accountability.overview import queries
from accountability.overview.queries import HEADLINE, Board, Reading
from accountability.overview.views.asked import asked_period, asked_scope
from accountability.overview.views.words import NOTHING_DUE, judgement, threshold_text
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui import charts, parts, todo
from portal.ui.figures import change_text, decimal_text
from portal.ui.palette import COLOURS, Grade, Tone
from villages.places.models import Division, Level

SHOWN = 7
KPIS = 6
HEADLINES = [one for one in INDICATORS if one.code in HEADLINE]
ACROSS = 6
DIRECT = "省直管"
STAGES = (
    ("省级已接收", (State.ACCEPTED, State.LOCKED, State.CORRECTING), COLOURS["green-fill"]),
    ("待省级接收", (State.TO_ACCEPT,), "#7FB394"),
    ("县级、市级审核中", (State.TO_SIGN, State.TO_REVIEW), COLOURS["slate"]),
    ("退回修改", (State.RETURNED,), COLOURS["amber-fill"]),
    (
        "县里未提交",
        (State.OPEN, State.CHECKING, State.TO_MEND, State.READY),
        COLOURS["red"],
    ),
)


@require_GET
@require(Permission.OVERVIEW_VIEW)
def board(request: Request) -> HttpResponse:
    """Show the board of a scope (`a`, a division code) in a month (`p`)."""
    months = queries.months()
    scope, period = asked_scope(request), asked_period(request, months)
    if scope is None or period is None:
        return render(request, "accountability/overview/nothing.html", {"scope": scope})
    shown, now = queries.board(request.user, scope, period), timezone.now()
    warnings, changes = queries.warned(shown), queries.changed(shown)
    unsent = queries.late(request.user, shown.frame, period, at=now)
    waiting = todo.waiting(request.user, at=now)
    metric = request.GET.get("metric", PRESENCE)
    chosen = shown.figures.get(metric, shown.figures[PRESENCE])
    context = {
        "shown": shown,
        "scope": scope,
        "months": months,
        **_above(request, scope, period),
        "metric": chosen.indicator.code,
        "judgement": list(judgement(shown, warnings, len(unsent))),
        "kpis": list(_kpis(shown)),
        "tiles": _tiles(shown),
        "metrics": _metrics(shown),
        "warnings": [_warning(row, shown) for row in warnings[:SHOWN]],
        "changes": [_warning(row, shown) for row in changes[:SHOWN]],
        "waiting": todo.entries(request.user, waiting[:5], at=now),
        "stages": [
            charts.Stage(label, sum(shown.states[s.value] for s in states), colour)
            for label, states, colour in STAGES
        ],
        "late": [_late(row) for row in unsent[:4]],
        **_charts(shown, chosen),
        "is_example": any(
            f.thresholds and not f.thresholds.is_official for f in shown.figures.values()
        ),
        **_onward(request, scope, period),
        **_notes(shown, warnings, changes, len(waiting), len(unsent)),
    }
    return render(request, "accountability/overview/board.html", context)


def _charts(shown: Board, chosen: Figure) -> dict[str, object]:
    """Return the course and the comparison of the chosen metric."""
    return {
        "chosen": chosen.indicator,
        "course_title": f"{chosen.indicator.name}走势",
        "course": course_of(chosen, shown.asked),
        "course_scale": charts.Scale(0, 100),
        "bars": _bars(shown, chosen.indicator),
        "bars_scale": charts.Scale(0, 100, target=_target(chosen)),
    }


def _onward(request: Request, scope: Division, period: Period) -> dict[str, str]:
    """Return where the buttons lead: to a briefing of this month, to the record of this place."""
    may = request.user.may
    make = f"{reverse('reports:make')}?p={period}&a={scope.code}"
    record = reverse("villages:division", args=[scope.pk])
    return {
        "make_url": make if may(Permission.REPORT_MAKE) else "",
        "record_url": record if may(Permission.VILLAGE_VIEW) else "",
    }


def _notes(
    shown: Board,
    warnings: list[queries.Warned],
    changes: list[queries.Warned],
    waiting: int,
    unsent: int,
) -> dict[str, object]:
    """Return the small print of the cards: what is counted and how much there is."""
    red = sum(row.reading.lamp == Lamp.RED for row in warnings)
    sent = shown.owed - unsent
    over_cities = shown.scope.level == Level.PROVINCE
    return {
        "heading": "全省作战图" if over_cities else f"{shown.scope.name}作战图",
        "meta": f"{shown.period.label} · 数据截至{shown.period.last_day:%Y-%m-%d}"
        f" · 已上报{sent}/{shown.owed}份",
        "map_title": "各市态势" if over_cities else "各县态势",
        "map_note": "每格一市或一个省直管县，小方块为贫困县" if over_cities else "每格一县",
        "warn_note": f"红{red} · 黄{len(warnings) - red}，只作提示，须核实",
        "diff_note": f"{len(changes)}项变色" if shown.comparable else "",
        "todo_note": f"{waiting}项",
        "todo_url": reverse("overview:todo"),
        "stage_note": f"未报到省{unsent}份",
        "bars_note": "各市，后10位" if over_cities else "各县，后10位",
    }


def _above(request: Request, scope: Division, period: Period) -> dict[str, object]:
    """Return the scope one level up with its link, where the user may see it."""
    if scope.level == Level.COUNTY:
        line = scope.reporting_lines.filter(valid_to__isnull=True).select_related("parent").first()
        above = line.parent if line else None
    else:
        above = scope.parent
    if above is None or not Division.objects.visible_to(request.user).filter(pk=above.pk).exists():
        return {}
    return {"above": above, "above_url": f"{reverse('overview:board')}?a={above.code}&p={period}"}


def _kpis(shown: Board) -> Iterator[parts.Kpi]:
    if shown.poor:
        delisted = shown.delisted
        yield parts.Kpi(
            "贫困县摘帽",
            str(delisted.numerator),
            f"/{delisted.denominator} 县",
            note="按省政府批准日期",
        )
    known = [shown.figures[code] for code in HEADLINE if code in shown.figures]
    yield from (kpi_of(figure, shown) for figure in known[: KPIS - bool(shown.poor)])


def kpi_of(figure: Figure, shown: Board) -> parts.Kpi:
    """Return an indicator as a card: value, lamp, course, counts, change, the way behind it."""
    value = "" if figure.percent is None else decimal_text(figure.percent)
    if figure.percent is None and figure.ratio is not None:
        value = NOTHING_DUE
    target = figure.thresholds.green_at * 100 if figure.thresholds else None
    return parts.Kpi(
        figure.indicator.name,
        value,
        "" if figure.percent is None else "%",
        figure.lamp.value,
        trend=figure.trend if sum(v is not None for v in figure.trend) > 1 else (),
        figure=figure.percent,
        scale=charts.Scale(0, 100, target=target),
        note=_counts(figure, shown),
        change="" if figure.change is None else change_text(figure.change),
        change_tone=change_tone(figure),
        url=reverse("overview:indicator", args=[figure.indicator.code])
        + f"?p={shown.period}&a={shown.scope.code}",
    )


def _counts(figure: Figure, shown: Board) -> str:
    counts = f"{figure.ratio.numerator}/{figure.ratio.denominator}" if figure.ratio else "未报"
    own = figure.periods[-1]
    when = "" if own == shown.period else f"{own.label} · "
    both = f" · 两期都报{figure.compared}县" if figure.is_partly_compared else ""
    return f"{when}{counts} · 已报{figure.reported}/{figure.expected}县{both}"


def change_tone(figure: Figure) -> Tone:
    """Return whether a figure's change is for the better."""
    if not figure.change or figure.indicator.direction == Direction.NONE:
        return "neutral"
    return "good" if (figure.change > 0) != figure.indicator.lower_is_better else "bad"


def _metrics(shown: Board) -> list[parts.Choice]:
    """Return every indicator by topic; the headline ones stand in the switch as well."""
    known = [figure.indicator for figure in shown.figures.values()]
    places = {code: place for place, code in enumerate(HEADLINE, 1)}
    return [
        parts.Choice(one.code, one.short, one.topic.value, quick=places.get(one.code, 0))
        for topic in Topic
        for one in known
        if one.topic == topic
    ]


def _shown(reading: Reading) -> parts.Reading:
    if reading.ratio is None:
        return parts.Reading("")
    ratio, rate = reading.ratio, reading.ratio.rate
    if rate is None:
        return parts.Reading(NOTHING_DUE)
    if ratio.denominator < SMALL_NUMBER:
        return parts.Reading(f"{ratio.numerator}/{ratio.denominator}")
    return parts.Reading(decimal_text(rate * 100), "%", _grade(reading.lamp))


def _grade(lamp: Lamp) -> Grade:
    return lamp.value


def _worst(readings: dict[str, Reading]) -> Grade:
    """Return the worst colour among the headline indicators."""
    lamps = {readings[code].lamp for code in HEADLINE if code in readings}
    for one in (Lamp.RED, Lamp.YELLOW, Lamp.GREEN):
        if one in lamps:
            return _grade(one)
    return "none"


def _tiles(shown: Board) -> list[parts.MapTile]:
    """Lay out one tile a city (and one a county that reports to the province), or one a county."""
    tiles, direct = [], shown.frame
    if shown.scope.level == Level.PROVINCE:
        tiles = _city_tiles(shown)
        direct = [c for c in shown.frame if c.reports_to_level == Level.PROVINCE]
    start = -(-len(tiles) // ACROSS) * ACROSS
    return tiles + [
        _tile(
            start + index,
            county.name,
            _link(shown, county),
            shown.readings[county.pk],
            [_worst(shown.readings[county.pk])] if county.is_poor else [],
        )
        for index, county in enumerate(direct)
    ]


def _city_tiles(shown: Board) -> list[parts.MapTile]:
    """Return a tile a city; a city of one county is called by its county."""
    members: dict[int, list[County]] = {}
    for county in shown.frame:
        if county.reports_to_level == Level.CITY:
            members.setdefault(county.reports_to, []).append(county)
    return [
        _tile(
            index,
            counties[0].name if len(counties) == 1 else counties[0].reports_to_name,
            _link(shown, counties[0], city=True),
            shown.cities[city],
            [_worst(shown.readings[county.pk]) for county in counties if county.is_poor],
        )
        for index, (city, counties) in enumerate(members.items())
    ]


def _tile(
    index: int, name: str, url: str, readings: dict[str, Reading], dots: list[Grade]
) -> parts.MapTile:
    return parts.MapTile(
        name=name,
        row=index // ACROSS + 1,
        column=index % ACROSS + 1,
        url=url,
        readings={code: _shown(reading) for code, reading in readings.items()},
        dots=dots,
        hint="；".join(
            f"{one.short}{_hint(readings[one.code])}" for one in HEADLINES if one.code in readings
        ),
    )


def _hint(reading: Reading) -> str:
    if reading.ratio is None:
        return "未报"
    return f"{reading.ratio.numerator}/{reading.ratio.denominator}"


def _link(shown: Board, county: County, *, city: bool = False) -> str:
    code = county.reports_to_code if city else county.code
    return f"{reverse('overview:board')}?a={code}&p={shown.period}"


def _warning(row: queries.Warned, shown: Board) -> dict[str, object]:
    reading = row.reading
    ratio = reading.ratio
    return {
        "grade": reading.lamp.value,
        "before": reading.before.value,
        "county": row.county,
        "url": _link(shown, row.county),
        "indicator": row.figure.indicator,
        "value": "" if ratio is None else f"{ratio.numerator}/{ratio.denominator}",
        "percent": None if ratio is None or ratio.rate is None else round(ratio.rate * 100, 1),
        "why": threshold_text(row),
        "points": change_text(reading.points) if reading.points is not None else "",
        "group": row.county.group,
        "word": LAMP_WORDS[reading.lamp],
    }


def _late(row: Submission) -> dict[str, object]:
    left = row.due_at - timezone.now()
    overdue = left.total_seconds() < 0
    days = -left.days if overdue else left.days
    late = f"逾期{days}天" if days <= LONG_AGO_DAYS else "已逾期"
    return {
        "submission": row,
        "state": STATE_LABELS[State(row.state)],
        "overdue": overdue,
        "left": late if overdue else f"剩{days}天",
    }


def course_of(figure: Figure, asked: Container[Period]) -> list[charts.Column]:
    """Return the periods as columns; a month for which nothing was asked is no gap."""
    steps = {PeriodKind.QUARTER: "季", PeriodKind.HALF: "半年", PeriodKind.YEAR: "年"}
    return [
        charts.Column(
            str(period.first_day.year)
            if period.kind == PeriodKind.YEAR
            else f"{period.step}{steps.get(period.kind, '月')}",
            value,
            figure.lamp.value if period == figure.periods[-1] else "none",
        )
        for period, value in zip(figure.periods, figure.trend, strict=True)
        if period.kind != PeriodKind.MONTH or period in asked
    ]


def _target(figure: Figure) -> float | None:
    return figure.thresholds.green_at * 100 if figure.thresholds else None


def _bars(shown: Board, chosen: Indicator) -> list[charts.Bar]:
    """Compare the ten last units of the scope; who reported nothing stands last, not at zero."""
    code, sign = chosen.code, -1 if chosen.lower_is_better else 1
    if shown.scope.level == Level.PROVINCE:
        names = {
            c.reports_to: DIRECT if c.reports_to_level == Level.PROVINCE else c.reports_to_name
            for c in shown.frame
        }
        rows = [(names[pk], readings[code]) for pk, readings in shown.cities.items()]
    else:
        rows = [(c.name, shown.readings[c.pk][code]) for c in shown.frame]
    bars = [
        charts.Bar(
            name,
            None if r.ratio is None or r.ratio.rate is None else round(r.ratio.rate * 100, 1),
            _grade(r.lamp),
        )
        for name, r in rows
    ]
    return sorted(bars, key=lambda bar: (bar.value is None, -sign * (bar.value or 0)))[-10:]
