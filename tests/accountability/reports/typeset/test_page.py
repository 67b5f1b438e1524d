"""The page of GB/T 9704, measured in the finished PDF."""

import io
from itertools import pairwise

import pypdfium2
import pytest
from PIL import ImageChops

from accountability.reports.typeset.geometry import (
    AREA_WIDTH,
    BOTTOM,
    CELL,
    LEFT,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    TOP,
)
from accountability.reports.typeset.lines import NO_END, NO_START
from accountability.reports.typeset.model import Document, Paragraph, Run
from accountability.reports.typeset.render import render
from tests.accountability.reports.typeset import measure

EDGE = LEFT + AREA_WIDTH
FLUSH = 0.5  # points


def body(page: list[measure.Row]) -> list[measure.Row]:
    """Rows of body text: 16 points, between the margins."""
    return [
        row for row in page if row.chars[0].size == 16 and TOP < row.base < PAGE_HEIGHT - BOTTOM
    ]


def test_a_page_has_22_lines(grid):
    assert [len(body(page)) for page in grid[1:3]] == [22, 22]


def test_a_line_has_28_characters(grid):
    assert {len(row.text) for row in body(grid[1])} == {28}


def test_the_first_line_of_a_paragraph_is_indented_by_two(grid):
    first = body(grid[0])[0]
    assert len(first.text) == 26
    assert first.left - LEFT == pytest.approx(2 * CELL, abs=0.1)


def test_lines_are_28_99_points_apart(grid):
    bases = [row.base for row in body(grid[1])]
    steps = [after - before for before, after in pairwise(bases)]
    assert steps == pytest.approx([28.99] * 21, abs=0.05)


def test_characters_stand_on_cells_of_15_79_points(grid):
    row = body(grid[1])[5]
    steps = [after.x - before.x for before, after in pairwise(row.chars)]
    assert steps == pytest.approx([15.79] * 27, abs=0.05)


def test_the_first_base_line_is_the_same_on_every_page(grid):
    bases = {round(body(page)[0].base, 1) for page in grid[1:3]}
    assert bases == {round(TOP + 0.88 * 16, 1)}


def test_margins_are_those_of_the_standard(grid):
    chars = [char for row in body(grid[1]) for char in row.chars]
    lefts = [row.left for row in body(grid[1])]
    assert min(lefts) / MM == pytest.approx(28, abs=0.2)
    assert (PAGE_WIDTH - max(char.right for char in chars)) / MM == pytest.approx(26, abs=0.2)
    assert min(char.ink[1] for char in chars) / MM == pytest.approx(37, abs=1)
    assert (PAGE_HEIGHT - max(char.ink[3] for char in chars)) / MM > 34


def test_every_full_line_of_the_sample_ends_flush(pages):
    rows = [row for page in pages[:4] for row in body(page)]
    full = [row for row in rows if row.right > EDGE - 2]
    assert len(full) > 20
    assert all(abs(row.right - EDGE) < FLUSH for row in full)


MIXED = (
    "5月18日至22日，督查组抽查第一书记1305人，达标率94.6%（1234/1305），比4月提高0.8个百分点；"
    "其中垚峣镇、石磜村（含㙍头组）迟报，报送编号为ZZ-2020/0518，见http://portal.example/c/K7QM。"
    "“三会一课”记录——含补写的6份——一律退回……各级党委要逐项建立清单，明确时限、责任人！"
)


@pytest.mark.parametrize("start", range(0, 24, 3))
def test_mixed_text_ends_flush_wherever_it_breaks(start):
    text = (MIXED * 3)[start:]
    rows = body(measure.pages(render(Document("情况", (Paragraph(text),))).pdf)[0])
    assert "".join(row.text for row in rows) == text
    assert len(rows) > 12
    assert [row.right - EDGE for row in rows[:-1]] == pytest.approx(
        [0] * (len(rows) - 1), abs=FLUSH
    )
    assert all(row.text[0] not in NO_START for row in rows[1:])
    assert all(row.text[-1] not in NO_END for row in rows)


def test_runs_with_keys_print_like_the_text_around_them():
    text = MIXED * 2
    parts = (text[:40], Run(text[40:51], key="presence"), text[51:])
    keyed = render(Document("情况", (Paragraph(parts),)))
    plain = render(Document("情况", (Paragraph(text),)))
    assert keyed.pdf == plain.pdf


def test_the_last_line_is_never_a_lonely_character(grid):
    pdf = render(Document("情况", (Paragraph("督" * (26 + 28) + "查。"),))).pdf
    assert len(body(measure.pages(pdf)[0])[-1].text) > 2


def find(pages: list[list[measure.Row]], text: str) -> measure.Row:
    return next(row for page in pages for row in page if text in row.text)


