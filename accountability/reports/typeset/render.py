"""From a document to its PDF; the same document and fonts give the same bytes."""

import gc
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accountability.reports.typeset import annex, markup, tails, wash
from accountability.reports.typeset.model import Attachment, Block, Document, Table
from accountability.reports.typeset.sheets import Sheets

if TYPE_CHECKING:
    from accountability.reports.typeset.flow import Flow


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF; `borrowed` are the characters its face lacked and the fallback drew."""

    pdf: bytes
    pages: int
    sha256: str
    borrowed: str = ""


class PangoMissingError(RuntimeError):
    """The system libraries WeasyPrint draws text with are not installed."""


BODY_ROWS = 300  # of a table in the body, which WeasyPrint sets


class LongTableError(ValueError):
    """A table of the body is too long; it belongs into an attachment."""


def render(document: Document) -> Rendered:
    """Set the document.

    Raises: MissingGlyphError, TooLongError, LongTableError, RowTooTallError, PangoMissingError.
    """
    with _collector_off():
        document = wash.washed(document)
        borrowed = wash.check(document)
        _check_body(document)
        pdf, pages = _assemble(document)
    return Rendered(pdf, pages, hashlib.sha256(pdf).hexdigest(), borrowed)


@contextmanager
def _collector_off() -> Iterator[None]:
    """Keep the collector off while millions of boxes are made, and run it once after."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        gc.collect()


def _check_body(document: Document) -> None:
    for block in document.blocks:
        if isinstance(block, Table) and len(block.rows) > BODY_ROWS:
            raise LongTableError(
                f"正文中的表格有{len(block.rows)}行，超过{BODY_ROWS}行，文件没有生成。请改作附件。"
            )


def _assemble(document: Document) -> tuple[bytes, int]:
    sheets = Sheets()
    html = markup.body_html(document)
    free = 0.0
    for index, attachment in enumerate(document.attachments):
        name = f"附件{index + 1}" if len(document.attachments) > 1 else "附件"
        for part, table, titled in _segments(attachment):
            if table is None:
                html += markup.attachment_html(name, part, titled=titled)
                continue
            if html:
                sheets.add_flow(_flow(html, document).pdf)
                html = ""
            drawn = annex.draw(sheets.fonts, name, part, table, titled=titled)
            sheets.add_drawn(drawn, landscape=part.landscape)
    if html:
        last = _flow(html, document)
        sheets.add_flow(last.pdf)
        free = last.free
    _add_tail(document, sheets, free)
    out = io.BytesIO()
    sheets.save(out, document)
    return out.getvalue(), len(sheets)


def _flow(html: str, document: Document) -> "Flow":
    try:
        from accountability.reports.typeset.flow import flow  # noqa: PLC0415 - needs Pango
    except OSError as error:
        raise PangoMissingError(
            "PDF 导出不可用：缺少系统库 Pango。请管理员安装：apt-get install -y "
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        ) from error
    return flow(markup.page_html(html, document.title))


def _segments(attachment: Attachment) -> Iterator[tuple[Attachment, Table | None, bool]]:
    """Cut an attachment before and after each long table; the first part carries the title."""
    waiting: list[Block] = []
    titled = True
    for block in attachment.blocks:
        if not isinstance(block, Table) or len(block.rows) <= annex.LONG_TABLE:
            waiting.append(block)
            continue
        if waiting:
            yield replace(attachment, blocks=tuple(waiting)), None, titled
            waiting, titled = [], False
        yield attachment, block, titled
        titled = False
    if waiting or titled:
        yield replace(attachment, blocks=tuple(waiting)), None, titled


def _add_tail(document: Document, sheets: Sheets, free: float) -> None:
    """Put the foot on the last page; the 版记 stands on an even page, after a blank one if need be.

    A 版记 page behind a blank page has no number, nor has the blank page (GB/T 9704 7.5).
    """
    if not tails.has_tail(document):
        return
    html, height = tails.tail_html(document)
    pdf = _flow(html, document).pdf
    even = len(sheets) % 2 == 0
    fits = tails.fits(free, height)
    if fits and (even or not document.imprint):
        sheets.overlay(pdf)
        return
    blank = even and document.imprint is not None
    if blank:
        sheets.add_blank()
    sheets.add_flow(pdf, numbered=not blank)
