"""Freezing: everything a document may say, gathered once, with the revisions it came from.

Shapes: `data["figures"][key]` is a dict of label, formula, rule, source, period, numerator,
denominator, before (or None), and `cells`: one [county id, numerator, denominator, revision id]
for each county that reported; `revisions` has all of a county where it is more than one.
`data["counts"][key]` is a dict of label and `items`, each [county id, words, submission id or
None]. PostgreSQL does not keep the order of keys, so what must stand in an order stands in a list:
`data["order"]` is the order of the figures.
"""

import datetime as dt
from typing import Any, Final

from django.conf import settings

from accountability.assessment.models import IndicatorValue
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
    GRADES,
    PRESENCE,
    TIMELINESS,
    Lamp,
    Ratio,
    lamp,
)
from accountability.intake.models import CollectionTask, Submission
from accountability.intake.rules import Period
from portal.access.reader import Reader
from villages.places.models import Division

# What the documents say; further indicators join a document together with its sentence.
FROZEN: Final = (COVERAGE, PRESENCE, TIMELINESS, GRADES)


def freeze(reader: Reader, scope: Division, period: Period, *, at: dt.datetime) -> dict[str, Any]:
    """Return the data of `scope` for `period` as known at `at`."""
    frame = within(county_frame(reader, period.last_day), scope)
    window = [period.previous(), period]
    found, thresholds = ratios(reader, window), thresholds_on(period.last_day)
    known = [f for f in figures(found, frame, window, thresholds) if f.indicator.code in FROZEN]
    revisions = _revisions(reader, [figure.period for figure in known])
    ids = [county.pk for county in frame]
    return {
        "format": 1,
        "scope": {"id": scope.pk, "code": scope.code, "name": scope.name, "level": scope.level},
        "period": str(period),
        "period_label": period.label,
        "last_day": period.last_day.isoformat(),
        "as_of": at.isoformat(timespec="seconds"),
        "is_demo": settings.PORTAL_DEMO,
        "agency": settings.PORTAL_AGENCY,
        "counties": [_county(county) for county in frame],
        "order": [f.indicator.code for f in known],
        "figures": {f.indicator.code: _figure(f, found, ids, revisions) for f in known},
        "lamps": _lamps(known, found, frame),
        "coverage_parts": parts(reader, COVERAGE, str(period), ids),
        "grade_parts": _grades(reader, known, ids),
        "counts": {"unsent": _unsent(reader, frame, period)},
        "sheets": _sheets(period),
    }


def _county(county: County) -> dict[str, Any]:
    return {
        "id": county.pk,
        "code": county.code,
        "name": county.name,
        "group": county.group,
        "above": county.reports_to_name,
        "delisted_on": county.delisted_on.isoformat() if county.delisted_on else None,
    }


def _revisions(reader: Reader, periods: list[str]) -> dict[tuple[str, str, int], list[int]]:
    rows = IndicatorValue.objects.visible_to(reader).filter(period__in=set(periods))
    return {
        (code, period, county): revisions
        for code, period, county, revisions in rows.values_list(
            "indicator", "period", "county_id", "revisions"
        )
        if revisions
    }


def _pair(ratio: Ratio | None) -> list[int] | None:
    return [ratio.numerator, ratio.denominator] if ratio else None


def _figure(
    figure: Figure,
    found: dict[tuple[str, str], dict[int, Ratio]],
    ids: list[int],
    revisions: dict[tuple[str, str, int], list[int]],
) -> dict[str, Any]:
    item = figure.indicator
    by_county = found.get((item.code, figure.period), {})
    read = {pk: revisions.get((item.code, figure.period, pk), []) for pk in ids}
    return {
        "label": item.name,
        "formula": item.formula,
        "numerator_label": item.numerator,
        "denominator_label": item.denominator,
        "rule": item.rule,
        "source": item.source,
        "caution": item.caution,
        "period": figure.period,
        "period_label": Period.parse(figure.period).label,
        "value": _pair(figure.ratio),
        "before": _pair(figure.before),
        "change": figure.change,
        "compared": figure.compared,
        "lamp": figure.lamp.value,
        "thresholds": [figure.thresholds.green_at, figure.thresholds.yellow_at]
        if figure.thresholds
        else None,
        "is_official": bool(figure.thresholds and figure.thresholds.is_official),
        "reported": figure.reported,
        "expected": figure.expected,
        "cells": [
            [pk, ratio.numerator, ratio.denominator, next(iter(read[pk]), None)]
            for pk in ids
            if (ratio := by_county.get(pk)) is not None
        ],
        "revisions": {str(pk): all_of for pk, all_of in read.items() if len(all_of) > 1},
    }


def _lamps(
    known: list[Figure], found: dict[tuple[str, str], dict[int, Ratio]], frame: list[County]
) -> dict[str, dict[str, list[int]]]:
    """Return indicator -> colour -> the counties of that colour, in the frame's order."""
    lamps: dict[str, dict[str, list[int]]] = {}
    for figure in known:
        by_county = found.get((figure.indicator.code, figure.period), {})
        colours: dict[str, list[int]] = {one.value: [] for one in Lamp}
        for county in frame:
            ratio = by_county.get(county.pk)
            colours[lamp(ratio, figure.thresholds).value].append(county.pk)
        lamps[figure.indicator.code] = colours
    return lamps


def _grades(reader: Reader, known: list[Figure], ids: list[int]) -> dict[str, int]:
    period = next((f.period for f in known if f.indicator.code == GRADES), "")
    return parts(reader, GRADES, period, ids)


def _unsent(reader: Reader, frame: list[County], period: Period) -> dict[str, Any]:
    names = {county.pk: county.name for county in frame}
    rows = (
        Submission.objects.visible_to(reader)
        .filter(task__period=str(period), submitted_at__isnull=True, county_id__in=names)
        .select_related("task")
        .order_by("county__code", "task__sheet_code")
    )
    return {
        "label": "未报",
        "items": [[row.county_id, row.task.sheet_title, row.pk] for row in rows],
    }


def _sheets(period: Period) -> list[str]:
    tasks = CollectionTask.objects.filter(period=str(period)).order_by("sheet_code")
    return [task.sheet_title for task in tasks]
