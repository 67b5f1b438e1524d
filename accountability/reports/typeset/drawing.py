"""A chart's SVG made safe to embed: known elements and attributes only, our own fonts."""

import re
from xml.etree import ElementTree as ET

from accountability.reports.typeset import faces
from accountability.reports.typeset.model import Face
from accountability.reports.typeset.wash import clean

LONGEST = 1_000_000  # characters of SVG
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
_ELEMENTS |= {"text", "tspan", "title", "desc"}
_ATTRIBUTES = {"viewBox", "width", "height", "preserveAspectRatio", "transform", "d", "points"}
_ATTRIBUTES |= {"x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry"}
_ATTRIBUTES |= {"fill", "fill-opacity", "fill-rule", "opacity", "stroke", "stroke-opacity"}
_ATTRIBUTES |= {"stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"}
_ATTRIBUTES |= {"font-size", "font-weight", "text-anchor"}
_DANGER = re.compile(r"url\s*\(|expression|javascript|@import|[<>\\]", re.IGNORECASE)


class UnsafeDrawingError(ValueError):
    """The SVG is not one of our charts."""


def embed(svg: str, width: float, where: str) -> tuple[str, float]:
    """Give the SVG to embed and its height at this width.

    Units: points.
    Raises: UnsafeDrawingError, MissingGlyphError.
    """
    root = _parse(svg)
    box = [float(part) for part in root.get("viewBox", "").replace(",", " ").split()]
    if len(box) != 4 or box[2] <= 0 or box[3] <= 0:  # noqa: PLR2004
        raise UnsafeDrawingError("SVG without a viewBox")
    copy = _copy(root, where)
    height = width * box[3] / box[2]
    copy.set("xmlns", _SVG[1:-1])
    copy.set("width", f"{width:.3f}pt")
    copy.set("height", f"{height:.3f}pt")
    copy.set("font-family", ", ".join(file.family for file in faces.stack(Face.HEI)))
    return ET.tostring(copy, encoding="unicode"), height


def _parse(svg: str) -> ET.Element:
    if len(svg) > LONGEST or "<!" in svg or "<?" in svg:
        raise UnsafeDrawingError("SVG with a declaration, or too long")
    try:
        root = ET.fromstring(svg)  # noqa: S314 - no DTD can get here
    except ET.ParseError as error:
        raise UnsafeDrawingError(str(error)) from error
    if root.tag != f"{_SVG}svg":
        raise UnsafeDrawingError("not an SVG")
    return root


def _copy(element: ET.Element, where: str) -> ET.Element:
    kept = {
        name: value
        for name, value in element.attrib.items()
        if name in _ATTRIBUTES and not _DANGER.search(value)
    }
    copy = ET.Element(element.tag.removeprefix(_SVG), kept)
    copy.text, copy.tail = _text(element.text, where), _text(element.tail, where)
    for child in element:
        if child.tag.removeprefix(_SVG) in _ELEMENTS:
            copy.append(_copy(child, where))
    return copy


def _text(text: str | None, where: str) -> str:
    cleaned = clean(text or "")
    for char in faces.missing(cleaned.replace("\n", ""), Face.HEI):
        raise faces.MissingGlyphError(faces.missing_message(char, where))
    return cleaned