@pytest.mark.parametrize(
    ("text", "font", "size"),
    [
        ("关于2020年5月", "FandolSong-Bold", 22),
        ("一、总体情况", "FandolHei", 16),
        ("（一）驻村工作", "FandolKai", 16),
        ("督查发现，71名", "FandolFang", 16),
        ("附件1", "FandolHei", 16),
        ("中共中州省委组织部督查通报", "FandolSong-Bold", None),
    ],
)
def test_each_part_stands_in_its_face(pages, text, font, size):
    row = find(pages, text)
    assert row.chars[0].font == font
    assert size is None or row.chars[0].size == size


def test_a_run_in_heading_keeps_the_body_in_fang(pages):
    row = find(pages, "（一）压实责任")
    assert row.chars[0].font == "FandolKai"
    assert row.chars[12].font == "FandolFang"


def test_digits_have_serifs_and_half_width(pages):
    row = find(pages, "5月18日至22日")
    digits = [char for char in row.chars if char.text.isdigit()]
    assert {char.font for char in digits} == {"FandolSong-Latin"}
    assert digits[1].x - digits[0].x > 8


def test_the_agency_stands_35_mm_below_the_head(pages):
    row = find(pages, "中共中州省委组织部督查通报")
    top = min(char.ink[1] for char in row.chars)
    assert (top - TOP) / MM == pytest.approx(35, abs=0.5)


def test_the_red_rule_stands_4_mm_below_the_number_and_fills_the_width(briefing, pages):
    page = pypdfium2.PdfDocument(io.BytesIO(briefing.pdf))[0]
    scale = 3.0
    image = page.render(scale=scale).to_pil().convert("RGB")
    red = [
        band.point(test) for band, test in zip(image.split(), (_bright, _dark, _dark), strict=True)
    ]
    mask = ImageChops.darker(red[0], ImageChops.darker(red[1], red[2]))
    rows = {}
    for y in range(mask.height):
        box = mask.crop((0, y, mask.width, y + 1)).getbbox()
        if (
            box
            and mask.crop((0, y, mask.width, y + 1)).histogram()[255] > 0.95 * scale * AREA_WIDTH
        ):
            rows[y / scale] = (box[0] / scale, box[2] / scale)
    top = min(rows)
    left, right = rows[top]
    number = find(pages, "中组督〔2020〕7号")
    assert (top - (number.base + 0.12 * 16)) / MM == pytest.approx(4, abs=0.3)
    assert (left / MM, right / MM) == pytest.approx((28, 184), abs=0.4)


def _bright(value: int) -> int:
    return 255 if value > 180 else 0


def _dark(value: int) -> int:
    return 255 if value < 60 else 0


def test_the_first_page_shows_body_text(pages):
    assert any("5月18日至22日" in row.text for row in pages[0])


def test_the_title_is_centred_in_lines_of_whole_words(pages):
    rows = [row for row in pages[0] if row.chars[0].size == 22]
    assert [row.text for row in rows] == ["关于2020年5月抓党建促脱贫攻坚", "工作督查情况的通报"]
    middle = LEFT + AREA_WIDTH / 2
    assert [(row.left + row.right) / 2 for row in rows] == pytest.approx([middle] * 2, abs=0.5)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(grid):
    for number, page in enumerate(grid, start=1):
        row = page[-1]
        assert row.text == f"—{number}—"
        assert (row.chars[0].font, row.chars[0].size) == ("FandolSong", 14)
        dash = row.chars[0].ink
        assert ((dash[1] + dash[3]) / 2 - (PAGE_HEIGHT - BOTTOM)) / MM == pytest.approx(7, abs=0.4)
        if number % 2:
            assert row.right == pytest.approx(EDGE - 14, abs=0.5)
        else:
            assert row.left == pytest.approx(LEFT + 14, abs=0.5)


def test_a_signature_with_seal_ends_four_cells_from_the_edge(pages):
    day = find(pages, "2020年6月3日")
    unit = next(row for row in pages[3] if row.text == "中共中州省委组织部")
    assert day.right == pytest.approx(EDGE - 4 * CELL, abs=1.2)
    assert (unit.left + unit.right) / 2 == pytest.approx((day.left + day.right) / 2, abs=1)


def test_attachment_names_hang_behind_their_numbers(pages):
    first, second = find(pages, "附件：1."), find(pages, "2.督查发现问题清单")
    assert first.left - LEFT == pytest.approx(2 * CELL, abs=0.1)
    assert second.left - LEFT == pytest.approx(5 * CELL, abs=0.1)
    assert "。" not in first.text + second.text


def test_the_demo_mark_is_on_every_page(pages):
    assert all(any("演示数据" in row.text for row in page) for page in pages)
