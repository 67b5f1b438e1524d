"""Sheets that ask for more memory, time or trust than we give."""

import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from accountability.intake.reading.grid import Reason, RefusedError
from accountability.intake.reading.reader import LIMITS, read_workbook
from tests.accountability.intake.reading import make
from tests.accountability.intake.reading.conftest import Read, Refuse


def cells(*at: str) -> str:
    rows = "".join(f'<row><c r="{one}"><v>1</v></c></row>' for one in at)
    return f"<sheetData>{rows}</sheetData>"


def sheet(inner: str) -> Callable[[Path], Path]:
    return lambda path: make.xlsx(path, inner)


def strings(declared: int) -> Callable[[Path], Path]:
    part = make.shared_strings(["甲"], declared=declared)
    return lambda path: make.xlsx(path, make.ONE_CELL, extra={"xl/sharedStrings.xml": part})


def many_rows(path: Path) -> Path:
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in range(1, 150_001))
    return make.xlsx(path, f"<sheetData>{rows}</sheetData>")


def merges(*ranges: str) -> str:
    lines = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    return f"{make.ONE_CELL}<mergeCells>{lines}</mergeCells>"


def one_long_string_everywhere(path: Path) -> Path:
    """Refer a hundred thousand times to one long string: 30 GB once every cell has its own."""
    strings = make.shared_strings(["长" * 100_000])
    rows = "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>0</v></c></row>' for r in range(1, 100_001))
    return make.xlsx(
        path, f"<sheetData>{rows}</sheetData>", extra={"xl/sharedStrings.xml": strings}
    )


def repeated(rows: int, columns: int) -> Callable[[Path], Path]:
    row = (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell '
        f'table:number-columns-repeated="{columns}" office:value-type="float" office:value="1">'
        "<text:p>1</text:p></table:table-cell></table:table-row>"
    )
    return lambda path: make.ods(path, make.ods_table(row))


def spaces(path: Path) -> Path:
    row = (
        '<table:table-row><table:table-cell office:value-type="string">'
        '<text:p><text:s text:c="4000000000"/></text:p></table:table-cell></table:table-row>'
    )
    return make.ods(path, make.ods_table(row))


def far_xlsb(path: Path) -> Path:
    value = struct.pack("<d", 1.0)
    rows = make.xlsb_rows(
        make.xlsb_row(1, make.xlsb_cell(1, 5, value)),
        make.xlsb_row(1_048_576, make.xlsb_cell(16_384, 5, value)),
    )
    return make.xlsb(path, rows)


