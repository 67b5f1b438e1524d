"""The calendar of the weeks on post.

A week runs from Monday to Sunday and belongs to the month its Thursday lies in, so no week is
counted twice. Source: docs/sources.md#e05 (five days and four nights).
"""

import datetime as dt
from collections.abc import Mapping

DAYS_A_WEEK = 5
_THURSDAY = 3


def weeks_of(month: dt.date) -> list[dt.date]:
    """Return the Mondays of the weeks that belong to the month of `month`.

    >>> [f"{monday:%m-%d}" for monday in weeks_of(dt.date(2020, 5, 1))]
    ['05-04', '05-11', '05-18', '05-25']
    """
    first = month.replace(day=1)
    thursday = first + dt.timedelta((_THURSDAY - first.weekday()) % 7)
    found = []
    while thursday.month == first.month:
        found.append(thursday - dt.timedelta(_THURSDAY))
        thursday += dt.timedelta(7)
    return found


def required_days(
    monday: dt.date,
    exceptions: Mapping[dt.date, bool],
    *,
    begins: dt.date | None = None,
    ends: dt.date | None = None,
) -> int:
    """Count the days on post a week asks for; a term's first and last week only in part.

    Shapes: `exceptions` says of days that are not what their weekday says whether they are worked;
    the term runs from `begins` to the day before `ends`.
    """
    days = [monday + dt.timedelta(shift) for shift in range(7)]
    return sum(
        exceptions.get(day, day.weekday() < DAYS_A_WEEK)
        for day in days
        if (begins is None or day >= begins) and (ends is None or day < ends)
    )


def required_nights(days: int) -> int:
    """Count the nights in the village that go with `days`.

    >>> required_nights(5), required_nights(0)
    (4, 0)
    """
    return max(0, days - 1)
