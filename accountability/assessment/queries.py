"""Reads of the assessment slice: figures by county, city and province, and what lies behind."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Count, F, Q

from accountability.assessment.models import IndicatorThreshold, IndicatorValue
from accountability.assessment.rules import (
    TIMELINESS,
    Indicator,
    Lamp,
    Ratio,
    Thresholds,
    Topic,
    indicators_on,
    lamp,
    moved,
    total,
)
from accountability.intake.models import CollectionTask, Submission
from accountability.intake.rules import Period
from portal.access.reader import Reader
from villages.places.models import Division, Kind, Level

Found = dict[tuple[str, str], dict[int, Ratio]]
COUNTY_GROUPS = ("深度贫困县", "国定贫困县", "省定贫困县", "其他县（市、区）")


@dataclass(frozen=True)
class County:
    """One county in the frame of comparison on a day: to whom it reports and its group."""

    pk: int
    code: str
    name: str
    reports_to: int
    reports_to_code: str
    reports_to_name: str
    reports_to_level: str
    group: str
    delisted_on: dt.date | None

    @property
    def is_poor(self) -> bool:
        """Say whether the county is or was on a poverty register."""
        return self.group != COUNTY_GROUPS[-1]


_FRAME = """
SELECT county.id, county.code, county.name, above.id, above.code, above.name, above.level,
       CASE WHEN poverty.is_deep THEN %(deep)s
            WHEN poverty.kind = 'national' THEN %(national)s
            WHEN poverty.kind = 'provincial' THEN %(provincial)s
            ELSE %(other)s END,
       poverty.delisted_on
FROM villages_division AS county
JOIN villages_reportingline AS line ON line.division_id = county.id
    AND line.valid_from <= %(on)s AND (line.valid_to IS NULL OR line.valid_to > %(on)s)
JOIN villages_division AS above ON above.id = line.parent_id
LEFT JOIN villages_povertystatus AS poverty ON poverty.division_id = county.id
    AND poverty.listed_on <= %(on)s
WHERE county.level = %(level)s AND county.kind = %(kind)s AND county.id = ANY (%(counties)s)
  AND county.valid_from <= %(on)s AND (county.valid_to IS NULL OR county.valid_to > %(on)s)
ORDER BY county.code
"""


def county_frame(user: Reader, on: dt.date) -> list[County]:
    """Return the counties the user sees that can be compared on the day `on` (no zones)."""
    deep, national, provincial, other = COUNTY_GROUPS
    with connection.cursor() as cursor:
        cursor.execute(
            _FRAME,
            {
                "on": on,
                "level": Level.COUNTY.value,
                "kind": Kind.DIVISION.value,
                "counties": sorted(user.county_ids),
                "deep": deep,
                "national": national,
                "provincial": provincial,
                "other": other,
            },
        )
        return [County(*row) for row in cursor.fetchall()]


def within(frame: Iterable[County], scope: Division) -> list[County]:
    """Keep the counties of the frame that lie in `scope` by their reporting line."""
    if scope.level == Level.PROVINCE:
        return list(frame)
    if scope.level == Level.CITY:
        return [county for county in frame if county.reports_to == scope.pk]
    return [county for county in frame if county.pk == scope.pk]


def ratios(user: Reader, periods: Iterable[Period]) -> Found:
    """Return (indicator, period) -> county -> ratio, timeliness included, in two queries."""
    wanted = list(periods)
    texts = {
        str(indicator.period_at(period))
        for period in wanted
        for indicator in indicators_on(period.last_day)
    }
    found: Found = defaultdict(dict)
    rows = IndicatorValue.objects.visible_to(user).filter(period__in=texts)
    for code, period, county, numerator, denominator in rows.values_list(
        "indicator", "period", "county_id", "numerator", "denominator"
    ):
        found[code, period][county] = Ratio(numerator, denominator)
    for county, period, owed, on_time in _timeliness(user, [str(period) for period in wanted]):
        found[TIMELINESS, period][county] = Ratio(on_time, owed)
    return found


def course(user: Reader, definition: Indicator, periods: Iterable[Period]) -> Found:
    """Return one indicator's ratios in its own periods: (code, period) -> county, one query."""
    texts = [str(period) for period in periods]
    found: Found = {(definition.code, text): {} for text in texts}
    if not definition.things:
        for county, period, owed, on_time in _timeliness(user, texts):
            found[definition.code, period][county] = Ratio(on_time, owed)
        return found
    rows = IndicatorValue.objects.visible_to(user).filter(
        indicator=definition.code, period__in=texts
    )
    for period, county, numerator, denominator in rows.values_list(
        "period", "county_id", "numerator", "denominator"
    ):
        found[definition.code, period][county] = Ratio(numerator, denominator)
    return found


def _timeliness(user: Reader, periods: list[str]) -> Iterable[tuple[int, str, int, int]]:
    on_time = Q(submitted_at__isnull=False, submitted_at__lte=F("due_at"))
    rows = (
        Submission.objects.visible_to(user)
        .filter(task__period__in=periods)
        .values_list("county_id", "task__period")
        .annotate(owed=Count("pk"), on_time=Count("pk", filter=on_time))
    )
    return [(county, period, owed, timely) for county, period, owed, timely in rows]


