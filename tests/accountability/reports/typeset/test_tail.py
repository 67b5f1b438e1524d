"""The foot of the last page: on an even page, pinned to the foot, with what proves the figures."""

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
import segno

from accountability.reports.typeset.geometry import BOTTOM, MM, PAGE_HEIGHT
from accountability.reports.typeset.render import render
from tests.accountability.reports.typeset import measure, sample

# Lines of body: with title and blank line 2 more stand on the page.
ONE_AND_ROOM, FULL, FULL_TWO, TWO_AND_ROOM = 8, 20, 42, 26


def numbers(pdf: bytes) -> list[str]:
    found = []
    for page in measure.pages(pdf):
        foot = [row.text for row in page if row.base > PAGE_HEIGHT - BOTTOM + 5]
        found.append(foot[0] if foot else "")
    return found


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (ONE_AND_ROOM, ["—1—", "—2—"]),
        (FULL, ["—1—", "—2—"]),
        (TWO_AND_ROOM, ["—1—", "—2—"]),
        (FULL_TWO, ["—1—", "—2—", "", ""]),
    ],
)
def test_the_imprint_stands_on_an_even_page(short, imprint, lines, expected):
    """Behind a blank page neither that page nor the one of the 版记 has a number."""
    pdf = render(short(lines, imprint=imprint)).pdf
    assert numbers(pdf) == expected
    assert "抄送：省委办公厅。" in measure.texts(pdf)[-1]


def test_the_imprint_shares_an_even_page_with_room(short, imprint):
    text = measure.texts(render(short(TWO_AND_ROOM, imprint=imprint)).pdf)[1]
    assert text.index("督查组") < text.index("抄送：") < text.index("2020年6月3日印发")


def test_the_last_rule_of_the_imprint_lies_on_the_foot_of_the_text_area(short, imprint):
    pdf = render(short(TWO_AND_ROOM, imprint=imprint)).pdf
    office = next(row for row in measure.pages(pdf)[1] if "印发" in row.text)
    assert (PAGE_HEIGHT - BOTTOM - office.base) / MM == pytest.approx(3.6, abs=1.5)
    assert {char.size for char in office.chars} == {14}


def test_the_foot_leaves_a_drawing_on_its_page_alone(short):
    document = short(2, verification=sample.PROOF)
    document = replace(document, blocks=(*document.blocks, sample.chart()))
    done = render(document)
    assert done.pages == 1
    assert "嵩阳市96.5" in measure.texts(done.pdf)[0]


def test_a_proof_without_imprint_needs_no_even_page(short):
    pdf = render(short(ONE_AND_ROOM, verification=sample.PROOF)).pdf
    assert numbers(pdf) == ["—1—"]


def test_the_proof_says_code_address_time_and_digest(briefing):
    text = measure.texts(briefing.pdf)[-1]
    for part in (
        "核验码：K7QM-2D9F",
        "http://portal.example/c/K7QM2D9F",
        "数据截至：2020年6月1日8时00分",
        "生成时间：2020年6月3日9时30分",
        "组织二处",
        sample.PROOF.data_sha256,
    ):
        assert part in text


def test_the_code_is_drawn_not_a_picture(briefing):
    with pikepdf.open(io.BytesIO(briefing.pdf)) as pdf:
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        assert not [item for item in streams if item.get("/Subtype") == "/Image"]


def test_the_code_leads_to_the_address(briefing, pages):
    """Read the modules back from the drawn page and compare them with the address's code."""
    wanted = [
        [int(module) for module in row] for row in segno.make_qr(sample.PROOF.url, error="m").matrix
    ]
    code = next(row for row in pages[-1] if row.text.startswith("核验码"))
    left, top, side = 28 * MM + 10.5, code.base - 7, 74 / len(wanted)
    document = pypdfium2.PdfDocument(briefing.pdf)
    image = document[briefing.pages - 1].render(scale=4).to_pil().convert("L")
    document.close()

    def module(row: int, column: int) -> int:
        at = (int((left + (column + 0.5) * side) * 4), int((top + (row + 0.5) * side) * 4))
        return int(image.getpixel(at) < 128)

    size = range(len(wanted))
    assert [[module(row, column) for column in size] for row in size] == wanted


def test_another_address_is_another_document():
    document = sample.bulletin_of_inspection()
    other = replace(document, verification=replace(sample.PROOF, url="http://x.example/"))
    assert render(document).sha256 != render(other).sha256
