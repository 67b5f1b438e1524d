"""Delimited text: how its characters, fields and lines are told."""

from pathlib import Path

import pytest

from accountability.intake.reading.grid import CellError, Format, Kind, Reason
from tests.accountability.intake.reading import make
from tests.accountability.intake.reading.conftest import Read, Refuse

TABLE = "县,姓名,得分\n兰考县,张三,95.5\n太康县,李四,88\n"
ROWS = [["县", "姓名", "得分"], ["兰考县", "张三", "95.5"], ["太康县", "李四", "88"]]


@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_encodings_are_told(codec: str, told: str, tmp_path: Path, read: Read) -> None:
    workbook = read(make.write(tmp_path / "a.csv", TABLE.encode(codec)))
    assert workbook.format is Format.CSV
    assert workbook.encoding == told
    assert workbook.sheets[0].rows == ROWS
    assert bool(workbook.notices) is (told == "gb18030")


def test_rare_characters_of_four_bytes(tmp_path: Path, read: Read) -> None:
    text = "姓名,村\n𠮷䶮,垚峣村\n㛃𤛲,老城镇\n"
    workbook = read(make.write(tmp_path / "a.csv", text.encode("gb18030")))
    assert workbook.sheets[0].rows[1] == ["𠮷䶮", "垚峣村"]


def test_a_short_text_that_happens_to_be_utf_8_is_left_in_peace(tmp_path: Path, read: Read) -> None:
    text = "单位,说明\n联通,有\n联通,无\n移动公司,有\n"
    assert read(make.write(tmp_path / "a.csv", text.encode("gbk"))).sheets[0].cell(2, 1) == "联通"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_told(delimiter: str, tmp_path: Path, read: Read) -> None:
    text = TABLE.replace(",", delimiter)
    assert read(make.write(tmp_path / "a.csv", text)).sheets[0].rows == ROWS


def test_a_delimiter_may_be_declared(tmp_path: Path, read: Read) -> None:
    text = "sep=#\r\n县#说明\r\n兰考县#一,二,三\r\n"
    assert read(make.write(tmp_path / "a.csv", text)).sheets[0].rows == [
        ["县", "说明"],
        ["兰考县", "一,二,三"],
    ]


def test_commas_inside_quotes_do_not_count(tmp_path: Path, read: Read) -> None:
    text = '县;说明\n兰考县;"一,二,三,四"\n太康县;"五,六,七"\n'
    assert read(make.write(tmp_path / "a.csv", text)).sheets[0].cell(2, 2) == "一,二,三,四"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str, tmp_path: Path, read: Read) -> None:
    text = TABLE.replace("\n", end)
    assert read(make.write(tmp_path / "a.csv", text)).sheets[0].rows == ROWS


def test_quotes_blank_lines_and_ragged_rows(tmp_path: Path, read: Read) -> None:
    text = '县,说明\n"兰考县","第一行\n第二行"\n\n太康县,"他说""好""",,\n'
    grid = read(make.write(tmp_path / "a.csv", text)).sheets[0]
    assert grid.rows == [
        ["县", "说明"],
        ["兰考县", "第一行\n第二行"],
        [],
        ["太康县", '他说"好"', None, None],
    ]
    assert grid.cell(3, 1) is None


def test_everything_is_text_but_errors(tmp_path: Path, read: Read) -> None:
    text = '="0371",410222197803011234,#N/A,1E+17,-\n'
    grid = read(make.write(tmp_path / "a.csv", text)).sheets[0]
    assert grid.rows == [["0371", "410222197803011234", CellError("#N/A"), "1E+17", "-"]]
    assert grid.kind(1, 2) is Kind.TEXT


def test_a_stray_quote_is_taken_as_it_is(tmp_path: Path, read: Read) -> None:
    text = '县,说明\n兰考县,"好"的\n太康县,5"管\n'
    assert read(make.write(tmp_path / "a.csv", text)).sheets[0].cell(2, 2) == "好的"
    assert read(tmp_path / "a.csv").sheets[0].cell(3, 2) == '5"管'


