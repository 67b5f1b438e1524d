"""What the 作战图 shows, gathered in a number of queries that does not grow with the province."""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from accountability.assessment.queries import (
    County,
    Figure,
    county_frame,
    figures,
    parts,
    ratios,
    thresholds_on,
    within,
)
from accountability.assessment.rules import (
    COVERAGE,
    PRESENCE,
    TIMELINESS,
    Lamp,
    Ratio,
    Thresholds,
    lamp,
    total,
)
from accountability.intake.models import CollectionTask, Submission
from accountability.intake.rules import Period
from portal.access.models import User
from villages.places.models import Division, Level

METRICS = (COVERAGE, PRESENCE, TIMELINESS)
MONTH = re.compile(r"\d{4}-\d{2}")
TREND_PERIODS = 6
Found = dict[tuple[str, str], dict[int, Ratio]]


def months() -> list[Period]:
    """Return the months for which anything was asked, newest first."""
    asked = CollectionTask.objects.order_by().values_list("period", flat=True).distinct()
    return sorted((Period.parse(p) for p in asked if MONTH.fullmatch(p)), reverse=True)


def home_scope(user: User) -> Division | None:
    """Return the widest division granted to the user."""
    order = [Level.PROVINCE, Level.CITY, Level.COUNTY]
    granted = Division.objects.filter(pk__in=user.area_ids)
    return min(granted, key=lambda d: order.index(Level(d.level)), default=None)


@dataclass(frozen=True)
class Reading:
    """One metric of one county or city: its ratio and colour, now and in the period before."""

    ratio: Ratio | None
    lamp: Lamp
    before: Lamp
    points: float | None
    below: int


@dataclass(frozen=True)
class Warned:
    """One metric of one county under its threshold: a hint to look, never a judgement."""

    county: County
    figure: Figure
    reading: Reading


@dataclass(frozen=True)
class Board:
    """Everything the 作战图 shows of one scope in one period."""

    scope: Division
    period: Period
    periods: list[Period]
    frame: list[County]
    figures: dict[str, Figure]
    readings: dict[int, dict[str, Reading]]
    cities: dict[int, dict[str, Reading]]
    coverage_parts: dict[str, int]
    states: Counter[str]
    owed: int
    asked: frozenset[Period]

    @property
    def poor(self) -> list[County]:
        """Return the counties that are or were on a poverty register."""
        return [county for county in self.frame if county.is_poor]

    @property
    def comparable(self) -> bool:
        """Say whether anything was asked for the period before."""
        return self.period.previous() in self.asked

    @property
    def delisted(self) -> Ratio:
        """Return how many poor counties had been delisted by the end of the period."""
        done = sum(
            c.delisted_on is not None and c.delisted_on <= self.period.last_day for c in self.poor
        )
        return Ratio(done, len(self.poor))


def board(user: User, scope: Division, period: Period) -> Board:
    """Gather the board of `scope` for `period`."""
    window = [period]
    while len(window) < TREND_PERIODS:
        window.insert(0, window[0].previous())
    frame = within(county_frame(user, period.last_day), scope)
    found, thresholds = ratios(user, window), thresholds_on(period.last_day)
    readings = {
        county.pk: {
            code: _reading(found, code, [county.pk], window, thresholds) for code in METRICS
        }
        for county in frame
    }
    states = _states(user, frame, period)
    return Board(
        scope=scope,
        period=period,
        periods=window,
        frame=frame,
        figures={f.indicator.code: f for f in figures(found, frame, window, thresholds)},
        readings=readings,
        cities=_cities(found, frame, window, thresholds),
        coverage_parts=parts(user, COVERAGE, str(period), [c.pk for c in frame]),
        states=states,
        owed=sum(states.values()),
        asked=frozenset(months()),
    )


def _reading(
    found: Found,
    code: str,
    counties: list[int],
    window: list[Period],
    thresholds: dict[str, Thresholds],
) -> Reading:
    known = thresholds.get(code)
    series = []
    for period in window:
        by_county = found.get((code, str(period)), {})
        reported = [by_county[pk] for pk in counties if pk in by_county]
        series.append(total(reported) if reported else None)
    lamps = [lamp(ratio, known) for ratio in series]
    now, before = series[-1], series[-2]
    both = now and before and now.rate is not None and before.rate is not None
    return Reading(
        ratio=now,
        lamp=lamps[-1],
        before=lamps[-2],
        points=round((now.rate - before.rate) * 100, 1) if both else None,  # type: ignore[union-attr,operator]
        below=_run_below(lamps),
    )


def _run_below(lamps: list[Lamp]) -> int:
    """Return for how many periods in a row, up to now, the value was not green."""
    run = 0
    for one in reversed(lamps):
        if one not in {Lamp.RED, Lamp.YELLOW}:
            break
        run += 1
    return run


def _cities(
    found: Found, frame: list[County], window: list[Period], thresholds: dict[str, Thresholds]
) -> dict[int, dict[str, Reading]]:
    members: dict[int, list[int]] = {}
    for county in frame:
        members.setdefault(county.reports_to, []).append(county.pk)
    return {
        city: {code: _reading(found, code, pks, window, thresholds) for code in METRICS}
        for city, pks in members.items()
    }


def _states(user: User, frame: list[County], period: Period) -> Counter[str]:
    rows = (
        Submission.objects.visible_to(user)
        .filter(task__period=str(period), county_id__in=[county.pk for county in frame])
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    return Counter(dict(rows))


def warned(shown: Board) -> list[Warned]:
    """Return what lies under its threshold, red first, then by how far."""
    rows = [
        Warned(county, shown.figures[code], reading)
        for county in shown.frame
        for code, reading in shown.readings[county.pk].items()
        if reading.lamp in {Lamp.RED, Lamp.YELLOW}
    ]
    return sorted(
        rows,
        key=lambda row: (
            row.reading.lamp != Lamp.RED,
            (row.reading.ratio.rate or 0) if row.reading.ratio else 0,
        ),
    )


def changed(shown: Board) -> list[Warned]:
    """Return where a colour changed since the period before, worsening first."""
    order = {Lamp.RED: 0, Lamp.YELLOW: 1, Lamp.GREEN: 2}
    rows = [
        Warned(county, shown.figures[code], reading)
        for county in shown.frame
        for code, reading in shown.readings[county.pk].items()
        if reading.lamp != reading.before and Lamp.NONE not in {reading.lamp, reading.before}
    ]
    return sorted(rows, key=lambda row: order[row.reading.lamp] - order[row.reading.before])


def late(user: User, frame: list[County], period: Period, *, at: dt.datetime) -> list[Submission]:
    """Return the submissions not sent yet, most overdue first."""
    return list(
        Submission.objects.visible_to(user)
        .filter(
            task__period=str(period),
            submitted_at__isnull=True,
            county_id__in=[county.pk for county in frame],
        )
        .select_related("task", "county")
        .order_by("due_at", "county__code")
    )
