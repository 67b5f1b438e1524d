"""Counting months."""

import datetime as dt


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months on, the last of the month where there is none.

    >>> months_after(dt.date(2018, 11, 30), 3), months_after(dt.date(2018, 5, 20), 12)
    (datetime.date(2019, 2, 28), datetime.date(2019, 5, 20))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = dt.date(year, month + 1, 1)
    next_first = dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return first.replace(day=min(day.day, (next_first - first).days))
