"""How a moment is written: the year only where it is not this year's. Plain functions."""

import datetime as dt


def day_text(day: dt.date, today: dt.date) -> str:
    """Write a day.

    >>> day_text(dt.date(2020, 6, 3), dt.date(2020, 1, 1))
    '6月3日'
    >>> day_text(dt.date(2020, 6, 3), dt.date(2021, 1, 1))
    '2020年6月3日'
    """
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def moment_text(moment: dt.datetime, now: dt.datetime) -> str:
    """Write a moment; both in the same zone.

    >>> moment_text(dt.datetime(2020, 6, 3, 18), dt.datetime(2020, 6, 1))
    '6月3日 18:00'
    """
    return f"{day_text(moment, now)} {moment:%H:%M}"
