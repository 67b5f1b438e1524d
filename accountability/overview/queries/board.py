"""What the 作战图 shows, gathered in a number of queries that does not grow with the province."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from accountability.assessment.guarding import open_to
from accountability.assessment.indicators import Indicator, indicators_on
from accountability.assessment.indicators.elections import PARTY_ELECTION
from accountability.assessment.indicators.findings import CLOSED
from accountability.assessment.indicators.weak import CONVERSION
from accountability.assessment.queries import (
    County,
    Figure,
    Found,
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
    moved,
    total,
)
from accountability.intake.models import CollectionTask, Submission
from accountability.intake.rules import Period
from portal.access.models import User
from villages.places.models import Division, Level

# The few that stand on the board first; the metric switch shows every one.
HEADLINE = (COVERAGE, PRESENCE, TIMELINESS, CONVERSION, CLOSED, PARTY_ELECTION)
MONTH = re.compile(r"\d{4}-\d{2}")
TREND_PERIODS = 6


def months() -> list[Period]:
    """Return the months for which anything was asked, newest first."""
    asked = CollectionTask.objects.order_by().values_list("period", flat=True).distinct()
    return sorted((Period.parse(p) for p in asked if MONTH.fullmatch(p)), reverse=True)


def home_scope(user: User) -> Division | None:
    """Return the widest division granted to the user."""
    order = [Level.PROVINCE, Level.CITY, Level.COUNTY]
    granted = Division.objects.filter(pk__in=user.area_ids)
    return min(granted, key=lambda d: order.index(Level(d.level)), default=None)


@dataclass(frozen=True, slots=True)
class Reading:
    """One metric of one county or city: its ratio and colour, now and in the period before."""

    ratio: Ratio | None
    lamp: Lamp
    before: Lamp
    points: float | None
    below: int


UNREPORTED = Reading(None, Lamp.NONE, Lamp.NONE, None, 0)


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
    definitions = open_to(user, indicators_on(period.last_day))
    shown = {one.code for one in definitions}
    cities: dict[int, list[int]] = {}
    for county in frame:
        cities.setdefault(county.reports_to, []).append(county.pk)
    alone = {county.pk: [county.pk] for county in frame}
    states = _states(user, frame, period)
    return Board(
        scope=scope,
        period=period,
        periods=window,
        frame=frame,
        figures={
            f.indicator.code: f
            for f in figures(found, frame, window, thresholds)
            if f.indicator.code in shown
        },
        readings=_readings(found, definitions, alone, window, thresholds),
        cities=_readings(found, definitions, cities, window, thresholds),
        coverage_parts=parts(user, COVERAGE, str(period), [c.pk for c in frame]),
        states=states,
        owed=sum(states.values()),
        asked=frozenset(months()),
    )


def _readings(
    found: Found,
    definitions: Iterable[Indicator],
    groups: dict[int, list[int]],
    window: list[Period],
    thresholds: dict[str, Thresholds],
) -> dict[int, dict[str, Reading]]:
    """Return group -> indicator -> reading, each group the sum of its counties."""
    readings: dict[int, dict[str, Reading]] = {key: {} for key in groups}
    for one in definitions:
        own = dict.fromkeys(str(one.period_at(period)) for period in window)
        series = [found.get((one.code, period), {}) for period in own]
        known = thresholds.get(one.code)
        for key, counties in groups.items():
            readings[key][one.code] = (
                _reading(series, counties, known) if any(series) else UNREPORTED
            )
    return readings


def _reading(
    series: list[dict[int, Ratio]], counties: list[int], known: Thresholds | None
) -> Reading:
    """Return what the last of the series says, beside the one before it."""
    now = _summed(series[-1], counties)
    before = _summed(series[-2], counties) if len(series) > 1 else None
    lit = lamp(now, known)
    run = 0
    if lit in {Lamp.RED, Lamp.YELLOW}:
        run = _run_below([lamp(_summed(one, counties), known) for one in series])
    points = moved(series[-1], series[-2], counties).points if len(series) > 1 else None
    return Reading(now, lit, lamp(before, known), points, run)


def _summed(by_county: dict[int, Ratio], counties: list[int]) -> Ratio | None:
    if len(counties) == 1:
        return by_county.get(counties[0])
    reported = [by_county[pk] for pk in counties if pk in by_county]
    return total(reported) if reported else None


def _run_below(lamps: list[Lamp]) -> int:
    """Return for how many periods in a row, up to now, the value was not green."""
    run = 0
    for one in reversed(lamps):
        if one not in {Lamp.RED, Lamp.YELLOW}:
            break
        run += 1
    return run


def _states(user: User, frame: list[County], period: Period) -> Counter[str]:
    rows = (
        Submission.objects.visible_to(user)
        .filter(task__period=str(period), county_id__in=[county.pk for county in frame])
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    return Counter(dict(rows))


def warned(shown: Board) -> list[Warned]:
    """Return what misses its threshold: red first, then the headline, then by how far."""
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
            row.figure.indicator.code not in HEADLINE,
            -_missed_by(row),
        ),
    )


def _missed_by(row: Warned) -> float:
    """Return how far, in points, a value lies from green."""
    ratio, known = row.reading.ratio, row.figure.thresholds
    if ratio is None or ratio.rate is None or known is None:
        return 0
    return abs(ratio.rate - known.green_at)


def changed(shown: Board) -> list[Warned]:
    """Return where a colour changed since the period before, worsening first.

    A figure of a quarter or year counts as changed only in the month it is first shown.
    """
    order = {Lamp.RED: 0, Lamp.YELLOW: 1, Lamp.GREEN: 2}
    earlier = shown.period.previous()
    fresh = {
        code
        for code, figure in shown.figures.items()
        if figure.indicator.period_at(earlier) != figure.indicator.period_at(shown.period)
    }
    rows = [
        Warned(county, shown.figures[code], reading)
        for county in shown.frame
        for code, reading in shown.readings[county.pk].items()
        if code in fresh
        and reading.lamp != reading.before
        and Lamp.NONE not in {reading.lamp, reading.before}
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
