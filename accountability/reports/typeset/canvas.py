"""Drawing text and rules straight onto a PDF page."""

import pikepdf
from pikepdf import Pdf

from accountability.reports.typeset import embedding, faces
from accountability.reports.typeset.faces import FontFile
from accountability.reports.typeset.geometry import BOTTOM, LEFT, PAGE_HEIGHT, TOP
from accountability.reports.typeset.model import Face

ASCENT = 0.88  # of the size: from the head of a line of type to its base line

# Origin at the head of the text area, x to the right, y upwards: so y is negative on the page.
UPRIGHT = f"1 0 0 1 {LEFT:.3f} {PAGE_HEIGHT - TOP:.3f} cm"
SIDEWAYS = f"0 1 -1 0 {LEFT:.3f} {BOTTOM:.3f} cm"  # head of the table at the left edge


class FontBook:
    """The fonts of one PDF; knows which characters of each were drawn."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self._used: dict[FontFile, dict[int, str]] = {}
        self._names: dict[FontFile, str] = {}
        self._spelled: dict[tuple[Face, str], tuple[str, str]] = {}

    def spell(self, text: str, face: Face) -> list[tuple[str, str]]:
        """Give the text as (font name, hexadecimal codes), one entry a change of font."""
        found: list[tuple[str, str]] = []
        for char in text:
            name, code = self._spelled.get((face, char)) or self._spell(face, char)
            if found and found[-1][0] == name:
                found[-1] = (name, found[-1][1] + code)
            else:
                found.append((name, code))
        return found

    def _spell(self, face: Face, char: str) -> tuple[str, str]:
        file = faces.file_of(char, face)
        if file is None:
            raise faces.MissingGlyphError(faces.missing_message(char, ""))
        code = embedding.code_of(file, char)
        self._used.setdefault(file, {})[code] = char
        name = self._names.setdefault(file, f"/Own{len(self._names)}")
        self._spelled[face, char] = (name, f"{code:04x}")
        return self._spelled[face, char]

    def embed(self) -> dict[str, pikepdf.Object]:
        """Embed what was drawn; give the font objects by name."""
        return {
            name: embedding.embed(self.pdf, file, self._used[file])
            for file, name in self._names.items()
        }


class Canvas:
    """The content of one page, written operator by operator."""

    def __init__(self, fonts: FontBook) -> None:
        self._fonts = fonts
        self._parts: list[str] = []

    def text(self, x: float, y: float, text: str, face: Face, size: float) -> None:
        """Draw text with its base line at y.

        Units: points.
        """
        pieces = self._fonts.spell(text, face)
        if not pieces:
            return
        shown = " ".join(f"{name} {size:g} Tf <{codes}> Tj" for name, codes in pieces)
        self._parts.append(f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm {shown} ET")

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Draw a rule."""
        self._parts.append(f"{x1:.3f} {y1:.3f} m {x2:.3f} {y2:.3f} l S")

    def operator(self, text: str) -> None:
        """Write any other operator."""
        self._parts.append(text)

    def content(self) -> bytes:
        """Give what was drawn, closed in itself."""
        return "\n".join(("q", *self._parts, "Q")).encode("ascii")
