"""Reading parameters: all of a day at once, and each with its history."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from accountability.parameters.models import Parameter
from accountability.parameters.reference import SEEDS
from accountability.parameters.rules import Parameters

EXPORT_DAYS = 30  # where no administrator's value is a number


def parameters_on(day: dt.date) -> Parameters:
    """Return every parameter as it holds on `day`, one query; before its first day, the first.

    A sheet reads it once a check, through its `context`.
    """
    return parameters_by_day()(day)


def days_exports_are_kept(day: dt.date) -> int:
    """Return for how many days the workbook of a list is kept."""
    return int(parameters_on(day).number("export_days") or EXPORT_DAYS)


def parameters_by_day() -> Callable[[dt.date], Parameters]:
    """Return a function that gives the parameters of any day, of one query."""
    rows = list(Parameter.objects.order_by("code", "-valid_from"))

    def on(day: dt.date) -> Parameters:
        held: dict[str, Parameter] = {}
        for row in rows:
            if row.code not in held or held[row.code].valid_from > day:
                held[row.code] = row
        return Parameters({code: row.value for code, row in held.items()})

    return on


@dataclass(frozen=True)
class Topic:
    """Parameters of one subject, as the page lists them."""

    title: str
    lines: list[Parameter]


def by_topic(day: dt.date) -> list[Topic]:
    """Return the parameters that hold on `day`, by subject, in the order they are declared."""
    rows = {row.code: row for row in Parameter.objects.as_of(day)}
    topics: dict[str, list[Parameter]] = {}
    for seed in SEEDS:
        if seed.code in rows:
            topics.setdefault(seed.topic, []).append(rows.pop(seed.code))
    if rows:
        topics["其他"] = list(rows.values())
    return [Topic(title, list(dict.fromkeys(lines))) for title, lines in topics.items()]


def history_of(code: str) -> list[Parameter]:
    """Return a parameter's values, the newest first."""
    return list(Parameter.objects.filter(code=code).order_by("-valid_from"))
