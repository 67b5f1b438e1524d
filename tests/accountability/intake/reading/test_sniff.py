"""What a file is comes from its bytes; its name is only for the sentence."""

from pathlib import Path

import pytest

from accountability.intake.reading.grid import Format, Reason
from tests.accountability.intake.reading import make
from tests.accountability.intake.reading.conftest import Read, Refuse

HTML = "<html><head><meta charset='gb2312'></head><body><table><tr><td>姓名</td></tr></table>"
XML_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
)
OTHERS: dict[str, tuple[bytes, Reason, str]] = {
    "nothing": (b"", Reason.EMPTY, "0 字节"),
    "one byte": (b"\x00", Reason.ENCODING, "NUL"),
    "html": (HTML.encode("gbk"), Reason.WEB_PAGE, "其实是网页（HTML）"),
    "html with a mark": (b"\xef\xbb\xbf\r\n" + HTML.encode(), Reason.WEB_PAGE, "网页"),
    "html in utf-16": (HTML.encode("utf-16"), Reason.WEB_PAGE, "网页"),
    "a bare table": (b"<table border=1><tr><td>1", Reason.WEB_PAGE, "网页"),
    "doctype html": (b"<!DOCTYPE html>\n<p>x", Reason.WEB_PAGE, "网页"),
    "xml 2003": (XML_2003.encode(), Reason.WEB_PAGE, "XML 表格 2003"),
    "mht": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", Reason.WEB_PAGE, "MHT"),
    "mht from a browser": (b"From: <x>\r\nSubject: y\r\nMIME-Version: 1.0", Reason.WEB_PAGE, "MHT"),
    "flat ods": (b'<?xml version="1.0"?><office:document>', Reason.WEB_PAGE, "XML"),
    "some xml": (b'<?xml version="1.0"?><a/>', Reason.NOT_A_WORKBOOK, "XML 文件"),
    "pdf": (b"%PDF-1.7\n", Reason.NOT_A_WORKBOOK, "PDF"),
    "png": (b"\x89PNG\r\n\x1a\n\x00", Reason.NOT_A_WORKBOOK, "图片"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00", Reason.NOT_A_WORKBOOK, "图片"),
    "exe": (b"MZ\x90\x00\x03\x00\x00\x00", Reason.NOT_A_WORKBOOK, "程序"),
    "rar": (b"Rar!\x1a\x07\x00", Reason.NOT_A_WORKBOOK, "压缩包"),
    "gzip": (b"\x1f\x8b\x08\x00", Reason.NOT_A_WORKBOOK, "压缩包"),
    "rtf": (b"{\\rtf1\\ansi", Reason.NOT_A_WORKBOOK, "RTF"),
    "noise": (bytes(range(1, 32)) * 20, Reason.NOT_A_WORKBOOK, "不是电子表格"),
    "ole header only": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), Reason.CORRUPT, "损坏"),
    "biff2 header only": (b"\x09\x00\x04\x00\x02\x00\x10\x00", Reason.CORRUPT, ""),
    "an empty zip": (b"PK\x05\x06" + bytes(18), Reason.NOT_A_WORKBOOK, "压缩包"),
}


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("name", ["报表.xls", "报表.xlsx"])
def test_what_is_no_workbook_is_named(kind: str, name: str, tmp_path: Path, refuse: Refuse) -> None:
    content, reason, words = OTHERS[kind]
    refused = refuse(make.write(tmp_path / "upload", content), name)
    assert refused.reason is reason
    assert words in refused.sentence
    assert refused.sentence.startswith(f"文件“{name}”")


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"word/document.xml": "<x/>"}, "Word 文档"),
        ({"ppt/presentation.xml": "<x/>"}, "演示文稿"),
        ({"OFD.xml": "<x/>"}, "OFD"),
        ({"花名册.xlsx": b"PK"}, "压缩包"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "别的办公文档"),
    ],
)
def test_other_archives_are_named(
    parts: make.Parts, words: str, tmp_path: Path, refuse: Refuse
) -> None:
    refused = refuse(make.archive(tmp_path / "a.xlsx", parts))
    assert refused.reason is Reason.NOT_A_WORKBOOK
    assert words in refused.sentence


def test_the_name_does_not_decide(tmp_path: Path, read: Read) -> None:
    xlsx = make.xlsx(tmp_path / "really-xlsx.xls", make.ONE_CELL)
    ods = make.ods(tmp_path / "really-ods.xlsx", make.ods_table(""))
    csv = make.write(tmp_path / "really-csv.xls", "姓名,年龄\n张三,35\n")
    assert read(xlsx).format is Format.XLSX
    assert read(ods).format is Format.ODS
    assert read(csv).format is Format.CSV
    assert read(csv).sheets[0].rows == [["姓名", "年龄"], ["张三", "35"]]


def test_prose_under_a_workbook_s_name_is_refused(tmp_path: Path, refuse: Refuse) -> None:
    path = make.write(tmp_path / "a.xls", "Attachment not found!")
    assert "纯文本" in refuse(path).sentence


def test_a_text_may_begin_with_the_letters_of_another_format(tmp_path: Path, read: Read) -> None:
    path = make.write(tmp_path / "a.csv", "BM,MZ\n1,2\n")
    assert read(path).sheets[0].rows[0] == ["BM", "MZ"]


def test_control_characters_in_the_name_do_not_reach_the_sentence(
    tmp_path: Path, refuse: Refuse
) -> None:
    path = make.write(tmp_path / "x", b"")
    refused = refuse(path, "a\r\nb\u202etxt.xls" + "长" * 300)
    assert "\n" not in refused.sentence
    assert "\u202e" not in refused.sentence
    assert len(refused.sentence) < 130
