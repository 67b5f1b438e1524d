"""Computing indicators: one set-based statement each, for one county or for all.

Every statement reads only the rows of revisions that a pointer makes current, so a figure is
always the figure of files. A county without a current revision gets no row: it is 未报. A city's
own offices have no figures: they are no county.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from accountability.assessment.indicators import (
    INDICATORS,
    Indicator,
    Span,
    indicator_on,
    indicators_on,
)
from accountability.intake.models import CollectionTask
from accountability.intake.rules import Period
from accountability.parameters.queries import parameters_on

RELATIONS: Final = """
current AS (
    SELECT DISTINCT ON (pointer.county_id, wanted.sheet,
                        CASE WHEN wanted.is_latest THEN '' ELSE wanted.period END)
           pointer.county_id, pointer.revision_id, wanted.sheet, wanted.period, wanted.last_day,
           wanted.sheet = %(sheet)s AND wanted.period = %(period)s AS is_own
    FROM unnest(%(sheets)s::text[], %(periods)s::text[], %(lasts)s::date[], %(latest)s::bool[])
        AS wanted(sheet, period, last_day, is_latest)
    JOIN accountability_collectiontask AS task
        ON task.sheet_code = wanted.sheet AND task.period = wanted.period
    JOIN accountability_submission AS submission ON submission.task_id = task.id
    JOIN accountability_pointer AS pointer
        ON pointer.submission_id = submission.id AND pointer.closed_at IS NULL
    JOIN villages_division AS county
        ON county.id = pointer.county_id AND county.kind <> 'city_own'
    WHERE %(counties)s::bigint[] IS NULL OR pointer.county_id = ANY (%(counties)s::bigint[])
    ORDER BY pointer.county_id, wanted.sheet,
             CASE WHEN wanted.is_latest THEN '' ELSE wanted.period END, wanted.last_day DESC
),
reported AS (
    SELECT county_id,
           array_agg(revision_id ORDER BY is_own DESC, sheet, last_day DESC) AS revisions
    FROM current
    GROUP BY county_id
    HAVING bool_or(is_own) AND array_agg(sheet::text) @> %(required)s::text[]
)
"""

_COMPUTED: Final = """
WITH {relations},
told AS (
    SELECT county_id, part, sum(met) AS met, sum(weight) AS weight, count(*) AS things
    FROM ({things}) AS thing
    GROUP BY county_id, part
)
SELECT reported.county_id,
       coalesce(sum(told.met), 0)::int AS numerator,
       coalesce(sum(told.weight), 0)::int AS denominator,
       coalesce(jsonb_object_agg(told.part, told.things) FILTER (WHERE told.part <> ''), '{{}}')
           AS parts,
       reported.revisions
FROM reported
LEFT JOIN told ON told.county_id = reported.county_id
GROUP BY reported.county_id, reported.revisions
"""
_COVERED: Final = """
WITH {relations},
things AS ({things})
SELECT reported.county_id, coalesce(sum(thing.met), 0)::int, coalesce(sum(thing.weight), 0)::int,
       count(*) FILTER (WHERE thing.met < thing.weight)::int,
       coalesce((array_agg(thing.label ORDER BY thing.label)
                 FILTER (WHERE thing.met < thing.weight))[1:%(named)s], '{{}}')
FROM reported
LEFT JOIN things AS thing ON thing.county_id = reported.county_id AND thing.weight > 0
GROUP BY reported.county_id
"""
_PLACES: Final = """
WITH {relations}
SELECT thing.county_id, thing.place_id, thing.label, thing.met::int, thing.weight::int, thing.why,
       thing.row_no, coalesce(thing.sheet_name, ''), thing.revision_id
FROM ({things}) AS thing
JOIN villages_division AS county ON county.id = thing.county_id
WHERE thing.weight > 0
ORDER BY thing.met = thing.weight, county.code, thing.label, thing.place_id
LIMIT %(size)s OFFSET %(skipped)s
"""
_COUNTED: Final = "WITH {relations} SELECT count(*) FROM ({things}) AS thing WHERE weight > 0"
_STORE: Final = """
INSERT INTO accountability_indicatorvalue
    (indicator, period, county_id, numerator, denominator, parts, revisions, rule, computed_at)
