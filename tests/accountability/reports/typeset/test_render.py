"""What leaves the engine: the same bytes every time, nothing active, nothing missing."""

import gc
import hashlib
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from accountability.reports.typeset import flow
from accountability.reports.typeset.faces import MissingGlyphError
from accountability.reports.typeset.model import (
    Attachment,
    Band,
    BulletinMasthead,
    Chart,
    Column,
    Document,
    Heading,
    Masthead,
    PageBreak,
    Paragraph,
    Run,
    Space,
    Table,
)
from accountability.reports.typeset.render import LongTableError, PangoMissingError, render
from accountability.reports.typeset.tables import RowTooTallError
from accountability.reports.typeset.wash import TooLongError
from tests.accountability.reports.typeset import measure, sample

ROOT = Path(__file__).resolve().parents[4]


def digest_of_another_process(seed: str) -> str:
    program = (
        "from accountability.reports.typeset.render import render;"
        "from tests.accountability.reports.typeset import sample;"
        "print(render(sample.bulletin_of_inspection()).sha256)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed, "TZ": f"UTC-{seed}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_two_processes_give_the_same_bytes(briefing):
    assert digest_of_another_process("1") == digest_of_another_process("7") == briefing.sha256


def test_what_was_rendered_before_leaves_no_trace(briefing):
    render(Document("别的文件", (Paragraph("垚𠮷以及别的字ABC"),)))
    again = render(sample.bulletin_of_inspection())
    assert again.pdf == briefing.pdf


def test_the_digest_is_that_of_the_file(briefing):
    assert hashlib.sha256(briefing.pdf).hexdigest() == briefing.sha256


def test_the_collector_runs_again_after_a_render_that_failed():
    assert gc.isenabled()
    with pytest.raises(MissingGlyphError):
        render(Document("😀", ()))
    assert gc.isenabled()


def fonts(pdf: bytes) -> list[tuple[str, set[str]]]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [
            (str(item.FontDescriptor.FontName), set(item.FontDescriptor.keys()))
            for item in opened.objects
            if isinstance(item, pikepdf.Dictionary) and "/FontDescriptor" in item
        ]


def test_every_font_is_embedded_as_a_subset(briefing):
    found = fonts(briefing.pdf)
    assert len(found) > 8
    for name, keys in found:
        assert re.fullmatch(r"/[A-Z]{6}\+(Fandol\w+(-\w+)?|NotoSerifCJKsc-Rest)", name)
        assert keys & {"/FontFile2", "/FontFile3"}


def shown(content: pikepdf.Page | pikepdf.Object) -> set[bytes]:
    """Give the codes a content draws; every one is two bytes."""
    texts = [
        bytes(part)
        for instruction in pikepdf.parse_content_stream(content)
        if str(instruction.operator) in ("Tj", "TJ")
        for operand in instruction.operands
        for part in (operand if isinstance(operand, pikepdf.Array) else [operand])
        if isinstance(part, pikepdf.String)
    ]
    return {text[at : at + 2] for text in texts for at in range(0, len(text), 2)}


def test_no_glyph_is_a_box(briefing):
    """Glyph 0 is .notdef."""
    with pikepdf.open(io.BytesIO(briefing.pdf)) as opened:
        streams = [item for item in opened.objects if isinstance(item, pikepdf.Stream)]
        forms = [item for item in streams if item.stream_dict.get("/Subtype") == "/Form"]
        codes = [shown(page) for page in opened.pages] + [shown(form) for form in forms]
    assert len(codes) > 15
    assert all(b"\0\0" not in page for page in codes)
    assert sum(map(len, codes)) > 1000


def test_nothing_in_the_file_acts(briefing):
    with pikepdf.open(io.BytesIO(briefing.pdf)) as opened:
        whole = "\n".join(repr(item) for item in opened.objects)
        assert "/Annots" not in whole
        for key in ("/EmbeddedFile", "/JavaScript", "/JS", "/URI", "/Launch", "/OpenAction"):
            assert key not in whole
        assert str(opened.Root.Lang) == "zh-CN"


def test_the_file_names_itself_and_no_clock(briefing):
    with pikepdf.open(io.BytesIO(briefing.pdf)) as opened:
        info = {key: str(value) for key, value in opened.docinfo.items()}
    assert info == {
        "/Title": "关于2020年5月抓党建促脱贫攻坚工作督查情况的通报",
        "/Producer": "accountability.reports.typeset",
        "/CreationDate": "D:20200603093000",
    }


HOSTILE = (
    "<script>alert(1)</script><img src=http://evil.example/x.png>"
    "<link rel=attachment href=file:///etc/passwd></div></body>&amp;&#65;"
    "url(file:///etc/passwd)@import'x'"
)


def test_hostile_text_is_printed_as_it_stands():
    head = Masthead(HOSTILE[:20])
    table = Table((Column(HOSTILE),), ((HOSTILE,), Band(HOSTILE)), HOSTILE, HOSTILE, HOSTILE)
    document = Document(
        HOSTILE,
        (Heading(1, HOSTILE), Paragraph((Run(HOSTILE, key=HOSTILE), "督查")), table),
        masthead=head,
        number=HOSTILE[:30],
        addressee=HOSTILE,
        attachments=(Attachment(HOSTILE, (Paragraph(HOSTILE),)),),
        note=HOSTILE,
        mark=HOSTILE[:30],
    )
    done = render(document)
    text = re.sub(r"\s|-", "", "".join(measure.texts(done.pdf)))
    assert text.count("<script>alert(1)</script>") >= 7
    assert "linkrel=attachmenthref=file:///etc/passwd></div></body>&amp;&#65;url(file" in text
    with pikepdf.open(io.BytesIO(done.pdf)) as opened:
        assert not [item for item in opened.objects if "/URI" in repr(item)]


def test_control_and_bidi_characters_do_not_print():
    dirty = "张\u202e三\u200b（组\x00长）\ufeff\U000e0041第\u2066一\x1b书记"
    text = measure.texts(render(Document("名单", (Paragraph(dirty),))).pdf)[0]
    assert "张三（组长）第一书记" in text


def test_a_line_break_in_a_paragraph_starts_a_new_one():
    rows = measure.pages(render(Document("情况", (Paragraph("督查\n整改"),))).pdf)[0]
    assert [row.text for row in rows[1:3]] == ["督查", "整改"]
    assert rows[1].left == pytest.approx(rows[2].left)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "http://127.0.0.1/", "data:text/plain,x", "typeset:x.otf", "ftp://x/"],
)
def test_the_fetcher_denies(url):
    with pytest.raises(FatalURLFetchingError):
        flow.DenyingFetcher().fetch(url)


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="file:///etc/passwd">',
        '<link rel="stylesheet" href="http://127.0.0.1/a.css">',
        '<style>@import url("http://127.0.0.1/a.css");</style>',
        '<style>@font-face{font-family:x;src:url("file:///etc/passwd")}</style>',
        '<object data="file:///etc/passwd"></object>',
        '<div style="background:url(http://127.0.0.1/a.png)">x</div>',
    ],
)
def test_even_markup_of_our_own_could_not_fetch(tag):
    with pytest.raises(flow.ForbiddenAddressError):
        flow.flow(f"<body>{tag}</body>")


