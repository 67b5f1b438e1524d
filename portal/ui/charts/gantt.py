"""Stages of a plan along the days, with today."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.ui.charts.canvas import svg, tag, text, text_width, titled
from portal.ui.palette import COLOURS

_ROW, _TOP, _BOTTOM, _SIZE = 30, 22, 22, 12
_MOST_TICKS = 12


@dataclass(frozen=True)
class Span:
    """One stage: its name, its first and last day, and a word of how it stands."""

    name: str
    begins_on: dt.date
    ends_on: dt.date
    word: str = ""
    colour: str = COLOURS["slate"]


@dataclass(frozen=True)
class Days:
    """The days of a chart laid along its width."""

    first: dt.date
    last: dt.date
    left: float
    right: float

    def x(self, day: dt.date) -> float:
        """Return where a day begins; what lies outside is at the edge."""
        whole = max(1, (self.last - self.first).days + 1)
        share = (day - self.first).days / whole
        return self.left + (self.right - self.left) * max(0.0, min(1.0, share))


def gantt(spans: Sequence[Span], *, today: dt.date, label: str, width: int = 760) -> str:
    """Draw the stages, first on top, each with its days in words, and a line for today."""
    if not spans:
        return svg(width, _TOP, [], label=label)
    left = 16 + max(text_width(one.name, _SIZE) for one in spans)
    days = Days(
        min(one.begins_on for one in spans),
        max(one.ends_on for one in spans),
        min(left, width * 0.4),
        width - 8,
    )
    height = _TOP + _ROW * len(spans) + _BOTTOM
    marks = [*_months(days, height)]
    for number, one in enumerate(spans):
        marks.append(_row(one, _TOP + number * _ROW, days))
    if days.first <= today <= days.last:
        marks += _today(days.x(today), height)
    said = "；".join(f"{one.name} {_days(one)} {one.word}".rstrip() for one in spans)
    return svg(width, height, marks, label=f"{label}：{said}")


def _row(one: Span, y: float, days: Days) -> str:
    x, end = days.x(one.begins_on), days.x(one.ends_on + dt.timedelta(days=1))
    size, words = max(end - x, 3), f"{_days(one)}{f' {one.word}' if one.word else ''}"
    wide = text_width(words, 11)
    parts = [
        text(one.name, days.left - 8, y + 18, _SIZE, text_anchor="end"),
        tag("rect", x=x, y=y + 5, width=size, height=_ROW - 10, rx=2, fill=one.colour),
    ]
    if wide + 8 <= size:
        parts.append(text(words, x + 5, y + 19, 11, fill=COLOURS["surface"]))
    elif end + wide + 6 <= days.right:
        parts.append(text(words, end + 5, y + 19, 11))
    else:
        parts.append(text(words, x - 5, y + 19, 11, text_anchor="end"))
    return titled(f"{one.name} {words}", *parts)


def _days(one: Span) -> str:
    return f"{one.begins_on.month}月{one.begins_on.day}日至{one.ends_on.month}月{one.ends_on.day}日"


def _months(days: Days, height: float) -> Iterator[str]:
    """Yield a tick at the beginning of each month, of every second and so on where many."""
    firsts = []
    day = days.first.replace(day=1)
    while day <= days.last:
        firsts.append(day)
        day = (day + dt.timedelta(days=32)).replace(day=1)
    step = len(firsts) // (_MOST_TICKS + 1) + 1
    shown, year = firsts[::step], 0
    for number, first in enumerate(shown):
        x = days.x(first)
        words = f"{first.month}月" if first.year == year else f"{first.year}年{first.month}月"
        after = days.x(shown[number + 1]) if number + 1 < len(shown) else days.right
        yield tag("line", x1=x, x2=x, y1=_TOP - 4, y2=height - _BOTTOM, stroke=COLOURS["line"])
        if x + text_width(words, 11) + 4 <= after:
            year = first.year
            yield text(words, x + 3, 12, 11, fill=COLOURS["ink-3"])


def _today(x: float, height: float) -> Iterator[str]:
    look = {"stroke": COLOURS["brand"], "stroke_dasharray": "3 3"}
    yield tag("line", x1=x, x2=x, y1=_TOP, y2=height - _BOTTOM + 4, **look)
    yield text("今天", x, height - 5, 11, text_anchor="middle", fill=COLOURS["brand"])