SELECT %(indicator)s, %(period)s, fresh.*, %(rule)s, %(at)s
FROM ({computed}) AS fresh
"""

# What is counted of the portal's own rows is kept with the figure: they move on, a figure does not.
_STORE_OWN: Final = """
WITH thing AS MATERIALIZED ({things}),
told AS (
    SELECT county_id, sum(met)::int AS met, sum(weight)::int AS weight,
           jsonb_agg(to_jsonb(thing) - 'county_id' ORDER BY weight = 0, met = weight, label)
               AS things
    FROM thing
    GROUP BY county_id
),
parted AS (
    SELECT county_id, jsonb_object_agg(part, things) AS parts
    FROM (SELECT county_id, part, count(*) AS things FROM thing WHERE part <> ''
          GROUP BY county_id, part) AS each
    GROUP BY county_id
)
INSERT INTO accountability_indicatorvalue
    (indicator, period, county_id, numerator, denominator, parts, revisions, things, rule,
     computed_at)
SELECT %(indicator)s, %(period)s, concerned.county_id, coalesce(told.met, 0),
       coalesce(told.weight, 0), coalesce(parted.parts, '{{}}'), '{{}}',
       coalesce(told.things, '[]'), %(rule)s, %(at)s
FROM ({concerned}) AS concerned
LEFT JOIN told ON told.county_id = concerned.county_id
LEFT JOIN parted ON parted.county_id = concerned.county_id
WHERE %(counties)s::bigint[] IS NULL OR concerned.county_id = ANY (%(counties)s::bigint[])
"""


def recompute(
    indicator: str, period: Period, *, counties: Sequence[int] | None, at: dt.datetime
) -> int:
    """Compute `indicator` anew for these counties (None: all); return the counties with a value.

    Runs inside the transaction that moved a pointer, so figures and files change together.
    """
    definition = indicator_on(indicator, period.last_day)
    given = _given(definition, period, counties) | {"rule": definition.rule, "at": at}
    given |= {"today": timezone.localdate(at), "zone": timezone.get_default_timezone_name()}
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM accountability_indicatorvalue"
            " WHERE indicator = %(indicator)s AND period = %(period)s"
            " AND (%(counties)s::bigint[] IS NULL OR county_id = ANY (%(counties)s::bigint[]))",
            given,
        )
        cursor.execute(_store(definition), given)
        return int(cursor.rowcount)


def computed(
    indicator: str, period: Period, *, counties: Sequence[int] | None
) -> list[tuple[Any, ...]]:
    """Return county, numerator, denominator, parts and revisions as they would be kept."""
    definition = indicator_on(indicator, period.last_day)
    with connection.cursor() as cursor:
        cursor.execute(_statement(definition), _given(definition, period, counties))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


@dataclass(frozen=True)
class Covered:
    """How much of what a county is to cover is covered, and what is left by name (the first)."""

    county_id: int
    met: int
    weight: int
    left: int
    names: list[str]


@dataclass(frozen=True)
class Place:
    """One place a county is to cover: how far, in words, and the row that says so."""

    county_id: int
    place_id: int | None
    label: str
    met: int
    weight: int
    why: str
    row_no: int | None
    sheet_name: str
    revision_id: int | None

    @property
    def is_met(self) -> bool:
        """Say whether nothing is left to do there."""
        return self.met == self.weight


def covered(
    indicator: str, period: Period, *, counties: Sequence[int], named: int = 6
) -> list[Covered]:
    """Return of each county that reported what its figure of the period covers and leaves."""
    definition = indicator_on(indicator, period.last_day)
    sql = _COVERED.format(relations=RELATIONS, things=definition.things)
    with connection.cursor() as cursor:
        cursor.execute(sql, _given(definition, period, counties) | {"named": named})
        return [Covered(*row) for row in cursor.fetchall()]


def places(
    indicator: str, period: Period, *, counties: Sequence[int], skipped: int = 0, size: int = 100
) -> list[Place]:
    """Return the places behind those figures, what is left first; the statement is the same."""
    definition = indicator_on(indicator, period.last_day)
    sql = _PLACES.format(relations=RELATIONS, things=definition.things)
    given = _given(definition, period, counties) | {"size": size, "skipped": skipped}
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [Place(*row) for row in cursor.fetchall()]


def places_count(indicator: str, period: Period, *, counties: Sequence[int]) -> int:
    """Return how many places there are behind those figures."""
    definition = indicator_on(indicator, period.last_day)
    sql = _COUNTED.format(relations=RELATIONS, things=definition.things)
    with connection.cursor() as cursor:
        cursor.execute(sql, _given(definition, period, counties))
        return int(cursor.fetchone()[0])


def _store(definition: Indicator) -> str:
    if definition.is_of_own_rows:
        return _STORE_OWN.format(things=definition.things, concerned=definition.concerned)
    return _STORE.format(computed=_statement(definition))


def _statement(definition: Indicator) -> str:
    return _COMPUTED.format(relations=RELATIONS, things=definition.things)


def _given(definition: Indicator, period: Period, counties: Sequence[int] | None) -> dict[str, Any]:
    wanted = list(counties) if counties is not None else None
    if definition.is_of_own_rows:
        return given_to(definition, period) | {"counties": wanted}
    return given_to(definition, period) | _read_by(definition, period) | {"counties": wanted}


def given_to(definition: Indicator, period: Period) -> dict[str, Any]:
    """Return the days and parameters an indicator's statement is given."""
    known = parameters_on(period.last_day) if definition.parameters else None
    return {
        "indicator": definition.code,
        "period": str(period),
        "first": period.first_day,
        "last": period.last_day,
        "year": period.first_day.replace(month=1, day=1),
        **{code: known.given(code) for code in definition.parameters if known},
    }


