"""Bars: against a target, by rank, by month, by stage."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.ui.charts.canvas import said, svg, tag, text, text_width, titled
from portal.ui.figures import MISSING, decimal_text
from portal.ui.palette import COLOURS, FILL, Grade


@dataclass(frozen=True)
class Scale:
    """The range a figure is drawn in, its unit and the line that is asked for."""

    low: float = 0
    high: float = 100
    unit: str = "%"
    target: float | None = None

    def share(self, value: float) -> float:
        """Return where `value` lies between low and high, from 0 to 1."""
        return max(0.0, min(1.0, (value - self.low) / ((self.high - self.low) or 1)))


PERCENT = Scale()


@dataclass(frozen=True)
class Bar:
    """One row of a ranking; a value of None is drawn as 未报."""

    name: str
    value: float | None
    grade: Grade = "none"


@dataclass(frozen=True)
class Column:
    """One month of a strip; a value of None is drawn as 未报."""

    label: str
    value: float | None
    grade: Grade = "none"


@dataclass(frozen=True)
class Stage:
    """One share of a whole, in the order in which the work passes through."""

    label: str
    count: int
    colour: str = COLOURS["slate"]


def bullet(
    value: float | None,
    *,
    scale: Scale = PERCENT,
    grade: Grade = "none",
    width: int = 160,
    label: str = "",
) -> str:
    """Draw a figure against its target tick."""
    marks = [tag("rect", x=0, y=3, width=width, height=4, rx=2, fill=COLOURS["track"])]
    if value is not None:
        size = width * scale.share(value)
        marks.append(tag("rect", x=0, y=3, width=size, height=4, rx=2, fill=FILL[grade]))
    said_all = label or f"当前 {_said(value, scale.unit)}"
    if scale.target is not None:
        at = min(width * scale.share(scale.target), width - 1) - 1
        marks.append(tag("rect", x=at, y=0, width=2, height=10, fill=COLOURS["ink"]))
        said_all += f"，目标 {_said(scale.target, scale.unit)}"
    return svg(width, 10, marks, label=said_all, stretch=True)


def hbar(
    rows: Sequence[Bar],
    *,
    scale: Scale = PERCENT,
    label: str = "排序图",
    width: int = 460,
    row_height: int = 24,
) -> str:
    """Draw a ranking, first row on top; green stays grey, so that colour means attention."""
    left = 12 + max([text_width(row.name, 12) for row in rows], default=40)
    right, top = 46, 4 if scale.target is None else 18
    height = top + row_height * len(rows) + 4
    room = width - left - right
    marks = []
    for i, row in enumerate(rows):
        y = top + i * row_height
        base = y + row_height * 0.68
        parts = [text(row.name, left - 8, base, 12, text_anchor="end")]
        if row.value is not None:
            size = {"width": room * scale.share(row.value), "height": row_height - 8}
            parts.append(tag("rect", x=left, y=y + 4, rx=1.5, fill=_bar_colour(row), **size))
        parts.append(_bar_number(row, width - 4, base))
        marks.append(titled(f"{row.name} {_said(row.value, scale.unit)}", *parts))
    if scale.target is not None:
        x = left + room * scale.share(scale.target)
        marks += _target(x, top, height, f"要求 {_said(scale.target, scale.unit)}")
    said_all = "；".join(f"{row.name} {_said(row.value, scale.unit)}" for row in rows)
    return svg(width, height, marks, label=f"{label}：{said_all}")


def _said(value: float | None, unit: str) -> str:
    return said(value) if value is None else f"{said(value)}{unit}"


def _bar_colour(row: Bar | Column) -> str:
    return FILL[row.grade] if row.grade in {"red", "yellow"} else COLOURS["slate-mid"]


def _bar_number(row: Bar, x: float, y: float) -> str:
    words = MISSING if row.value is None else decimal_text(row.value)
    look: dict[str, float | str] = {"fill": COLOURS["ink-3" if row.value is None else "ink"]}
    if row.grade == "red":
        look["font_weight"] = "bold"
    return text(words, x, y, 12, text_anchor="end", **look)


def _target(x: float, top: float, bottom: float, words: str) -> list[str]:
    line = {"stroke": COLOURS["ink"], "stroke_dasharray": "3 3"}
    return [
        tag("line", "", x1=x, x2=x, y1=top - 2, y2=bottom - 4, **line),
        text(words, x, top - 6, 11, text_anchor="middle"),
    ]


def columns(
    marks: Sequence[Column],
    *,
    scale: Scale,
    label: str = "各月情况",
    width: int = 460,
    height: int = 120,
) -> str:
    """Draw one column a month against the line that is asked for."""
    bottom, top = height - 34, 14
    step = width / max(1, len(marks))

    def y(value: float | None) -> float:
        return bottom - (bottom - top) * (0 if value is None else scale.share(value))

    drawn = [tag("line", x1=0, x2=width, y1=bottom, y2=bottom, stroke=COLOURS["line"])]
    for i, mark in enumerate(marks):
        middle, wide, level = step * (i + 0.5), min(step * 0.6, 32), y(mark.value)
        ink = COLOURS["ink-3" if mark.value is None else "ink"]
        box = {"x": middle - wide / 2, "y": level, "width": wide, "height": bottom - level}
        parts = [
            tag("rect", fill=_bar_colour(mark), **box) if mark.value is not None else "",
            text(said(mark.value), middle, height - 20, 12, text_anchor="middle", fill=ink),
            text(mark.label, middle, height - 5, 11, text_anchor="middle"),
        ]
        drawn.append(titled(f"{mark.label} {_said(mark.value, scale.unit)}", *parts))
    if scale.target is not None:
        look = {"stroke": COLOURS["ink"], "stroke_dasharray": "3 3"}
        at = y(scale.target)
        drawn.append(tag("line", "", x1=0, x2=width, y1=at, y2=at, **look))
        asked = f"{_said(scale.target, scale.unit)}线"
        drawn.append(text(asked, width, at - 4, 11, text_anchor="end"))
    said_all = "；".join(f"{mark.label} {_said(mark.value, scale.unit)}" for mark in marks)
    return svg(width, height, drawn, label=f"{label}：{said_all}")


def stages(shares: Sequence[Stage], *, width: int = 400, height: int = 12, of: str = "") -> str:
    """Draw one bar cut into the stages of the work."""
    total = sum(share.count for share in shares)
    marks, x = [], 0.0
    for share in shares:
        size = width * share.count / total if total else 0
        if size:
            box = tag("rect", x=x, y=0, width=max(size - 1, 1), height=height, fill=share.colour)
            marks.append(titled(f"{share.label} {share.count}", box))
        x += size
    if not total:
        marks.append(tag("rect", x=0, y=0, width=width, height=height, fill=COLOURS["track"]))
    words = "，".join(f"{share.label} {share.count}" for share in shares)
    return svg(width, height, marks, label=f"{of or f'共 {total}'}：{words}", stretch=True)


def swatch(colour: str, *, size: int = 9) -> str:
    """Draw the small square of a legend."""
    box = tag("rect", x=0, y=0, width=size, height=size, rx=2, fill=colour)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" '
        f'height="{size}" aria-hidden="true">{box}</svg>'
    )
