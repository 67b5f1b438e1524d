"""What an .xlsx stores is what the grid says."""

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty

from accountability.intake.reading.grid import CellError, Format, Kind, Merge
from tests.accountability.intake.reading import make
from tests.accountability.intake.reading.conftest import Read


def row(*cells: str) -> str:
    return f'<sheetData><row r="1">{"".join(cells)}</row></sheetData>'


def test_kinds_and_addresses(tmp_path: Path, read: Read) -> None:
    path = make.xlsx(tmp_path / "a.xlsx", make.table([["甲", 1, True, None, 2.5], [], [0.0]]))
    workbook = read(path)
    grid = workbook.sheets[0]
    assert workbook.format is Format.XLSX
    assert grid.rows[0] == ["甲", 1.0, True, None, 2.5]
    assert [grid.kind(1, column) for column in range(1, 7)] == [
        Kind.TEXT,
        Kind.NUMBER,
        Kind.BOOL,
        Kind.EMPTY,
        Kind.NUMBER,
        Kind.EMPTY,
    ]
    assert grid.cell(3, 1) == 0.0
    assert grid.cell(99, 99) is None
    assert grid.address(3, 28) == "AB3"


def test_true_and_one_are_not_mixed_up(tmp_path: Path, read: Read) -> None:
    path = make.xlsx(tmp_path / "a.xlsx", make.table([[1, True, 0, False], [True, 1, False, 0]]))
    for cells in read(path).sheets[0].rows:
        assert {type(cell) for cell in cells} == {bool, float}
    assert [type(cell) for cell in read(path).sheets[0].rows[1]] == [bool, float, bool, float]


def test_blank_rows_and_columns_in_front_are_kept(tmp_path: Path, read: Read) -> None:
    inner = '<sheetData><row r="3"><c r="C3"><v>1</v></c></row></sheetData>'
    grid = read(make.xlsx(tmp_path / "a.xlsx", inner)).sheets[0]
    assert [row[2:] for row in grid.rows] == [[None], [None], [1.0]]
    assert [cell for row in grid.rows for cell in row[:2]] == [None] * 6


def test_cells_out_of_order_or_without_names_find_their_place(tmp_path: Path, read: Read) -> None:
    backwards = (
        '<sheetData><row r="2"><c r="B2"><v>4</v></c><c r="A2"><v>3</v></c></row>'
        '<row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    )
    nameless = (
        "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>"
    )
    first, second = read(make.xlsx(tmp_path / "a.xlsx", backwards, nameless)).sheets
    assert [first.cell(1, 1), first.cell(2, 1), first.cell(2, 2)] == [1.0, 3.0, 4.0]
    assert [second.cell(1, 1), second.cell(1, 2), second.cell(2, 1)] == [1.0, 2.0, 3.0]


def test_an_id_typed_as_a_number_stays_a_number(tmp_path: Path, read: Read) -> None:
    cells = (
        '<c r="A1"><v>410222197803011234</v></c>',
        '<c r="B1"><v>4.10222197803011E+17</v></c>',
        '<c r="C1" t="inlineStr"><is><t>410222197803011234</t></is></c>',
        '<c r="D1"><v>13800000000</v></c>',
    )
    grid = read(make.xlsx(tmp_path / "a.xlsx", row(*cells))).sheets[0]
    assert grid.kind(1, 1) is grid.kind(1, 2) is Kind.NUMBER
    assert grid.cell(1, 1) == 410222197803011234.0
    assert str(grid.cell(1, 1)) != "410222197803011234"
    assert grid.cell(1, 3) == "410222197803011234"
    assert grid.text(1, 4) == "13800000000"


def test_text_however_it_is_stored(tmp_path: Path, read: Read) -> None:
    rich = (
        '<c r="A1" t="inlineStr"><is><r><t>张</t></r><r><rPr/><t xml:space="preserve"> 三</t></r>'
        '<rPh sb="0" eb="1"><t>ZHANG</t></rPh></is></c>'
    )
    cells = (
        rich,
        '<c r="B1" t="s"><v>0</v></c>',
        '<c r="C1" t="str"><f>"x"</f><v>x</v></c>',
        '<c r="D1" t="inlineStr"><is><t>一_x000D_\n二</t></is></c>',
        '<c r="E1" t="inlineStr"><is><t>𠮷䶮</t></is></c>',
        '<c r="F1" t="inlineStr"><is><t></t></is></c>',
    )
    path = make.xlsx(tmp_path / "a.xlsx", row(*cells), strings=["共享<文字>&"])
    grid = read(path).sheets[0]
    assert grid.rows[0][:3] == ["张 三", "共享<文字>&", "x"]
    assert str(grid.cell(1, 4)).split() == ["一", "二"]
    assert grid.cell(1, 5) == "𠮷䶮"
    assert grid.cell(1, 6) is None


@pytest.mark.parametrize("filler", [0, 30_000], ids=["small", "big"])
def test_error_cells_are_errors(filler: int, tmp_path: Path, read: Read) -> None:
    """A big sheet is searched, a small one parsed: both must find them."""
    codes = ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"]
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="e"><v>{code}</v></c><c r="B{number}"><v>1</v></c></row>'
        for number, code in enumerate(codes, start=1)
    )
    rest = "".join(
        f'<row r="{number}"><c r="B{number}"><v>1</v></c></row>' for number in range(8, 8 + filler)
    )
    grid = read(make.xlsx(tmp_path / "a.xlsx", f"<sheetData>{rows}{rest}</sheetData>")).sheets[0]
    assert [grid.cell(number, 1) for number in range(1, 8)] == [CellError(code) for code in codes]
    assert grid.kind(1, 1) is Kind.ERROR
    assert grid.cell(7, 2) == 1.0


