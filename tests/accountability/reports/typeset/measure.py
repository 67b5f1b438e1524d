"""Measures a finished PDF: where each character stands, in which font, on which page."""

import ctypes
from dataclasses import dataclass
from itertools import groupby

import pypdfium2
from pypdfium2 import raw


@dataclass(frozen=True)
class Char:
    """A character. Units: points from the left and from the head of the page."""

    text: str
    x: float
    base: float
    right: float
    font: str
    size: float
    ink: tuple[float, float, float, float]


@dataclass(frozen=True)
class Row:
    """Characters on one base line, left to right."""

    chars: tuple[Char, ...]

    @property
    def text(self) -> str:
        text = "".join(char.text for char in self.chars)
        return text.encode("utf-16", "surrogatepass").decode("utf-16")

    @property
    def base(self) -> float:
        return self.chars[0].base

    @property
    def left(self) -> float:
        return self.chars[0].x

    @property
    def right(self) -> float:
        return max(char.right for char in self.chars)


def pages(pdf: bytes) -> list[list[Row]]:
    """Give the rows of every page, head to foot."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_rows(document[number]) for number in range(len(document))]
    finally:
        document.close()


def page(pdf: bytes, number: int) -> list[Row]:
    """Give the rows of one page, counted from 0."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return _rows(document[number])
    finally:
        document.close()


def texts(pdf: bytes) -> list[str]:
    """Give the text of every page, row by row."""
    return ["\n".join(row.text for row in page) for page in pages(pdf)]


def _rows(page: pypdfium2.PdfPage) -> list[Row]:
    height = page.get_height()
    textpage = page.get_textpage()
    chars = [_char(textpage, index, height) for index in range(textpage.count_chars())]
    textpage.close()
    page.close()
    real = [char for char in chars if char.text.strip() and char.size > 1]
    real.sort(key=lambda char: (round(char.base * 2), char.x))
    return [Row(tuple(group)) for _, group in groupby(real, key=lambda c: round(c.base * 2))]


def _char(textpage: pypdfium2.PdfTextPage, index: int, height: float) -> Char:
    """Measure a character; a hyphen at the end of a line is reported as a control."""
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(textpage, index, x, y)
    left, foot, right, head = textpage.get_charbox(index)
    _, _, wide, _ = textpage.get_charbox(index, loose=True)
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(textpage, index, name, 128, ctypes.c_int())
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage, index, matrix)
    size = raw.FPDFText_GetFontSize(textpage, index) * abs(matrix.d or matrix.b)
    return Char(
        text=chr(raw.FPDFText_GetUnicode(textpage, index)).replace("\x02", "-"),
        x=x.value,
        base=height - y.value,
        right=wide,
        font=name.value.decode().partition("+")[2],
        size=round(size, 2),
        ink=(left, height - head, right, height - foot),
    )