def parts(user: Reader, indicator: str, period: str, counties: Iterable[int]) -> dict[str, int]:
    """Return the further counts of an indicator summed over the counties (a distribution)."""
    summed: dict[str, int] = defaultdict(int)
    rows = IndicatorValue.objects.visible_to(user).filter(
        indicator=indicator, period=period, county_id__in=list(counties)
    )
    for row in rows.values_list("parts", flat=True):
        for name, count in row.items():
            summed[name] += count
    return dict(summed)


def thresholds_on(day: dt.date) -> dict[str, Thresholds]:
    """Return the colour thresholds of every indicator on a day."""
    return {row.indicator: row.thresholds for row in IndicatorThreshold.objects.in_force(day)}


@dataclass(frozen=True)
class Figure:
    """One indicator of one scope in one period, beside the period before.

    `change` is over the `compared` counties that reported both periods.
    """

    indicator: Indicator
    period: str
    ratio: Ratio | None
    before: Ratio | None
    change: float | None
    lamp: Lamp
    thresholds: Thresholds | None
    reported: int
    expected: int
    compared: int = 0
    trend: list[float | None] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)

    @property
    def is_partly_compared(self) -> bool:
        """Say whether the change leaves counties out."""
        return self.change is not None and self.compared < self.expected

    @property
    def percent(self) -> float | None:
        """Return the rate in percent with one decimal, or None where nothing is reported."""
        rate = self.ratio.rate if self.ratio else None
        return None if rate is None else round(rate * 100, 1)


def figures(
    found: Found,
    counties: list[County],
    periods: list[Period],
    thresholds: dict[str, Thresholds],
) -> list[Figure]:
    """Return every indicator for these counties; `periods` runs from oldest to the current one."""
    ids = [county.pk for county in counties]
    return [
        figure_of(indicator, found, ids, periods, thresholds.get(indicator.code))
        for indicator in indicators_on(periods[-1].last_day)
    ]


def figure_of(
    indicator: Indicator,
    found: Found,
    ids: list[int],
    periods: list[Period],
    known: Thresholds | None,
) -> Figure:
    """Return one indicator summed over counties; `periods` runs from oldest to the current one."""
    own = list(dict.fromkeys(str(indicator.period_at(period)) for period in periods))
    told = [found.get((indicator.code, period), {}) for period in own]
    series = [_sum(by_county, ids) for by_county in told]
    now, before = series[-1], series[-2] if len(series) > 1 else None
    move = moved(told[-1], told[-2] if len(told) > 1 else {}, ids)
    return Figure(
        indicator=indicator,
        period=own[-1],
        ratio=now,
        before=before,
        change=move.points,
        compared=move.counties,
        lamp=lamp(now, known),
        thresholds=known,
        reported=sum(pk in told[-1] for pk in ids),
        expected=len(ids),
        periods=[Period.parse(text) for text in own],
        trend=[None if r is None or r.rate is None else r.rate * 100 for r in series],
    )


def _sum(by_county: dict[int, Ratio], ids: list[int]) -> Ratio | None:
    reported = [by_county[pk] for pk in ids if pk in by_county]
    return total(reported) if reported else None


@dataclass(frozen=True)
class Recoloured:
    """One county whose colour other thresholds would change."""

    county: County
    ratio: Ratio
    before: Lamp
    after: Lamp


@dataclass(frozen=True)
class Preview:
    """What other thresholds would change in the newest figures: of which period, where."""

    period: Period
    judged: int
    recoloured: list[Recoloured]


def preview(user: Reader, definition: Indicator, wanted: Thresholds) -> Preview | None:
    """Return which counties would change colour, None while there is no figure yet."""
    newest = _newest(user, definition)
    if newest is None:
        return None
    found = course(user, definition, [newest])[definition.code, str(newest)]
    known = thresholds_on(newest.last_day).get(definition.code)
    rows = [
        Recoloured(county, ratio, lamp(ratio, known), lamp(ratio, wanted))
        for county in county_frame(user, newest.last_day)
        if (ratio := found.get(county.pk)) is not None
    ]
    judged = sum(row.after != Lamp.NONE for row in rows)
    return Preview(newest, judged, [row for row in rows if row.before != row.after])


def _newest(user: Reader, definition: Indicator) -> Period | None:
    """Return the last period with a figure of the indicator."""
    rows = (
        IndicatorValue.objects.visible_to(user)
        .filter(indicator=definition.code)
        .values_list("period", flat=True)
        if definition.things
        else CollectionTask.objects.values_list("period", flat=True)
    )
    periods = [Period.parse(text) for text in rows.order_by().distinct()]
    return max(
        (one for one in periods if one.kind == definition.period_kind),
        key=lambda one: one.last_day,
        default=None,
    )


@dataclass(frozen=True)
class Rule:
    """One indicator as the list of rules shows it: its definition and the thresholds in force."""

    definition: Indicator
    threshold: IndicatorThreshold | None


def rules_by_topic(on: dt.date) -> list[tuple[Topic, list[Rule]]]:
    """Return the definitions of a day by topic, one query."""
    known = {row.indicator: row for row in IndicatorThreshold.objects.in_force(on)}
    definitions = indicators_on(on)
    return [
        (topic, [Rule(one, known.get(one.code)) for one in definitions if one.topic == topic])
        for topic in Topic
    ]
