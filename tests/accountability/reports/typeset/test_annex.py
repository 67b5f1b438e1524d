"""Long tables: drawn on the canvas as WeasyPrint would set them, every row once."""

import io

import pikepdf
import pytest

from accountability.reports.typeset import annex
from accountability.reports.typeset.model import (
    Align,
    Attachment,
    Band,
    Column,
    Document,
    Paragraph,
    Table,
)
from accountability.reports.typeset.render import render
from tests.accountability.reports.typeset import measure

COLUMNS = (
    Column("序号"),
    Column("村", Align.LEFT),
    Column(("驻村天数", "应驻"), Align.RIGHT),
    Column(("驻村天数", "实驻"), Align.RIGHT),
    Column("派出单位", Align.LEFT, width=8),
)


def table(count: int) -> Table:
    rows: list[tuple[str, ...] | Band] = []
    for number in range(1, count + 1):
        if number % 40 == 1:
            rows.append(Band(f"第{number // 40 + 1}组"))
        office = "中州省委组织部信息中心" if number % 3 else "省直机关工委"
        rows.append(
            (f"№{number:05d}", f"柳{'东西垚'[number % 3]}村", "20", str(number % 23), office)
        )
    return Table(COLUMNS, tuple(rows), caption="明细", unit="单位：天", note="注：按请假扣减。" * 9)


def annexed(count: int, *, landscape: bool = False, before: tuple[Paragraph, ...] = ()) -> Document:
    attachment = Attachment("驻村情况明细表", (*before, table(count)), landscape=landscape)
    return Document("通报", (Paragraph("明细见附件。"),), attachments=(attachment,))


def numbered(page: list[measure.Row]) -> list[int]:
    return [int(row.text[1:6]) for row in page if row.text.startswith("№")]


@pytest.mark.parametrize("landscape", [False, True])
def test_both_painters_put_every_character_in_the_same_place(monkeypatch, landscape):
    document = annexed(120, landscape=landscape)
    drawn = measure.pages(render(document).pdf)
    monkeypatch.setattr(annex, "LONG_TABLE", 1000)
    flowed = measure.pages(render(document).pdf)
    assert len(drawn) == len(flowed)
    for ours, theirs in zip(drawn[1:], flowed[1:], strict=True):
        mine = sorted((c.text, round(c.x), round(c.base)) for row in ours for c in row.chars)
        other = sorted((c.text, round(c.x), round(c.base)) for row in theirs for c in row.chars)
        assert len(mine) == len(other)
        for (text, x, y), (their_text, their_x, their_y) in zip(mine, other, strict=True):
            assert text == their_text
            assert (x, y) == pytest.approx((their_x, their_y), abs=2)


def test_every_row_stands_once_and_in_order():
    pages = measure.pages(render(annexed(500)).pdf)
    assert [number for page in pages for number in numbered(page)] == list(range(1, 501))


def test_header_and_page_number_are_on_every_page():
    pages = measure.pages(render(annexed(250)).pdf)
    for number, page in enumerate(pages[1:], start=2):
        assert page[-1].text == f"—{number}—"
        assert any("派出单位" in row.text or "序号" in row.text for row in page)


def test_a_group_name_never_ends_a_page():
    pages = measure.pages(render(annexed(500)).pdf)
    assert not [page for page in pages[1:] if page[-2].text.startswith("第")]


def test_title_and_note_stand_once():
    texts = measure.texts(render(annexed(250)).pdf)
    whole = "\n".join(texts)
    assert whole.count("驻村情况明细表") == 2  # once in the 附件说明, once as title
    assert whole.count("单位：天") == 1
    assert whole.count("注：") == 9
    assert "注：" in texts[-1]


def test_text_before_a_long_table_keeps_its_place():
    texts = measure.texts(render(annexed(300, before=(Paragraph("填报说明。"),))).pdf)
    assert texts[1].startswith("附件\n驻村情况明细表\n填报说明。")
    assert "№00001" in texts[2]
    assert "驻村情况明细表" not in texts[2]


def test_sideways_pages_lie_on_upright_sheets():
    with pikepdf.open(io.BytesIO(render(annexed(300, landscape=True)).pdf)) as pdf:
        boxes = {tuple(round(float(edge)) for edge in page.mediabox) for page in pdf.pages}
        turns = [int(page.obj.get("/Rotate", 0)) for page in pdf.pages]
    assert boxes == {(0, 0, 595, 842)}
    assert turns[0] == 0
    assert set(turns[1:]) == {90}


def test_a_province_fits_in_one_file():
    done = render(annexed(13_000))
    assert done.pages > 300
    assert numbered(measure.page(done.pdf, done.pages - 1))[-1] == 13_000