def _read_by(definition: Indicator, period: Period) -> dict[str, Any]:
    """Return of which sheets and periods the current revisions are read."""
    tasks = CollectionTask.objects.filter(sheet_code__in=definition.sheets)
    asked = [(code, Period.parse(text)) for code, text in tasks.values_list("sheet_code", "period")]
    wanted = [
        (need, one)
        for need in definition.needs
        for sheet, one in asked
        if sheet == need.sheet and need.reads(one, period)
    ]
    return {
        "sheet": definition.sheets[0],
        "required": [need.sheet for need in definition.needs if need.required],
        "sheets": [need.sheet for need, _ in wanted],
        "periods": [str(one) for _, one in wanted],
        "lasts": [one.last_day for _, one in wanted],
        "latest": [need.span == Span.LATEST for need, _ in wanted],
    }


def indicators_of(sheet_code: str, period: Period) -> list[str]:
    """Return the indicators of this very period that read the sheet."""
    return [
        item.code
        for item in indicators_on(period.last_day)
        if item.touched_by(sheet_code, period, [period])
    ]


def touched(sheet_code: str, moved: Period) -> list[tuple[str, Period]]:
    """Return which indicators of which periods read the sheet's revision of the period `moved`.

    A visit register of March is counted in every later month as well.
    """
    reading = [item for item in INDICATORS if sheet_code in item.sheets]
    firsts = {item.sheets[0] for item in reading}
    own: dict[str, list[Period]] = {}
    tasks = CollectionTask.objects.filter(sheet_code__in=firsts)
    for sheet, text in tasks.values_list("sheet_code", "period"):
        own.setdefault(sheet, []).append(Period.parse(text))
    return [
        (item.code, period)
        for item in reading
        for period in item.touched_by(sheet_code, moved, own.get(item.sheets[0], []))
        if item in indicators_on(period.last_day)
    ]
