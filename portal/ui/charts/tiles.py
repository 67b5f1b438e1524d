"""The tile map: one square a city, one dot a poor county. No boundary is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.ui.charts.canvas import svg, tag, text, titled
from portal.ui.figures import MISSING
from portal.ui.palette import COLOURS, FILL, GRADE_WORDS, TINT, Grade

_DOT, _DOT_STEP = 8, 12


@dataclass(frozen=True)
class Tile:
    """One city: its place (counted from 1), its value as written, its counties as dots."""

    name: str
    row: int
    column: int
    value: str
    grade: Grade = "none"
    rank: str = ""
    dots: Sequence[Grade] = field(default=())


def tilemap(
    tiles: Sequence[Tile],
    *,
    width: int = 620,
    across: int = 6,
    tile_height: int = 64,
    space: int = 5,
    label: str = "各市态势格子图",
) -> str:
    """Draw the twin of the page's tile grid for PDF and export."""
    tile_width = (width - space * (across - 1)) / across
    rows = max([tile.row for tile in tiles], default=1)
    marks = []
    for tile in tiles:
        x = (tile.column - 1) * (tile_width + space)
        y = (tile.row - 1) * (tile_height + space)
        marks.append(titled(_said(tile), *_tile(tile, x, y, tile_width, tile_height)))
    said_all = "；".join(_said(tile) for tile in tiles)
    height = rows * tile_height + (rows - 1) * space
    return svg(width, height, marks, label=f"{label}（方位示意，非行政区划图）：{said_all}")


def _said(tile: Tile) -> str:
    words = f"{tile.name} {tile.value or MISSING}"
    if tile.grade != "none":
        words += f"（{GRADE_WORDS[tile.grade]}）"
    return words


def _tile(tile: Tile, x: float, y: float, width: float, height: float) -> list[str]:
    edge = FILL[tile.grade] if tile.grade != "none" else COLOURS["slate-mid"]
    frame = {"fill": TINT[tile.grade], "stroke": edge, "stroke_opacity": ".35"}
    rank = {"text_anchor": "end", "fill": COLOURS["ink-2"]}
    strong = {"font_weight": "bold", "fill": COLOURS["ink" if tile.value else "ink-3"]}
    return [
        tag("rect", x=x, y=y, width=width, height=height, **frame),
        tag("rect", x=x, y=y, width=width, height=3, fill=edge),
        text(tile.name, x + 7, y + 19, 13, fill=COLOURS["ink"]),
        *([text(tile.rank, x + width - 6, y + 19, 10.5, **rank)] if tile.rank else []),
        text(tile.value or MISSING, x + 7, y + 41, 19, **strong),
        *(_dot(grade, x + 7 + i * _DOT_STEP, y + height - 14) for i, grade in enumerate(tile.dots)),
    ]


def _dot(grade: Grade, x: float, y: float) -> str:
    """Draw one county: solid red, half yellow, hollow green."""
    fill = FILL[grade] if grade == "red" else COLOURS["surface"]
    box = tag("rect", x=x, y=y, width=_DOT, height=_DOT, fill=fill, stroke=FILL[grade])
    if grade != "yellow":
        return box
    half = f"M{x:.1f} {y:.1f}h{_DOT}l-{_DOT} {_DOT}z"
    return box + tag("path", d=half, fill=FILL["yellow"])
