"""Embedding a font in a PDF: the glyphs that were drawn and nothing else."""

import io
from functools import cache

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from accountability.reports.typeset import faces
from accountability.reports.typeset.faces import FontFile


@cache
def is_cid(file: FontFile) -> bool:
    """Say whether the outlines are a CID-keyed CFF, whose CIDs survive subsetting."""
    font = faces.opened(file)
    return "CFF " in font and hasattr(font["CFF "].cff.topDictIndex[0], "ROS")


@cache
def code_of(file: FontFile, char: str) -> int:
    """Give the CID of a character: its own in a CID-keyed font, the glyph's index elsewhere."""
    name = faces.cmap(file)[ord(char)]
    if is_cid(file):
        return int(name.removeprefix("cid"))
    index: int = faces.opened(file).getGlyphID(name)
    return index


def embed(pdf: Pdf, file: FontFile, used: dict[int, str]) -> pikepdf.Object:
    """Make the font object for the characters used, by their codes."""
    chars = dict(sorted(used.items()))
    tag = "".join(chr(65 + (sum(chars) >> shift) % 26) for shift in range(6))
    base = Name(f"/{tag}+{file.family.replace(' ', '-')}")
    truetype = "glyf" in faces.opened(file)
    child = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2 if truetype else Name.CIDFontType0,
        BaseFont=base,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(_descriptor(pdf, file, base, chars)),
        DW=1000,
        W=Array(_widths(file, chars)),
    )
    if truetype:
        child.CIDToGIDMap = Name.Identity
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=base,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(child)]),
            ToUnicode=pdf.make_indirect(Stream(pdf, _to_unicode(chars))),
        )
    )


def _descriptor(pdf: Pdf, file: FontFile, base: Name, chars: dict[int, str]) -> Dictionary:
    stream = Stream(pdf, _program(file, "".join(chars.values())))
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=base,
        Flags=4,
        FontBBox=Array([-200, -300, 1200, 1000]),
        ItalicAngle=0,
        Ascent=880,
        Descent=-120,
        CapHeight=733,
        StemV=80,
    )
    if "glyf" in faces.opened(file):
        stream.Length1 = len(stream.read_bytes())
        descriptor.FontFile2 = pdf.make_indirect(stream)
    else:
        stream.Subtype = Name.CIDFontType0C if is_cid(file) else Name.OpenType
        descriptor.FontFile3 = pdf.make_indirect(stream)
    return descriptor


def _widths(file: FontFile, chars: dict[int, str]) -> list[pikepdf.Object | int]:
    parts: list[pikepdf.Object | int] = []
    for code, char in chars.items():
        width = round(faces.advance_in(file, char) * 1000)
        if width != 1000:  # noqa: PLR2004 - the default width above
            parts += [code, Array([width])]
    return parts


def _program(file: FontFile, text: str) -> bytes:
    """Cut the font down; the bare CFF table where its own CIDs are the codes."""
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    options.retain_gids = not is_cid(file)
    options.desubroutinize = True
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "name"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    out = io.BytesIO()
    with TTFont(file.path, lazy=True, recalcTimestamp=False) as font:
        subsetter.subset(font)
        font.save(out)
    if not is_cid(file):
        return out.getvalue()
    with TTFont(io.BytesIO(out.getvalue())) as small:
        table: bytes = small.getTableData("CFF ")
    return table


def _to_unicode(chars: dict[int, str]) -> bytes:
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    entries = [f"<{code:04x}> <{char.encode('utf-16-be').hex()}>" for code, char in chars.items()]
    for start in range(0, len(entries), 100):
        batch = entries[start : start + 100]
        lines += [f"{len(batch)} beginbfchar", *batch, "endbfchar"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")