HOSTILE: dict[str, tuple[Callable[[Path], Path], Reason, str]] = {
    "corners": (sheet(cells("A1", "XFD1048576")), Reason.TOO_BIG, "XFD1048576 超出第 100,000 行"),
    "long column": (sheet(cells("CV1048576")), Reason.TOO_BIG, "单元格 CV1048576"),
    "wide row": (sheet(cells("A1", "XFD1")), Reason.TOO_BIG, "XFD1 超出第 512 列"),
    "spread out": (
        sheet(cells("A1", "SR99999")),
        Reason.TOO_BIG,
        "过于分散，一直延伸到单元格 SR99999",
    ),
    "out of the grid": (sheet(cells("ZZZZ99999999")), Reason.CORRUPT, "ZZZZ99999999"),
    "beyond the grid": (sheet(cells("ZZZ9999999")), Reason.CORRUPT, "单元格位置无效"),
    "row 0": (sheet(cells("A0")), Reason.CORRUPT, "单元格位置无效"),
    "column 0": (sheet(cells("@1")), Reason.CORRUPT, "@1"),
    "negative row": (sheet('<sheetData><row r="-1"/></sheetData>'), Reason.CORRUPT, "损坏"),
    "150,000 rows": (many_rows, Reason.TOO_BIG, "A100001 超出第 100,000 行"),
    "merge of the whole sheet": (
        sheet(merges("A1:XFD1048576")),
        Reason.BOMB,
        "合并区域过大，见单元格 A1",
    ),
    "200,000 merges": (
        sheet(merges(*(f"A{n}:B{n}" for n in range(1, 200_001)))),
        Reason.BOMB,
        "合并单元格超过 20,000 处",
    ),
    "shared strings that are not there": (strings(2**32 - 1), Reason.BOMB, "超过 2,000,000 条"),
    "shared strings beyond any number": (strings(10**40), Reason.BOMB, "超过 2,000,000 条"),
    "index out of range": (
        sheet('<sheetData><row><c r="A1" t="s"><v>7</v></c></row></sheetData>'),
        Reason.CORRUPT,
        "损坏",
    ),
    "negative index": (
        sheet('<sheetData><row><c r="A1" t="s"><v>-1</v></c></row></sheetData>'),
        Reason.CORRUPT,
        "共享文字序号无效",
    ),
    "a cell told twice": (
        sheet(
            '<sheetData><row r="3"><c r="B3"><v>5</v></c><c r="B3"><v>6</v></c></row></sheetData>'
        ),
        Reason.CORRUPT,
        "单元格B3出现了两次",
    ),
    "a row told again": (
        sheet(
            '<sheetData><row r="3"><c r="B3"><v>5</v></c></row><row r="4"><c r="B4"/></row>'
            '<row r="3"><c r="B3"><f>1+5</f><v>6</v></c></row></sheetData>'
        ),
        Reason.CORRUPT,
        "单元格B3出现了两次",
    ),
    "a row told again far below": (
        sheet(
            '<sheetData><row r="3"><c r="B3"><v>5</v></c></row>'
            + "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(4, 40_000))
            + '<row r="3"><c r="B3"><v>6</v></c></row></sheetData>'
        ),
        Reason.CORRUPT,
        "第3行出现了两次",
    ),
    "endless text": (
        sheet(f'<sheetData><row><c r="A1" t="str"><v>{"长" * 900_000}</v></c></row></sheetData>'),
        Reason.BOMB,
        "文字过长",
    ),
    "endless attribute": (
        sheet(f'<sheetData><row r="1" x="{"9" * 3_000_000}"/></sheetData>'),
        Reason.BOMB,
        "文字过长",
    ),
    "one long string everywhere": (one_long_string_everywhere, Reason.TOO_BIG, "内存"),
    "deep": (sheet("<a>" * 200_000 + "</a>" * 200_000), Reason.BOMB, "嵌套过深"),
    "prefixed corners": (
        lambda path: make.xlsx(
            path,
            make.ONE_CELL,
            extra={
                "xl/worksheets/sheet1.xml": f'<x:worksheet xmlns:x="{make.MAIN}"><x:sheetData>'
                '<x:row r="1"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>'
                "</x:sheetData></x:worksheet>"
            },
        ),
        Reason.TOO_BIG,
        "XFD1048576",
    ),
    "ods rows repeated": (repeated(1_048_576, 1), Reason.TOO_BIG, "A1048576 超出第 100,000 行"),
    "ods columns repeated": (repeated(1, 16_384), Reason.TOO_BIG, "超出第 512 列"),
    "ods both repeated": (repeated(100_000, 500), Reason.TOO_BIG, "超过 3,000,000 个单元格"),
    "ods absurd repeat": (repeated(10**12, 1), Reason.CORRUPT, "重复次数"),
    "ods spaces": (spaces, Reason.BOMB, "空格重复"),
    "xlsb corners": (far_xlsb, Reason.TOO_BIG, "XFD1048576"),
    "xlsb endless record": (
        lambda path: make.xlsb(path, b"\x05\xff\xff\xff\x7f"),
        Reason.BOMB,
        "记录过长",
    ),
    "xlsb cut short": (lambda path: make.xlsb(path, b"\x05\x20\x00"), Reason.CORRUPT, "损坏"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_is_refused_with_a_sentence(kind: str, tmp_path: Path, refuse: Refuse) -> None:
    write, reason, words = HOSTILE[kind]
    refused = refuse(write(tmp_path / "月报.xlsx"))
    assert words in refused.sentence
    assert refused.reason is reason
    assert refused.sentence.startswith("文件“月报.xlsx”")
    assert "请" in refused.sentence


def test_too_many_cells_are_refused(tmp_path: Path) -> None:
    path = make.xlsx(tmp_path / "a.xlsx", make.table([[1, 2, 3]] * 400), make.table([[1, 2]] * 400))
    assert read_workbook(path, name="a", limits=replace(LIMITS, cells=2_000)).sheets
    with pytest.raises(RefusedError, match="超过 1,999 个单元格"):
        read_workbook(path, name="a", limits=replace(LIMITS, cells=1_999))


def styled_to_the_bottom(path: Path) -> Path:
    rows = "".join(
        f'<row r="{r}"><c r="A{r}" s="0"/><c r="B{r}" s="0"/></row>'
        for r in (*range(2, 200_000), 1_048_576)
    )
    first = '<row r="1"><c r="A1"><v>7</v></c><c r="XFD1" s="0"/></row>'
    return make.xlsx(path, f"<sheetData>{first}{rows}</sheetData>")


def test_cells_that_only_have_a_style_do_not_count(tmp_path: Path, read: Read) -> None:
    grid = read(styled_to_the_bottom(tmp_path / "a.xlsx")).sheets[0]
    assert grid.cell(1, 1) == 7.0
    assert len(grid.rows) == 1


def test_empty_rows_repeated_to_the_bottom_of_an_ods_do_not_count(
    tmp_path: Path, read: Read
) -> None:
    rows = (
        '<table:table-row><table:table-cell office:value-type="float" office:value="7">'
        '<text:p>7</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16383"/>'
        '</table:table-row><table:table-row table:number-rows-repeated="1048575">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert read(make.ods(tmp_path / "a.ods", make.ods_table(rows))).sheets[0].rows == [[7.0]]


def test_a_hidden_sheet_may_be_as_far_as_it_likes(tmp_path: Path, read: Read) -> None:
    path = make.xlsx(
        tmp_path / "a.xlsx", make.ONE_CELL, cells("XFD1048576"), states=["visible", "hidden"]
    )
    assert read(path).hidden_sheets == ["Sheet2"]


def test_a_wrong_dimension_is_not_believed(tmp_path: Path, read: Read) -> None:
    for said in ("A1", "A1:XFD1048576"):
        inner = f'<dimension ref="{said}"/>{make.table([["甲", 1], ["乙", 2]])}'
        grid = read(make.xlsx(tmp_path / "a.xlsx", inner)).sheets[0]
        assert grid.rows == [["甲", 1.0], ["乙", 2.0]]


@pytest.mark.parametrize(
    "number", ["1e400", "-1e400", "9" * 300_000, "NaN", "-inf"], ids=lambda value: value[:6]
)
def test_numbers_beyond_reason_pass_through_as_numbers(
    number: str, tmp_path: Path, read: Read
) -> None:
    inner = f'<sheetData><row><c r="A1"><v>{number}</v></c></row></sheetData>'
    value = read(make.xlsx(tmp_path / "a.xlsx", inner)).sheets[0].cell(1, 1)
    assert isinstance(value, float)
    assert value - value != 0  # neither inf nor nan equals itself here


def test_ten_thousand_merges_are_read_fast(tmp_path: Path, read: Read) -> None:
    inner = merges(*(f"A{n}:B{n}" for n in range(1, 10_001)))
    assert len(read(make.xlsx(tmp_path / "a.xlsx", inner)).sheets[0].merges) == 10_000
