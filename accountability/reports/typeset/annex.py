"""A long table drawn on the canvas: the same geometry as WeasyPrint's, a fraction of the time."""

from collections.abc import Iterator
from itertools import accumulate

from accountability.reports.typeset import chinese, faces
from accountability.reports.typeset.canvas import ASCENT, SIDEWAYS, UPRIGHT, Canvas, FontBook
from accountability.reports.typeset.geometry import AREA_HEIGHT, AREA_WIDTH, BODY, PITCH, TITLE
from accountability.reports.typeset.lines import Measure, set_lines
from accountability.reports.typeset.model import Align, Attachment, Face, Run, Table
from accountability.reports.typeset.tables import (
    AROUND,
    CELL_FACE,
    HEAD_FACE,
    PADDING,
    RULE,
    LaidRow,
    lay_out,
)

LONG_TABLE = 100  # rows of an attachment; beyond that the canvas draws

Lines = tuple[str, ...]
Box = tuple[float, float, float, float]  # left, right, head, foot


def draw(
    fonts: FontBook, name: str, attachment: Attachment, table: Table, *, titled: bool
) -> Iterator[bytes]:
    """Draw a long table; one page's content after the other."""
    painter = _Painter(fonts, table, landscape=attachment.landscape)
    if titled:
        painter.title(name, attachment.title)
    painter.over()
    painter.head()
    for row in painter.layout.rows():
        if not painter.has_room(row):
            yield painter.turn()
        painter.row(row)
    yield from painter.end()


class _Painter:
    def __init__(self, fonts: FontBook, table: Table, *, landscape: bool) -> None:
        self.fonts = fonts
        self.width = AREA_HEIGHT if landscape else AREA_WIDTH
        self.depth = AREA_WIDTH if landscape else AREA_HEIGHT
        self.turned = SIDEWAYS if landscape else UPRIGHT
        self.table = table
        self.layout = lay_out(table, self.width, self.depth - 2 * PITCH)
        self.edges = list(accumulate(self.layout.widths, initial=0.0))
        self.y = 0.0
        self.top = 0.0
        self.bands: list[tuple[float, float]] = []
        self.canvas = self.fresh()

    def fresh(self) -> Canvas:
        canvas = Canvas(self.fonts)
        canvas.operator(f"{self.turned} {RULE} w")
        return canvas

    def title(self, name: str, title: str) -> None:
        self.canvas.text(0, -ASCENT * BODY, name, Face.HEI, BODY)
        self.y = -2 * PITCH
        for line in chinese.title_lines(title):
            left = (self.width - faces.width(line, Face.TITLE) * TITLE) / 2
            self.canvas.text(left, self.y - ASCENT * TITLE, line, Face.TITLE, TITLE)
            self.y -= PITCH
        self.y -= PITCH

    def over(self) -> None:
        size, leading = self.table.size, self.layout.leading
        self.y -= AROUND / 2
        for text, face in ((self.table.caption, HEAD_FACE), (self.table.unit, CELL_FACE)):
            if not text:
                continue
            room = self.width - faces.width(text, face) * size
            left = room / 2 if face is HEAD_FACE else room
            self.canvas.text(left, self.y - self.baseline(leading), text, face, size)
            self.y -= leading

    def baseline(self, leading: float) -> float:
        """Drop from the head of a line of a cell to its base line."""
        return (leading - self.table.size) / 2 + ASCENT * self.table.size

    def head(self) -> None:
        self.top = self.y
        heights = self.layout.head_heights
        drops = list(accumulate(heights, initial=0.0))
        for cell in self.layout.head:
            left, right = self.edges[cell.column], self.edges[cell.column + cell.columns]
            top = self.y - drops[cell.row]
            foot = self.y - drops[cell.row + cell.rows]
            self.cell(cell.lines, (left, right, top, foot), HEAD_FACE, Align.CENTER)
            self.canvas.operator(f"{left:.3f} {foot:.3f} {right - left:.3f} {top - foot:.3f} re S")
        self.y -= drops[-1]
        self.top = self.y

    def has_room(self, row: LaidRow) -> bool:
        """Say whether the row fits; a band never stands alone at the foot."""
        needed = row.height * 2 if row.band else row.height
        return self.y - needed > -self.depth

    def row(self, row: LaidRow) -> None:
        foot = self.y - row.height
        if row.band:
            self.cell(row.cells[0], (0, self.width, self.y, foot), HEAD_FACE, Align.LEFT)
            self.bands.append((self.y, foot))
        else:
            for index, lines in enumerate(row.cells):
                align = self.table.columns[index].align
                box = (self.edges[index], self.edges[index + 1], self.y, foot)
                self.cell(lines, box, CELL_FACE, align)
        self.canvas.line(0, foot, self.width, foot)
        self.y = foot

    def cell(self, lines: Lines, box: Box, face: Face, align: Align) -> None:
        left, right, top, foot = box
        size, leading = self.table.size, self.layout.leading
        y = top - (top - foot - len(lines) * leading) / 2 - self.baseline(leading)
        for line in lines:
            spare = right - left - 2 * PADDING - faces.width(line, face) * size
            share = {Align.LEFT: 0.0, Align.CENTER: 0.5, Align.RIGHT: 1.0}[align]
            self.canvas.text(left + PADDING + spare * share, y, line, face, size)
            y -= leading

    def close(self) -> bytes:
        """Draw the upright rules of the page; those between columns stop at a band."""
        stops = [self.top, *(y for band in self.bands for y in band), self.y]
        for x in self.edges:
            outer = x in (self.edges[0], self.edges[-1])
            spans = [(self.top, self.y)] if outer else zip(stops[::2], stops[1::2], strict=True)
            for start, stop in spans:
                if start > stop:
                    self.canvas.line(x, start, x, stop)
        self.bands = []
        return self.canvas.content()

    def turn(self) -> bytes:
        content = self.close()
        self.canvas, self.y = self.fresh(), 0.0
        self.head()
        return content

    def end(self) -> Iterator[bytes]:
        if not self.table.note:
            yield self.close()
            return
        size, leading = self.table.size, self.layout.leading
        measure = Measure(self.width, size=size, spacing=0)
        lines = set_lines([Run(self.table.note)], measure)
        if self.y - len(lines) * leading < -self.depth:
            yield self.turn()
        content_foot = self.y
        for line in lines:
            self.canvas.operator(f"{line.spacing:.4f} Tc")
            self.canvas.text(0, self.y - self.baseline(leading), line.text, CELL_FACE, size)
            self.y -= leading
        self.y = content_foot
        yield self.close()