def test_a_missing_glyph_is_named_with_its_place():
    table = Table((Column("序号"), Column("村名")), (("1", "柳东村"), ("2", "柳\U0001f600村")))
    document = Document(
        "情况", (Paragraph("见附件。"),), attachments=(Attachment("名单", (table,)),)
    )
    with pytest.raises(MissingGlyphError) as caught:
        render(document)
    assert "附件表1第2行“村名”中的“😀”（U+1F600）" in str(caught.value)


@pytest.mark.parametrize("char", "垚峣㙍磜䩐䶮㛃𠮷")
def test_rare_village_names_print(char):
    done = render(Document("名单", (Paragraph(f"柳{char}村"),)))
    assert f"柳{char}村" in measure.texts(done.pdf)[0]
    assert done.borrowed == char


def test_what_is_too_long_is_refused_in_words():
    with pytest.raises(TooLongError, match="正文第1段超过20000个字"):
        render(Document("情况", (Paragraph("督" * 20_001),)))
    with pytest.raises(TooLongError, match="标题超过200个字"):
        render(Document("督" * 201, ()))
    with pytest.raises(LongTableError, match="正文中的表格有301行"):
        render(Document("情况", (Table((Column("村"),), (("柳东村",),) * 301),)))
    with pytest.raises(RowTooTallError, match="表格“村”第2行"):
        render(Document("情况", (Table((Column("村"),), (("柳",), ("柳东村" * 4000,))),)))


