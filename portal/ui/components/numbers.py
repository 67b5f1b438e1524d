"""Figures and charts in pages."""

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from portal.ui import charts, figures
from portal.ui.palette import Grade
from portal.ui.parts import Choice, Kpi, MapTile, Reading

register = template.Library()


@register.simple_tag
def rate(numerator: float | None, denominator: float | None) -> str:
    """Write a share with its counts: 94.6%（1234/1305）."""
    return figures.rate_text(numerator, denominator)


@register.simple_tag
def count(value: float | Decimal | None) -> str:
    """Write a count, or 未报."""
    return figures.count_text(value)


@register.simple_tag
def change(value: float | Decimal | None, places: int = 1) -> str:
    """Write a change with its sign."""
    return figures.change_text(value, places)


@register.inclusion_tag("ui/meter.html")
def meter(done: float, total: float, *, label: str) -> dict[str, object]:
    """Show a part of a whole as a bar with its share."""
    text = figures.percent_text(done, total) if total else figures.MISSING
    return {"done": done, "total": total or 1, "label": label, "text": text}


@register.inclusion_tag("ui/kpi.html")
def kpi(item: Kpi) -> dict[str, object]:
    """Show a key figure."""
    course = charts.spark(item.trend, grade=item.grade, label=f"{item.label}走势")
    bar = charts.bullet(item.figure, scale=item.scale, grade=item.grade) if item.scale else ""
    return {"item": item, "spark": _svg(course) if item.trend else "", "bullet": _svg(bar)}


def _svg(drawing: str) -> SafeString:
    """Trust a drawing of portal.ui.charts, which escapes every word it is given."""
    return mark_safe(drawing)  # noqa: S308


@register.simple_tag
def spark(
    values: Sequence[float | None], *, grade: Grade = "none", label: str = "走势"
) -> SafeString:
    """Draw the course of a figure."""
    return _svg(charts.spark(values, grade=grade, label=label))


@register.simple_tag
def bullet(
    value: float | None, *, scale: charts.Scale = charts.PERCENT, grade: Grade = "none"
) -> SafeString:
    """Draw a figure against its target."""
    return _svg(charts.bullet(value, scale=scale, grade=grade))


@register.simple_tag
def hbar(
    rows: Sequence[charts.Bar], *, scale: charts.Scale = charts.PERCENT, label: str = "排序图"
) -> SafeString:
    """Draw a ranking."""
    return _svg(charts.hbar(rows, scale=scale, label=label))


@register.simple_tag
def columns(
    marks: Sequence[charts.Column], *, scale: charts.Scale, label: str = "各月情况"
) -> SafeString:
    """Draw one column a month."""
    return _svg(charts.columns(marks, scale=scale, label=label))


@register.simple_tag
def burndown(
    labels: Sequence[str],
    *,
    plan: Sequence[float],
    actual: Sequence[float],
    forecast: Sequence[float] = (),
    unit: str = "个",
) -> SafeString:
    """Draw what is left against the plan."""
    return _svg(charts.burndown(labels, plan, actual, forecast=forecast, unit=unit))


@register.simple_tag
def gantt(spans: Sequence[charts.Span], *, today: dt.date, label: str) -> SafeString:
    """Draw stages along the days."""
    return _svg(charts.gantt(spans, today=today, label=label))


@register.inclusion_tag("ui/stages.html")
def stages(shares: Sequence[charts.Stage], *, label: str) -> dict[str, object]:
    """Show how many stand at which stage: one bar and its list."""
    return {
        "bar": _svg(charts.stages(shares, of=label)),
        "shares": [(share, _svg(charts.swatch(share.colour))) for share in shares],
    }


@register.inclusion_tag("ui/tile_map.html", takes_context=True)
def tile_map(
    context: Context,
    tiles: Sequence[MapTile],
    *,
    metrics: Sequence[Choice],
    current: str,
    across: int = 6,
    note: str = "方位示意，非行政区划图",
) -> dict[str, object]:
    """Show the cities as tiles in their rough places.

    Shapes: every tile has a reading of every metric, or is shown as 未报 under it. The links of
    the switch set `metric` in the URL and keep the rest of it.
    """
    places = {(tile.row, tile.column): tile for tile in tiles}
    rows = max([tile.row for tile in tiles], default=0)
    return {
        "cells": [
            _tile(places.get((row, column)), current)
            for row in range(1, rows + 1)
            for column in range(1, across + 1)
        ],
        **_choices(context, metrics),
        "current": current,
        "across": across,
        "note": note,
    }


def _choices(context: Context, metrics: Sequence[Choice]) -> dict[str, object]:
    """Return the links of the switch and, by group, the list of all metrics."""
    query = context["request"].GET.copy()
    query.pop("metric", None)
    kept = list(query.items())

    def url(key: str) -> str:
        query["metric"] = key
        return f"?{query.urlencode()}"

    quick = sorted((one for one in metrics if one.quick), key=lambda one: one.quick)
    groups = dict.fromkeys(one.group for one in metrics if one.group)
    return {
        "metrics": [(one, url(one.key)) for one in quick],
        "groups": [(title, [one for one in metrics if one.group == title]) for title in groups],
        "kept": kept,
    }


def _tile(tile: MapTile | None, current: str) -> dict[str, object]:
    if tile is None:
        return {}
    readings = {
        key: [one.value, one.unit, one.grade, one.rank] for key, one in tile.readings.items()
    }
    return {
        "tile": tile,
        "shown": tile.readings.get(current, Reading("")),
        "readings": json.dumps(readings, ensure_ascii=False),
        "dots_said": "、".join(_dots_said(tile.dots)),
    }


def _dots_said(dots: Sequence[Grade]) -> list[str]:
    words = {"red": "红牌", "yellow": "黄牌", "green": "绿牌", "none": "未评"}
    return [f"{word} {dots.count(grade)}" for grade, word in words.items() if grade in dots]
