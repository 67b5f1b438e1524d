"""Lines over time: the spark beside a figure and the burn-down against a plan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from portal.ui.charts.canvas import path, said, svg, tag, text, titled
from portal.ui.palette import COLOURS, FILL, Grade

Point = tuple[float, float]


def spark(
    values: Sequence[float | None],
    *,
    grade: Grade = "none",
    width: int = 72,
    height: int = 24,
    label: str = "走势",
) -> str:
    """Draw the course of a figure; a missing period leaves a gap, never a zero.

    Shapes: oldest first.
    """
    known = [value for value in values if value is not None]
    said_all = f"{label}：{'、'.join(said(value) for value in values) or said(None)}"
    if not known:
        return svg(width, height, [], label=said_all)
    low, spread = min(known), (max(known) - min(known)) or 1
    step = (width - 8) / max(1, len(values) - 1)
    points = [
        None if value is None else (2 + i * step, 3 + (height - 6) * (1 - (value - low) / spread))
        for i, value in enumerate(values)
    ]
    marks = [
        path(run, stroke=COLOURS["slate-mid"], stroke_width=1.5, stroke_linejoin="round")
        for run in _runs(points)
        if len(run) > 1
    ]
    last = points[-1]
    if last is not None:
        marks.append(tag("circle", cx=last[0], cy=last[1], r=2.6, fill=FILL[grade]))
    return svg(width, height, marks, label=said_all)


def _runs(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    for present, run in groupby(points, key=lambda point: point is not None):
        if present:
            yield [point for point in run if point is not None]


def burndown(
    labels: Sequence[str],
    plan: Sequence[float],
    actual: Sequence[float],
    *,
    forecast: Sequence[float] = (),
    width: int = 560,
    height: int = 220,
    unit: str = "个",
) -> str:
    """Draw what is left against the plan, and where the present pace leads.

    Shapes: `plan` as long as `labels`; `actual` its beginning; `forecast` goes on from there.
    """
    frame = _Frame(width, height, len(labels), _scale([*plan, *actual, *forecast]))
    marks = [*frame.rules(), *frame.names(labels), path(frame.line(plan), **_LOOKS["倒排计划"])]
    if actual:
        marks.append(path(frame.line(actual), **_LOOKS["实际"]))
    if actual and forecast:
        course = frame.line([actual[-1], *forecast], len(actual) - 1)
        marks += _forecast(course, forecast[-1])
    for i, (x, y) in enumerate(frame.line(actual)):
        size = 4 if i == len(actual) - 1 else 2.6
        hint = f"{labels[i]} 实际 {said(actual[i])}{unit}，计划 {said(plan[i])}{unit}"
        marks.append(titled(hint, tag("circle", cx=x, cy=y, r=size, fill=COLOURS["slate"])))
    if actual:
        x, y = frame.line(actual)[-1]
        marks.append(
            text(said(actual[-1]), x + 2, y - 9, 12, font_weight="bold", fill=COLOURS["ink"])
        )
    marks += _legend(_LEFT, [name for name in _LOOKS if forecast or name != "按当前进度推算"])
    return svg(width, height, marks, label=_burndown_label(labels, plan, actual, forecast, unit))


_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 54, 26, 28


@dataclass(frozen=True)
class _Frame:
    """The axes: how many points across, and the top and step of the scale."""

    width: int
    height: int
    points: int
    scale: tuple[int, int]

    def x(self, i: int) -> float:
        return _LEFT + (self.width - _LEFT - _RIGHT) * i / max(1, self.points - 1)

    def y(self, value: float) -> float:
        return _TOP + (self.height - _TOP - _BOTTOM) * (1 - value / self.scale[0])

    def line(self, values: Sequence[float], start: int = 0) -> list[Point]:
        return [(self.x(start + i), self.y(value)) for i, value in enumerate(values)]

    def rules(self) -> Iterator[str]:
        highest, step = self.scale
        grey = {"fill": COLOURS["ink-3"], "text_anchor": "end"}
        for level in range(0, highest + 1, step):
            y = self.y(level)
            ends = {"x1": _LEFT, "x2": self.width - _RIGHT, "y1": y, "y2": y}
            yield tag("line", stroke=COLOURS["line"], **ends)
            yield text(str(level), _LEFT - 8, y + 4, 11, **grey)

    def names(self, labels: Sequence[str]) -> Iterator[str]:
        grey = {"fill": COLOURS["ink-3"], "text_anchor": "middle"}
        for i, name in enumerate(labels):
            yield text(name, self.x(i), self.height - 8, 11, **grey)


_LOOKS: dict[str, dict[str, float | str]] = {
    "实际": {"stroke": COLOURS["slate"], "stroke_width": 2.5},
    "倒排计划": {"stroke": COLOURS["slate-mid"], "stroke_width": 2, "stroke_dasharray": "5 4"},
    "按当前进度推算": {"stroke": COLOURS["brand"], "stroke_width": 2, "stroke_dasharray": "2 4"},
}


def _scale(values: Sequence[float]) -> tuple[int, int]:
    """Return the top of the axis and the distance of its lines: about six of them."""
    highest = max([*values, 1])
    step = 1
    for size in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000):
        step = size
        if highest / size <= 7:  # noqa: PLR2004 - at most seven lines are readable
            break
    return ceil(highest / step) * step, step


def _forecast(line: Sequence[Point], left_over: float) -> list[str]:
    x, y = line[-1]
    brand = COLOURS["brand"]
    return [
        path(line, **_LOOKS["按当前进度推算"]),
        tag("circle", cx=x, cy=y, r=3.5, fill=brand),
        text(f"余 {said(left_over)}", x + 8, y + 4, 12, font_weight="bold", fill=brand),
    ]


def _legend(x: float, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield tag("line", x1=x, x2=x + 22, y1=10, y2=10, **_LOOKS[name])
        yield text(name, x + 28, 14, 11)
        x += 46 + 11 * len(name)


def _burndown_label(
    labels: Sequence[str],
    plan: Sequence[float],
    actual: Sequence[float],
    forecast: Sequence[float],
    unit: str,
) -> str:
    if not actual:
        return "倒排工期图，尚无实际数据"
    last = len(actual) - 1
    words = (
        f"倒排工期图，{labels[last]}实际 {said(actual[-1])}{unit}，计划 {said(plan[last])}{unit}"
    )
    if forecast:
        words += f"，按当前进度到{labels[-1]}余 {said(forecast[-1])}{unit}"
    return words
