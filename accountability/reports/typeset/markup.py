"""From the document model to the HTML WeasyPrint sets; every text is escaped here and only here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape
from math import ceil

from accountability.reports.typeset import chinese, drawing, faces
from accountability.reports.typeset.geometry import (
    AREA_HEIGHT,
    AREA_WIDTH,
    BODY,
    CELL,
    MM,
    PITCH,
)
from accountability.reports.typeset.heads import head_html
from accountability.reports.typeset.lines import Line, Measure, set_lines
from accountability.reports.typeset.model import (
    Attachment,
    Block,
    Chart,
    Document,
    Face,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    Run,
    Space,
    Table,
    runs,
)
from accountability.reports.typeset.tables import AROUND, RULE, LaidRow, Layout, lay_out
from accountability.reports.typeset.wash import HEADING_FACES

BLANK = '<div class="line"></div>'
END = '<div id="end"></div>'
_KEPT = 2  # rows at the head of a table that never stand alone at the foot of a page
_WHOLE = 8  # lines; a table no higher is never cut by a page
_SEAL_LINES = 2  # room for the seal above a sealed signature


def spacing_css(spacing: float, size: float) -> str:
    """Letter spacing so that WeasyPrint draws the wanted one.

    It cuts the distance between two characters to whole thousandths of the size; aiming half a
    thousandth further keeps the error of a full line below a quarter of a point.
    """
    thousandths = spacing / size * 1000
    if abs(thousandths) < 0.25:  # noqa: PLR2004
        return ""
    aimed = thousandths + (0.5 if thousandths > 0 else -0.5)
    return f"letter-spacing:{aimed * size / 1000:.4f}pt"


def line_html(line: Line, face: Face = Face.FANG, size: float = BODY) -> str:
    """Write one line as one box; each piece names its one font file.

    Left to Pango, a change of font inside a piece loses half a letter spacing.
    """
    home = faces.primary(face)
    styles = [spacing_css(line.spacing, size)]
    if line.indent:
        styles.append(f"padding-left:{line.indent:.4f}pt")
    parts = [part for own, text in line.pieces for part in faces.split(text, own)]
    body = "".join(
        escape(text) if file == home else f'<span class="{file.style}">{escape(text)}</span>'
        for file, text in parts
    )
    style = ";".join(part for part in styles if part)
    style = f' style="{style}"' if style else ""
    return f'<div class="line {home.style}"{style}>{body}</div>'


def set_text(
    text: Inline, *, first: float = 2, indent: float = 0, face: Face = Face.FANG
) -> list[str]:
    """Set body text on the grid.

    Units: `first` and `indent` in cells.
    """
    measure = Measure(AREA_WIDTH, first * CELL, indent * CELL)
    return [
        line_html(line, face)
        for part in _split(runs(text))
        for line in set_lines(part, measure, face=face)
    ]


def _split(parts: Sequence[Run]) -> Iterator[list[Run]]:
    """Split runs at line breaks."""
    current: list[Run] = []
    for run in parts:
        first, *others = run.text.split("\n")
        current.append(replace(run, text=first))
        for text in others:
            yield current
            current = [replace(run, text=text)]
    yield current


def body_html(document: Document) -> str:
    """Write the document up to its signature."""
    head = head_html(document)
    parts = [
        head,
        *([BLANK] * 2 if head else []),
        title_html(document.title),
        BLANK,
        *_addressee(document),
        *blocks_html(document.blocks, AREA_WIDTH, "正文"),
        *_attachment_note(document),
        *_signature(document),
    ]
    return "".join(parts)


def page_html(body: str, title: str) -> str:
    """Wrap a body as a whole HTML page."""
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title></head><body>{body}{END}</body></html>"
    )


def title_html(title: str) -> str:
    """Write a title in lines of the right shape, kept with what follows."""
    lines = "".join(
        f'<div class="line heading">{escape(line)}</div>' for line in chinese.title_lines(title)
    )
    return f'<div class="keep">{lines}</div>'


def _addressee(document: Document) -> list[str]:
    if not document.addressee:
        return []
    return set_text(document.addressee.rstrip("：:") + "：", first=0)


def _attachment_note(document: Document) -> list[str]:
    """附件说明: names hang behind their numbers, no mark behind a name."""
    titles = [part.title.replace("\n", "") for part in document.attachments]
    if not titles:
        return []
    if len(titles) == 1:
        found = set_text("附件：" + titles[0], first=2, indent=5)
    else:
        found = []
        for number, title in enumerate(titles, start=1):
            lead = "附件：" if number == 1 else ""
            figure = f"{number}. "
            first = 2.0 if lead else 5.0
            hang = 5 + faces.width(figure, Face.FANG)
            found += set_text(f"{lead}{figure}{title}", first=first, indent=hang)
    return [f'<div class="near">{BLANK}{"".join(found)}</div>']


def _signature(document: Document) -> list[str]:
    if not document.signature and document.date is None:
        return []
    unit = document.signature
    day = chinese.date(document.date) if document.date else ""
    unit_indent, day_indent = _signature_indents(unit, day, sealed=document.sealed)
    blank = BLANK * (_SEAL_LINES if document.sealed else 1)
    lines = _from_right(unit, unit_indent) + _from_right(day, day_indent)
    note = "".join(set_text(f"（{document.note.strip('（）()')}）")) if document.note else ""
    return [f'<div class="near">{blank}{lines}{note}</div>']


def _signature_indents(unit: str, day: str, *, sealed: bool) -> tuple[float, float]:
    """Cells right of the unit and of the date.

    With a seal the date stands four cells from the edge and the unit is centred over it; without,
    the unit stands two cells from the edge and the date begins two cells right of its beginning.
    """
    wide, long = faces.width(unit, Face.FANG), faces.width(day, Face.FANG)
    if sealed:
        return max(0.0, 4 + (long - wide) / 2), 4.0
    if long > wide - 2:
        return 4 + long - wide, 2.0
    return 2.0, wide - long


def _from_right(text: str, indent: float) -> str:
    """Set a line so that it ends `indent` cells from the right edge."""
    if not text:
        return ""
    natural = faces.width(text, Face.FANG) * BODY
    spacing = CELL - BODY
    left = AREA_WIDTH - indent * CELL - natural - spacing * (len(text) - 1)
    return line_html(Line(((Face.FANG, text),), spacing, max(left, 0.0)))


def attachment_html(name: str, attachment: Attachment, *, titled: bool = True) -> str:
    """Write an attachment on its own pages: name on line 1, title on line 3."""
    width = AREA_HEIGHT if attachment.landscape else AREA_WIDTH
    parts = []
    if titled:
        parts = [
            f'<div class="line hei keep">{escape(name)}</div>',
            f'<div class="keep">{BLANK}</div>',
            title_html(attachment.title),
            f'<div class="keep">{BLANK}</div>',
        ]
    parts += blocks_html(attachment.blocks, width, name)
    kind = "page wide" if attachment.landscape else "page"
    return f'<div class="{kind}">{"".join(parts)}</div>'


def blocks_html(blocks: Iterable[Block], width: float, where: str) -> Iterator[str]:
    """Write blocks one below the other."""
    for block in blocks:
        if isinstance(block, Heading):
            lines = "".join(set_text(block.text, face=HEADING_FACES[block.level]))
            face = HEADING_FACES[block.level].name.lower()
            yield f'<div class="keep {face}">{lines}</div>'
        elif isinstance(block, Paragraph):
            yield f"<div>{''.join(set_text(block.text, first=2 if block.indent else 0))}</div>"
        elif isinstance(block, Table):
            yield table_html(block, width)
        elif isinstance(block, Chart):
            yield chart_html(block, width, where)
        elif isinstance(block, Space):
            yield BLANK * block.lines
        elif isinstance(block, PageBreak):
            yield '<div class="page"></div>'


def chart_html(chart: Chart, width: float, where: str) -> str:
    """Write a drawing with its caption, a whole number of lines high."""
    svg, height = drawing.embed(chart.svg, min(chart.width_mm * MM, width), f"{where}图")
    caption = f'<div class="over">{escape(chart.caption)}</div>' if chart.caption else ""
    total = ceil((height + (28 if caption else 8)) / PITCH) * PITCH - 0.01
    return f'<div class="chart" style="height:{total:.3f}pt">{svg}{caption}</div>'


def table_html(table: Table, width: float) -> str:
    """Write a table: caption and unit above, note below; a whole number of lines high."""
    room = AREA_WIDTH if width > AREA_WIDTH else AREA_HEIGHT
    layout = lay_out(table, width, room - 2 * PITCH)
    laid = list(layout.rows())
    cols = "".join(f'<col style="width:{part:.3f}pt">' for part in layout.widths)
    rows = "".join(_row_html(layout, row, keep=at < _KEPT) for at, row in enumerate(laid))
    over = f'<div class="over">{escape(table.caption)}</div>' if table.caption else ""
    unit = f'<div class="unit">{escape(table.unit)}</div>' if table.unit else ""
    note = _note_lines(table, width)
    total = sum(layout.head_heights) + sum(row.height for row in laid) + RULE
    total += layout.leading * (bool(over) + bool(unit) + len(note))
    spare = ceil((total + AROUND) / PITCH) * PITCH - total - 0.01
    style = (
        f"font-size:{table.size}pt;line-height:{layout.leading:.3f}pt;"
        f"padding:{AROUND / 2}pt 0 {spare - AROUND / 2:.3f}pt"
    )
    kind = "table whole" if total < _WHOLE * PITCH else "table"
    below = f'<div class="note">{"".join(note)}</div>' if note else ""
    return (
        f'<div class="{kind}" style="{style}">{over}{unit}<table><colgroup>{cols}</colgroup>'
        f"<thead>{_head_html(layout)}</thead><tbody>{rows}</tbody></table>{below}</div>"
    )


def _note_lines(table: Table, width: float) -> list[str]:
    """Set the note, flush where it fills a line."""
    measure = Measure(width, size=table.size, spacing=0)
    parts = _split([Run(table.note)]) if table.note else ()
    lines = (line for part in parts for line in set_lines(part, measure))
    return [line_html(line, size=table.size) for line in lines]


def _head_html(layout: Layout) -> str:
    rows = []
    for index, height in enumerate(layout.head_heights):
        cells = "".join(
            f'<th colspan="{cell.columns}" rowspan="{cell.rows}">{_lines(cell.lines)}</th>'
            for cell in layout.head
            if cell.row == index
        )
        rows.append(f'<tr style="height:{height:.3f}pt">{cells}</tr>')
    return "".join(rows)


def _row_html(layout: Layout, row: LaidRow, *, keep: bool) -> str:
    style = f'style="height:{row.height:.3f}pt"'
    if keep or row.band:
        style += ' class="keep"'
    if row.band:
        span = len(layout.widths)
        cell = f'<td class="band" colspan="{span}">{_lines(row.cells[0])}</td>'
        return f"<tr {style}>{cell}</tr>"
    cells = "".join(
        f'<td class="{column.align}">{_lines(cell)}</td>'
        for column, cell in zip(layout.table.columns, row.cells, strict=True)
    )
    return f"<tr {style}>{cells}</tr>"


def _lines(lines: Sequence[str]) -> str:
    return "<br>".join(escape(line) for line in lines)
