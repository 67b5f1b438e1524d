"""Which font draws what, and how the fonts of an organisation come first."""

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from accountability.reports.typeset import faces
from accountability.reports.typeset.model import (
    Attachment,
    Column,
    Document,
    Face,
    Paragraph,
    Table,
)
from accountability.reports.typeset.render import render
from tests.accountability.reports.typeset import measure

HAN = "督查村名单情况附件见。一12"
CACHED = (
    faces.installed,
    faces.stack,
    faces.files,
    faces.file_of,
    faces.primary,
    faces.advance,
    faces.advance_in,
)


def gbk() -> str:
    pairs = (bytes((high, low)) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF))
    text = "".join(pair.decode("gbk", "ignore") for pair in pairs)
    return "".join(char for char in text if char.isprintable() and char != "≒")


@pytest.mark.parametrize("face", list(Face))
def test_gbk_and_extension_a_are_complete(face):
    extension = "".join(chr(code) for code in range(0x3400, 0x4DB6))
    assert faces.missing(gbk() + extension, face) == ""


def test_the_fonts_are_not_too_heavy():
    assert sum(path.stat().st_size for path in faces.FOLDER.iterdir()) < 60_000_000


def test_every_font_has_its_licence_beside_it():
    names = {path.name for path in faces.FOLDER.iterdir()}
    assert {"COPYING-Fandol.txt", "OFL-Noto.txt", "SOURCES.md"} <= names
    sources = (faces.FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    assert all(name in sources for name in names if name.endswith(".otf"))


@pytest.mark.parametrize("name", sorted(path.name for path in faces.FOLDER.glob("*.otf")))
def test_every_font_may_be_embedded(name):
    with TTFont(faces.FOLDER / name) as font:
        assert font["OS/2"].fsType & 0x2 == 0


@pytest.fixture
def truetype(tmp_path, monkeypatch):
    """A small TrueType font of squares that calls itself 仿宋_GB2312, installed."""
    builder = FontBuilder(1000, isTTF=True)
    names = [".notdef", *(f"g{ord(char):x}" for char in HAN)]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): f"g{ord(char):x}" for char in HAN})
    builder.setupGlyf({name: _square() for name in names})
    widths = {name: (500 if name in ("g31", "g32") else 1000, 50) for name in names}
    builder.setupHorizontalMetrics(widths)
    builder.setupHorizontalHeader(ascent=859, descent=-141)
    builder.setupNameTable({"familyName": "仿宋_GB2312", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=859, sTypoDescender=-141, usWinAscent=859, usWinDescent=141)
    builder.setupPost()
    path = tmp_path / "office" / "simfang.ttf"
    path.parent.mkdir()
    builder.save(path)
    monkeypatch.setenv("PORTAL_FONT_DIR", str(path.parent))
    _forget()
    yield path
    monkeypatch.undo()
    _forget()


def _square():
    pen = TTGlyphPen(None)
    for x, y in ((50, 0), (50, 700), (450, 700), (450, 0)):
        (pen.moveTo if (x, y) == (50, 0) else pen.lineTo)((x, y))
    pen.closePath()
    return pen.glyph()


def _forget() -> None:
    from accountability.reports.typeset import embedding, flow

    for cached in (*CACHED, embedding.is_cid, embedding.code_of, flow._style):
        cached.cache_clear()


def test_an_installed_official_face_comes_first(truetype):
    assert faces.stack(Face.FANG)[0].path == truetype
    assert faces.stack(Face.KAI)[0].path.name == "FandolSong-Latin.otf"


def test_an_installed_truetype_face_is_used_by_both_painters(truetype):
    rows = tuple((f"村{'查' if number % 2 else '垚'}1",) for number in range(150))
    document = Document(
        "情况",
        (Paragraph("督查情况见附件12。" + "督" * 60),),
        attachments=(Attachment("名单", (Table((Column("村名"),), rows),)),),
    )
    one, two, *_ = measure.pages(render(document).pdf)
    body = next(row for row in one if row.text.startswith("督查情况"))
    assert {char.font for char in body.chars} == {"simfang"}
    cell = next(row for row in two if row.text == "村垚1")
    assert [char.font for char in cell.chars] == ["simfang", "NotoSerifCJKsc-Rest", "simfang"]
