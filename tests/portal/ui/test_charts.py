"""The charts: their numbers are said, missing is not zero, and the PDF shows what the page shows."""

import doctest
import xml.etree.ElementTree as ET

import pypdfium2
import pytest
import weasyprint

from portal.ui import charts, figures, palette
from portal.ui.charts import Bar, Column, Scale, Stage, Tile, canvas

NAME = "{http://www.w3.org/2000/svg}"
CHARTS = {
    "spark": charts.spark([92.1, None, 94.6], grade="yellow", label="在岗率"),
    "bullet": charts.bullet(94.6, scale=Scale(80, 100, target=95), grade="yellow"),
    "hbar": charts.hbar(
        [Bar("申州市", 95.5, "green"), Bar("睢平市", None), Bar("嵩宁市", 87.8, "red")],
        scale=Scale(80, 100, target=95),
    ),
    "columns": charts.columns(
        [Column("1月", 22), Column("2月", None)], scale=Scale(0, 31, "天", 20)
    ),
    "burndown": charts.burndown(["1月", "2月", "3月"], [500, 300, 0], [520, 312], forecast=[104]),
    "stages": charts.stages([Stage("已接收", 44), Stage("未报", 0), Stage("退回", 1)]),
    "tilemap": charts.tilemap(
        [Tile("济北", 1, 2, "93.1", "green", "第3", ["green", "yellow", "red"])]
    ),
}


@pytest.mark.parametrize("drawing", CHARTS.values(), ids=list(CHARTS))
def test_chart_is_well_formed_and_speaks(drawing):
    root = ET.fromstring(drawing)
    assert root.get("role") == "img"
    assert root.get("aria-label")
    assert root.get("font-family") == canvas.FONT
    used = {attribute for node in root.iter() for attribute in node.attrib}
    assert used & {"style", "class", "id", "dominant-baseline", "paint-order", "clip-path"} == set()
    assert {node.tag for node in root.iter()} <= {
        NAME + tag for tag in ("svg", "g", "rect", "line", "path", "circle", "text", "title")
    }


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hbar", ["申州市", "95.5", "未报", "87.8", "要求 95%"]),
        ("columns", ["22", "未报", "20天线"]),
        ("burndown", ["实际", "倒排计划", "按当前进度推算", "312", "余 104", "1月"]),
        ("tilemap", ["济北", "93.1", "第3"]),
    ],
)
def test_pdf_shows_every_word_of_the_chart(name, words):
    pdf = weasyprint.HTML(string=f"<body>{CHARTS[name]}</body>").write_pdf()
    shown = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    squeezed = shown.replace(" ", "")
    assert [word for word in words if word.replace(" ", "") not in squeezed] == []


def test_missing_value_is_a_gap_and_never_zero():
    broken = charts.spark([1, 2, None, 4, 5])
    assert broken.count("<path") == 2
    assert "走势：1、2、未报、4、5" in broken
    assert "未报" in charts.spark([])
    assert "<rect" not in charts.hbar([Bar("睢平市", None)])
    assert "睢平市 未报" in charts.hbar([Bar("睢平市", None)])
    assert "当前 未报" in charts.bullet(None)


def test_marks_stay_inside_the_drawing():
    for value in (-50, 0, 50, 400):
        root = ET.fromstring(charts.bullet(value, scale=Scale(target=100)))
        for box in root.iter(NAME + "rect"):
            right = float(box.get("x", 0)) + float(box.get("width", 0))
            assert float(box.get("x", 0)) >= 0
            assert right <= 160


def test_equal_values_and_single_points_are_drawn():
    assert "<circle" in charts.spark([5])
    assert "<path" in charts.spark([5, 5, 5])
    assert "尚无实际数据" in charts.burndown(["1月"], [5], [])
    assert 'aria-label="共 0：已接收 0"' in charts.stages([Stage("已接收", 0)])


def test_words_are_escaped():
    drawing = charts.hbar([Bar('<b>"县&', 1)], label="<i>")
    assert "<b>" not in drawing
    assert "<i>" not in drawing
    ET.fromstring(drawing)


def test_scale_has_at_most_seven_lines():
    for top in (1, 9, 37, 312, 688, 5400, 46000):
        drawing = charts.burndown(["1月", "2月"], [top, 0], [top])
        assert 2 <= drawing.count("<line") - 2 <= 8


def test_grades_have_a_word_and_a_colour():
    assert set(palette.GRADE_WORDS) == set(palette.FILL) == set(palette.TINT)


@pytest.mark.parametrize("module", [figures, canvas])
def test_examples_in_docstrings_hold(module):
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed
