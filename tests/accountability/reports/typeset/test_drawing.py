"""A drawing keeps its marks and loses everything that could act or fetch."""

import pytest

from accountability.reports.typeset.drawing import UnsafeDrawingError, embed
from accountability.reports.typeset.faces import MissingGlyphError

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">'


def test_marks_and_text_stay():
    svg, height = embed(
        f'{OPEN}<rect x="1" y="2" width="3" height="4" fill="#fff"/></svg>', 300, "图1"
    )
    assert '<rect x="1" y="2" width="3" height="4" fill="#fff" />' in svg
    assert height == pytest.approx(150)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<image href="file:///etc/passwd"/>',
        '<a href="http://evil.example/"><text>点</text></a>',
        '<use href="#x"/>',
        "<style>@import url(http://evil.example/)</style>",
        "<foreignObject><p>x</p></foreignObject>",
        '<rect onload="x" style="fill:url(http://e/)" fill="url(http://evil.example/)"/>',
        '<text font-family="evil.example">点</text>',
    ],
)
def test_what_acts_or_fetches_is_dropped(inside):
    svg, _ = embed(f"{OPEN}{inside}</svg>", 300, "图1")
    assert not any(
        word in svg for word in ("evil", "passwd", "script", "onload", "@import", "href")
    )


@pytest.mark.parametrize(
    "svg",
    [
        "<!DOCTYPE svg [<!ENTITY a 'b'>]>" + OPEN + "</svg>",
        '<?xml-stylesheet href="x"?>' + OPEN + "</svg>",
        "<svg viewBox='0 0 1 1'></svg>",
        '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        OPEN,
        OPEN + " " * 1_000_000 + "</svg>",
    ],
)
def test_what_is_no_chart_of_ours_is_refused(svg):
    with pytest.raises(UnsafeDrawingError):
        embed(svg, 300, "图1")


def test_a_missing_glyph_in_a_drawing_is_named():
    with pytest.raises(MissingGlyphError, match="正文图中的“😀”"):
        embed(f"{OPEN}<text>\U0001f600</text></svg>", 300, "正文图")