def test_a_row_too_tall_is_refused_in_a_long_table_too():
    rows = (("柳",),) * 200 + (("柳东村" * 4000,),)
    attachment = Attachment("名单", (Table((Column("村"),), rows),))
    with pytest.raises(RowTooTallError, match="表格“村”第201行"):
        render(Document("情况", (), attachments=(attachment,)))


def test_a_bulletin_has_its_own_heading():
    date = sample.ISSUED
    head = BulletinMasthead("抓党建促脱贫攻坚工作简报", "第12期（总第48期）", "组织二处编印", date)
    rows = measure.pages(render(Document("五月情况", (Paragraph("督查"),), masthead=head)).pdf)[0]
    texts = [row.text for row in rows]
    assert texts[:3] == [
        "抓党建促脱贫攻坚工作简报",
        "第12期（总第48期）",
        "组织二处编印2020年6月3日",
    ]


def test_breaks_and_spaces_move_what_follows():
    blocks = (Paragraph("甲"), Space(2), Paragraph("乙"), PageBreak(), Paragraph("丙"))
    one, two = measure.pages(render(Document("情况", blocks)).pdf)
    assert one[2].base - one[1].base == pytest.approx(3 * 28.99, abs=0.1)
    assert two[0].text == "丙"


def test_a_heading_never_stands_alone_at_the_foot(short):
    document = short(18)
    blocks = (
        *document.blocks,
        Heading(1, "一、情况"),
        Heading(2, "（一）好的"),
        Paragraph("甲" * 60),
    )
    _one, two = measure.pages(render(replace(document, blocks=blocks)).pdf)
    assert [row.text[:4] for row in two[:2]] == ["一、情况", "（一）好"]


def test_a_signature_never_stands_alone_on_a_page(short):
    document = short(19, signature="中州省委组织部", date=sample.ISSUED)
    _, two = measure.pages(render(document).pdf)
    assert two[0].text.startswith("督查组") or len(two[0].text) > 10
    assert any("中州省委组织部" in row.text for row in two)


def test_a_small_table_is_not_cut_by_a_page(short):
    document = short(18)
    table = Table((Column("村"),), (("柳东村",),) * 6)
    one, two = measure.pages(render(replace(document, blocks=(*document.blocks, table))).pdf)
    assert not [row for row in one if row.text == "村"]
    assert [row.text for row in two[:-1]] == ["村", *["柳东村"] * 6]


def test_a_drawing_is_vector_with_its_text(pages):
    assert any("嵩阳市96.5" in row.text for page in pages for row in page)


def test_drawings_of_other_makers_are_refused():
    from accountability.reports.typeset.drawing import UnsafeDrawingError

    with pytest.raises(UnsafeDrawingError):
        render(Document("情况", (Chart("<svg><script/></svg>"),)))


class WithoutPango:
    """An import system on a machine where Pango is not installed."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


def test_a_machine_without_pango_says_what_to_install(monkeypatch):
    ours = "accountability.reports.typeset.flow"
    for name in [name for name in sys.modules if name == ours or name.startswith("weasyprint")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [WithoutPango(), *sys.meta_path])
    with pytest.raises(PangoMissingError, match=r"缺少系统库 Pango.*libpango-1\.0-0"):
        render(Document("情况", (Paragraph("督查"),)))