def test_an_error_nobody_knows_does_not_take_the_sheet_with_it(tmp_path: Path, read: Read) -> None:
    cells = (
        '<c r="A1" t="e"><v>#SPILL!</v></c>',
        '<c r="B1"><v>5</v></c>',
        '<c r="C1" t="e"><v>#N/A</v></c>',
    )
    grid = read(make.xlsx(tmp_path / "a.xlsx", row(*cells))).sheets[0]
    assert grid.rows == [[CellError("#SPILL!"), 5.0, CellError("#N/A")]]


def test_the_text_of_an_error_is_that_error(tmp_path: Path, read: Read) -> None:
    grid = read(make.xlsx(tmp_path / "a.xlsx", make.table([["#N/A", "#不适用"]]))).sheets[0]
    assert grid.rows == [[CellError("#N/A"), "#不适用"]]


def test_formulas_without_a_value_are_told(tmp_path: Path, read: Read) -> None:
    cells = (
        '<c r="A1"><f>1+1</f></c>',
        '<c r="B1"><f>1+1</f><v></v></c>',
        '<c r="C1"><f>1+1</f><v>2</v></c>',
        '<c r="D1" t="str"><f>IF(1,"")</f><v></v></c>',
        '<c r="E1"><f t="shared" si="0"/><v/></c>',
    )
    grid = read(make.xlsx(tmp_path / "a.xlsx", row(*cells))).sheets[0]
    assert grid.formula_without_value == {(1, 1), (1, 2), (1, 5)}
    assert grid.cell(1, 3) == 2.0


def test_formulas_of_extensions_are_not_cells(tmp_path: Path, read: Read) -> None:
    inner = (
        f"{make.ONE_CELL}<extLst><ext xmlns:xm='urn:x' xmlns:x14='urn:y'><x14:sparkline>"
        "<xm:f>Sheet1!A1</xm:f></x14:sparkline></ext></extLst>"
    )
    grid = read(make.xlsx(tmp_path / "a.xlsx", inner)).sheets[0]
    assert grid.rows == [[1.0]]
    assert not grid.formula_without_value


DATES = {
    "yyyy/m/d": date(2018, 3, 1),
    'yyyy"年"m"月"d"日"': date(2018, 3, 1),
    '[$-804]yyyy"年"m"月";@': date(2018, 3, 1),
    '[DBNum1][$-804]yyyy"年"m"月"d"日";@': date(2018, 3, 1),
    "yyyy.mm": date(2018, 3, 1),
    "General": 43160.0,
    "0.00": 43160.0,
    '0"日"': 43160.0,
}


@pytest.mark.parametrize("code", DATES)
def test_dates_follow_the_format(code: str, tmp_path: Path, read: Read) -> None:
    inner = make.table([[43160]], style=1)
    grid = read(make.xlsx(tmp_path / "a.xlsx", inner, formats=[code])).sheets[0]
    assert grid.cell(1, 1) == DATES[code]
    assert type(grid.cell(1, 1)) is type(DATES[code])


def test_times_and_durations(tmp_path: Path, read: Read) -> None:
    inner = row(
        make.cell("A1", 43160.5, 1),
        make.cell("B1", 0.25, 1),
        make.cell("C1", 0.25, 2),
        make.cell("D1", 1.5, 2),
        make.cell("E1", 3_000_000, 1),
    )
    path = make.xlsx(tmp_path / "a.xlsx", inner, formats=["yyyy/m/d h:mm", "[h]:mm"])
    assert read(path).sheets[0].rows == [
        [datetime.fromisoformat("2018-03-01T12:00"), time(6), time(6), 1.5, 3_000_000.0]
    ]


def test_the_1904_system(tmp_path: Path, read: Read) -> None:
    path = make.xlsx(
        tmp_path / "a.xlsx",
        make.table([[1]], style=1),
        formats=["yyyy/m/d"],
        workbook='<workbookPr date1904="1"/><extLst><ext><workbookPr/></ext></extLst>',
    )
    workbook = read(path)
    assert workbook.date_1904
    assert workbook.sheets[0].rows == [[date(1904, 1, 2)]]