REFUSED: dict[str, tuple[bytes, Reason, str]] = {
    "utf-8 line among gbk": (
        "县,姓名\n兰考县,张三\n".encode("gbk") + "太康县,李四\n".encode(),
        Reason.ENCODING,
        "第 3 行",
    ),
    "gbk line among utf-8": (
        "县,姓名\n兰考县,张三\n太康县,李四\n".encode() + "鹿邑县,王五\n".encode("gbk"),
        Reason.ENCODING,
        "第 4 行（第 48 字节，0xD2）",
    ),
    "western": ("Müller,Köln,Größe\n".encode("latin-1"), Reason.ENCODING, "第 1 行"),
    "big5": ("縣市,姓名,說明\n蘭考縣,張三豐,駐村幹部\n".encode("big5"), Reason.ENCODING, "第 1 行"),
    "a replacement character": ("县,姓名\n兰考县,\ufffd三\n".encode(), Reason.ENCODING, "第 2 行"),
    "the classic mojibake": ("县,姓名\n锟斤拷,三\n".encode(), Reason.ENCODING, "第 2 行"),
    "utf-8 read as gbk": (
        "姓名单位,得分情况\n".encode().decode("gb18030", "ignore").encode(),
        Reason.ENCODING,
        "乱码",
    ),
    "utf-8 read as western": (
        "姓名,得分\n".encode().decode("latin-1").encode(),
        Reason.ENCODING,
        "乱码",
    ),
    "gbk read as western": (
        "姓名,得分\n".encode("gbk").decode("latin-1").encode(),
        Reason.ENCODING,
        "乱码",
    ),
    "a nul": (b"a,b\n1,\x00\n2,3\n", Reason.ENCODING, "第 2 行（第 7 字节，0x00）"),
    "broken in the middle of a character": (
        TABLE.encode()[:-12],
        Reason.ENCODING,
        "UTF-8",
    ),
    "a quote without its partner": (
        ("县,说明\n" + '兰考县,"好\n' + "太康县,好\n" * 5).encode(),
        Reason.CORRUPT,
        "第 2 行的引号没有配对",
    ),
    "a quote closed far below": (
        ("县,说明\n" + '兰考县,"好\n' + "太康县,好\n" * 80 + '鹿邑县,"好"\n').encode(),
        Reason.CORRUPT,
        "第 2 行的引号没有配对",
    ),
    "100,001 rows": (b"1,2\n" * 100_001, Reason.TOO_BIG, "超过 100,000 行"),
    "513 columns": (b"1,2\n" + b"1," * 512 + b"1\n", Reason.TOO_BIG, "第 2 行超过 512 列"),
    "100,000 columns": (b"," * 100_000, Reason.TOO_BIG, "超过 512 列"),
    "one endless line": (b"x" * (19 << 20), Reason.TOO_BIG, "单元格文字过长"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_is_refused_with_its_place(kind: str, tmp_path: Path, refuse: Refuse) -> None:
    content, reason, words = REFUSED[kind]
    refused = refuse(make.write(tmp_path / "月报.csv", content))
    assert words in refused.sentence
    assert refused.reason is reason
    assert refused.sentence.startswith("文件“月报.csv”")


def test_a_mark_alone_is_no_text(tmp_path: Path, read: Read) -> None:
    assert read(make.write(tmp_path / "a.csv", b"\xef\xbb\xbfa,b")).sheets[0].rows == [["a", "b"]]
    assert read(make.write(tmp_path / "b.csv", b"\xef\xbb\xbf")).sheets[0].rows == []


def test_a_single_column_needs_the_name_of_a_text(tmp_path: Path, read: Read) -> None:
    assert read(make.write(tmp_path / "a.csv", "村\n李庄村\n")).sheets[0].rows == [
        ["村"],
        ["李庄村"],
    ]
