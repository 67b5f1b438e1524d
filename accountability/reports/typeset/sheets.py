"""The sheets of one PDF: collected from both painters, numbered, marked, written reproducibly."""

import datetime as dt
import io
from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from accountability.reports.typeset import faces
from accountability.reports.typeset.canvas import Canvas, FontBook
from accountability.reports.typeset.geometry import (
    BOTTOM,
    FOURTH,
    LEFT,
    NUMBER_DROP,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
)
from accountability.reports.typeset.model import Document, Face

_DASH = 0.38  # of the size: height of the dash above the base line
_MARK_SIZE = 9.0
_MARK_TOP = 14 * 72 / 25.4
_FORBIDDEN = {"/EmbeddedFile", "/EmbeddedFiles", "/JavaScript", "/JS", "/URI", "/Launch"}
_FORBIDDEN |= {"/OpenAction", "/AA", "/SubmitForm", "/ImportData", "/GoToR", "/RichMedia"}


class ActiveContentError(RuntimeError):
    """The finished PDF holds something that acts; it is never handed out."""


class Sheets:
    """The pages of one PDF in the making."""

    def __init__(self) -> None:
        self._pdf = Pdf.new()
        self.fonts = FontBook(self._pdf)
        self._numbered: list[bool] = []

    def __len__(self) -> int:
        return len(self._pdf.pages)

    def add_flow(self, pdf: bytes, *, numbered: bool = True) -> None:
        """Take over the pages WeasyPrint set; landscape pages are laid sideways on a sheet."""
        with Pdf.open(io.BytesIO(pdf)) as source:
            for page in source.pages:
                self._pdf.pages.append(page)
                self._settle(self._pdf.pages[-1])
                self._numbered.append(numbered)

    def _settle(self, page: pikepdf.Page) -> None:
        _, _, width, height = (float(edge) for edge in page.mediabox)
        opening = b"q\n"
        if width > height:
            opening = b"q 0 1 -1 0 %.3f 0 cm\n" % PAGE_WIDTH
            page.obj.Rotate = 90
        page.obj.MediaBox = _box()
        for key in ("/TrimBox", "/BleedBox"):
            if key in page.obj:
                del page.obj[key]
        page.contents_add(opening, prepend=True)
        page.contents_add(b"\nQ\n")

    def add_drawn(self, contents: Iterable[bytes], *, landscape: bool) -> None:
        """Take pages drawn on the canvas."""
        for content in contents:
            self._add(content, numbered=True)
            if landscape:
                self._pdf.pages[-1].obj.Rotate = 90

    def add_blank(self) -> None:
        """Add an empty page without a number."""
        self._add(b"", numbered=False)

    def _add(self, content: bytes, *, numbered: bool) -> None:
        page = Dictionary(
            Type=Name.Page,
            MediaBox=_box(),
            Resources=Dictionary(Font=Dictionary()),
            Contents=self._pdf.make_stream(content),
        )
        self._pdf.pages.append(pikepdf.Page(self._pdf.make_indirect(page)))
        self._numbered.append(numbered)

    def overlay(self, pdf: bytes) -> None:
        """Lay a page over the last one."""
        with Pdf.open(io.BytesIO(pdf)) as source:
            form = self._pdf.copy_foreign(source.pages[0].as_form_xobject())
        page = self._pdf.pages[-1]
        if "/XObject" not in page.obj.Resources:
            page.obj.Resources.XObject = Dictionary()
        page.obj.Resources.XObject["/Tail"] = form
        page.contents_add(b"q /Tail Do Q\n")

    def save(self, out: io.BytesIO, document: Document) -> None:
        """Write the numbered and marked pages; nothing in the file depends on the clock.

        Raises: ActiveContentError.
        """
        self._stamp(document.mark)
        self._pdf.Root.Lang = String("zh-CN")
        self._pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        info = self._pdf.docinfo
        info["/Title"] = String(document.title.replace("\n", ""))
        info["/Producer"] = String("accountability.reports.typeset")
        made = _made_at(document)
        if made:
            info["/CreationDate"] = String(made.strftime("D:%Y%m%d%H%M%S"))
        _refuse_active(self._pdf)
        self._pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )

    def _stamp(self, mark: str) -> None:
        for index, numbered in enumerate(self._numbered):
            canvas = Canvas(self.fonts)
            if numbered:
                _number(canvas, index + 1)
            if mark:
                left = PAGE_WIDTH - RIGHT - faces.width(mark, Face.HEI) * _MARK_SIZE
                canvas.text(left, PAGE_HEIGHT - _MARK_TOP, mark, Face.HEI, _MARK_SIZE)
            self._pdf.pages[index].contents_add(canvas.content())
        fonts = self.fonts.embed()
        for page in self._pdf.pages:
            resources = page.obj.Resources
            if "/Font" not in resources:
                resources.Font = Dictionary()
            for name, font in fonts.items():
                resources.Font[name] = font


def _box() -> Array:
    return Array([0, 0, round(PAGE_WIDTH, 3), round(PAGE_HEIGHT, 3)])


def _number(canvas: Canvas, number: int) -> None:
    """Draw — 1 —: 4号宋体, odd right, even left, one character from the edge of the text."""
    text = f"— {number} —"
    base = BOTTOM - NUMBER_DROP - _DASH * FOURTH
    left = LEFT + FOURTH
    if number % 2:
        left = PAGE_WIDTH - RIGHT - FOURTH - faces.width(text, Face.SONG) * FOURTH
    canvas.text(left, base, text, Face.SONG, FOURTH)


def _made_at(document: Document) -> dt.datetime | None:
    if document.verification:
        return document.verification.generated_at
    if document.date:
        return dt.datetime.combine(document.date, dt.time())
    return None


def _refuse_active(pdf: Pdf) -> None:
    for item in pdf.objects:
        dictionary = item
        if isinstance(item, pikepdf.Stream):
            dictionary = item.stream_dict
        if isinstance(dictionary, pikepdf.Dictionary):
            found = _FORBIDDEN & set(dictionary.keys())
            kinds = {str(dictionary.get(key)) for key in ("/S", "/Type", "/Subtype")}
            if found or kinds & _FORBIDDEN:
                raise ActiveContentError(f"active content: {sorted(found | kinds)}")