@pytest.mark.parametrize("filler", [0, 30_000], ids=["small", "big"])
def test_formats_that_say_more_than_the_value(filler: int, tmp_path: Path, read: Read) -> None:
    codes = ["000000", "0.0%", 'yyyy"年"m"月"', '0"万元"', "yyyy/m/d"]
    cells = [make.cell(f"{letter}1", 371, style) for style, letter in enumerate("ABCDE", start=1)]
    cells += ['<c r="F1"><v>0371</v></c>', '<c r="G1"><v>371</v></c>', '<c r="H1" s="1"/>']
    rest = "".join(f'<row r="{n}"><c r="A{n}"><v>0</v></c></row>' for n in range(2, 2 + filler))
    inner = f'<sheetData><row r="1">{"".join(cells)}</row>{rest}</sheetData>'
    grid = read(make.xlsx(tmp_path / "a.xlsx", inner, formats=codes)).sheets[0]
    assert grid.number_formats == {
        (1, 1): "000000",
        (1, 2): "0.0%",
        (1, 3): 'yyyy"年"m"月"',
        (1, 4): '0"万元"',
        (1, 6): "0000",
    }
    assert grid.text(1, 1) == "000371"
    assert grid.text(1, 6) == "0371"
    assert grid.text(1, 7) == "371"


def test_what_openpyxl_writes_is_read_back(tmp_path: Path, read: Read) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["县", "村", "得分"])
    sheet.append(["兰考县", "李庄村", 95.5])
    sheet["B2"].comment = Comment("此村已合并", "审核人")
    sheet.merge_cells("A1:A2")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.custom_doc_props.append(StringProperty(name="template", value="DJ-01 v3"))  # type: ignore[attr-defined]
    hidden = book.create_sheet("旧数据")
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")

    workbook = read(tmp_path / "a.xlsx")
    grid = workbook.sheets[0]
    assert grid.merges == [Merge(1, 1, 2, 1)]
    assert (2, 1) in grid.merges[0]
    assert grid.hidden_rows == {2}
    assert grid.hidden_columns == {3}
    assert grid.comments == {(2, 2): "此村已合并"}
    assert workbook.properties == {"template": "DJ-01 v3"}
    assert workbook.hidden_sheets == ["旧数据"]
    assert "旧数据" in workbook.notices[0]
    assert [sheet.name for sheet in workbook.sheets] == ["Sheet"]


def test_many_hidden_columns_are_bounded(tmp_path: Path, read: Read) -> None:
    inner = f'<cols><col min="3" max="16384" hidden="1"/></cols>{make.ONE_CELL}'
    assert read(make.xlsx(tmp_path / "a.xlsx", inner)).sheets[0].hidden_columns == set(
        range(3, 513)
    )


def test_a_prefixed_sheet_reads_like_any_other(tmp_path: Path, read: Read) -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{make.MAIN}"><x:sheetData><x:row r="1" hidden="1">'
        '<x:c r="A1" t="e"><x:v>#N/A</x:v></x:c><x:c r="B1"><x:v>2</x:v></x:c></x:row>'
        '</x:sheetData><x:mergeCells><x:mergeCell ref="C1:D2"/></x:mergeCells></x:worksheet>'
    )
    path = make.xlsx(tmp_path / "a.xlsx", "", extra={"xl/worksheets/sheet1.xml": sheet})
    grid = read(path).sheets[0]
    assert grid.rows == [[CellError("#N/A"), 2.0]]
    assert grid.hidden_rows == {1}
    assert grid.merges == [Merge(1, 3, 2, 4)]


def test_chart_sheets_are_left_out(tmp_path: Path, read: Read) -> None:
    parts = make.xlsx_parts(make.ONE_CELL, make.ONE_CELL)
    rels = str(parts["xl/_rels/workbook.xml.rels"])
    parts["xl/_rels/workbook.xml.rels"] = rels.replace(
        'worksheet" Target="worksheets/sheet2.xml', 'chartsheet" Target="chartsheets/sheet2.xml'
    )
    parts["xl/chartsheets/sheet2.xml"] = f'<chartsheet xmlns="{make.MAIN}"/>'
    workbook = read(make.archive(tmp_path / "a.xlsx", parts))
    assert [grid.name for grid in workbook.sheets] == ["Sheet1"]
    assert workbook.notices == ["图表工作表“Sheet2”没有读取。"]


def test_thousands_of_styles_are_no_hindrance(tmp_path: Path, read: Read) -> None:
    """Workbooks merged for years have them; a pattern of all of them would never end."""
    formats = ["0%"] * 20_000
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" s="{n}"><v>{n}</v></c><c r="B{n}" s="0"><v>1</v></c></row>'
        for n in range(1, 20_001)
    )
    path = make.xlsx(tmp_path / "a.xlsx", f"<sheetData>{rows}</sheetData>", formats=formats)
    grid = read(path).sheets[0]
    assert len(grid.number_formats) == 20_000
    assert grid.number_formats[20_000, 1] == "0%"
