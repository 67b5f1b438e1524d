"""Charts as SVG text, one source for the page and the PDF.

What keeps Chromium 83 and WeasyPrint alike: presentation attributes only, the font named in the
picture, y offsets instead of dominant-baseline, no paint-order, no foreignObject, no clipping.
Every chart says its numbers in `aria-label`; every mark has a `<title>`.
"""

from portal.ui.charts.bars import (
    PERCENT,
    Bar,
    Column,
    Scale,
    Stage,
    bullet,
    columns,
    hbar,
    stages,
    swatch,
)
from portal.ui.charts.gantt import Span, gantt
from portal.ui.charts.lines import burndown, spark
from portal.ui.charts.strip import Attendance, month_strip
from portal.ui.charts.tiles import Tile, tilemap

__all__ = [
    "PERCENT",
    "Attendance",
    "Bar",
    "Column",
    "Scale",
    "Span",
    "Stage",
    "Tile",
    "bullet",
    "burndown",
    "columns",
    "gantt",
    "hbar",
    "month_strip",
    "spark",
    "stages",
    "swatch",
    "tilemap",
]
