"""A strip of months: days and nights done against what was asked, leave on top."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.ui.charts.canvas import said, svg, tag, text, titled
from portal.ui.figures import MISSING
from portal.ui.palette import COLOURS, FILL

_FOOT, _TOP = 52, 30
_KEYS = (("实驻", COLOURS["slate-mid"]), ("夜宿", COLOURS["slate"]), ("请假公差", COLOURS["track"]))


@dataclass(frozen=True)
class Attendance:
    """One month: what was asked and done, in days and nights; None is 未报."""

    label: str
    asked_days: int | None
    days: int | None
    asked_nights: int | None
    nights: int | None
    excused: int = 0
    is_met: bool | None = None

    @property
    def words(self) -> str:
        """Return the month in words."""
        met = {True: "达标", False: "未达标", None: ""}[self.is_met]
        leave = f"请假公差{self.excused}天" if self.excused else ""
        parts = (
            f"应驻{said(self.asked_days)}实驻{said(self.days)}天",
            f"夜宿{said(self.nights)}夜",
            leave,
            met,
        )
        return f"{self.label} {'，'.join(part for part in parts if part)}"


def month_strip(
    months: Sequence[Attendance], *, line: str, label: str, width: int = 640, height: int = 190
) -> str:
    """Draw two bars a month, days and nights, each against the tick of what was asked.

    `line` names the ticks (五天四夜线). Shapes: oldest first.
    """
    figures = [f for m in months for f in (m.asked_days, (m.days or 0) + m.excused) if f]
    most = max(figures, default=1)
    bottom, step = height - _FOOT, width / max(1, len(months))
    drawn = [*_legend(line), tag("line", x1=0, x2=width, y1=bottom, y2=bottom, stroke=_LINE)]
    for place, month in enumerate(months):
        frame = _Frame(step * (place + 0.5), min(step * 0.36, 20), bottom, (bottom - _TOP) / most)
        drawn.append(titled(month.words, *frame.bars(month), *frame.numbers(month)))
    told = "；".join(month.words for month in months) or MISSING
    return svg(width, height, drawn, label=f"{label}：{told}")


_LINE = COLOURS["line"]


def _legend(line: str) -> Iterator[str]:
    x = 0.0
    for words, colour in _KEYS:
        yield tag("rect", x=x, y=3, width=10, height=10, fill=colour)
        yield text(words, x + 14, 12, 11)
        x += 34 + 11 * len(words)
    yield tag("line", x1=x, x2=x + 16, y1=8, y2=8, stroke=COLOURS["ink"], stroke_width=2)
    yield text(line, x + 20, 12, 11)


@dataclass(frozen=True)
class _Frame:
    """Where a month is drawn: its middle, the width of a bar, the ground, points a day."""

    middle: float
    wide: float
    bottom: float
    unit: float

    def bars(self, month: Attendance) -> Iterator[str]:
        """Draw days with what excuses them, nights, and the ticks of what was asked."""
        days, nights = month.days or 0, month.nights or 0
        left = self.middle - self.wide - 1
        fill = FILL["yellow"] if month.is_met is False else COLOURS["slate-mid"]
        if month.excused:
            yield self._bar(left, days + month.excused, COLOURS["track"])
        if days:
            yield self._bar(left, days, fill)
        if nights:
            yield self._bar(self.middle + 1, nights, COLOURS["slate"])
        for x, asked in ((left, month.asked_days), (self.middle + 1, month.asked_nights)):
            if asked:
                y = self.bottom - asked * self.unit
                ends = {"x1": x - 1, "x2": x + self.wide + 1, "y1": y, "y2": y}
                yield tag("line", stroke=COLOURS["ink"], stroke_width=2, **ends)

    def _bar(self, x: float, value: int, colour: str) -> str:
        size = value * self.unit
        return tag("rect", x=x, y=self.bottom - size, width=self.wide, height=size, fill=colour)

    def numbers(self, month: Attendance) -> Iterator[str]:
        """Write days, nights and the month below."""
        if month.days is None:
            yield text(MISSING, self.middle, self.bottom + 16, 12, text_anchor="middle")
        else:
            look = {"fill": COLOURS["ink"]}
            done = f"{month.days}/{said(month.asked_days)}"
            yield text(done, self.middle, self.bottom + 16, 12, text_anchor="middle", **look)
            nights = f"夜{said(month.nights)}"
            yield text(nights, self.middle, self.bottom + 31, 11, text_anchor="middle")
        yield text(month.label, self.middle, self.bottom + 46, 11, text_anchor="middle")
