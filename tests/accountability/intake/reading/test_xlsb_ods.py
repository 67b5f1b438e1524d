"""The two other archives: .xlsb and .ods."""

import struct
from datetime import date, time
from pathlib import Path

from accountability.intake.reading.grid import CellError, Format, Merge
from tests.accountability.intake.reading import make
from tests.accountability.intake.reading.conftest import Read


def number(value: float) -> bytes:
    return struct.pack("<d", value)


def test_an_xlsb_and_its_second_look(tmp_path: Path, read: Read) -> None:
    sheet = (
        make.record(60, struct.pack("<IIIIH", 2, 3, 2000, 0, 1))
        + make.xlsb_rows(
            make.xlsb_row(
                2,
                make.xlsb_cell(2, 5, number(371.0), 1),
                make.xlsb_cell(3, 6, make.wide("李庄村")),
                make.xlsb_cell(4, 3, b"\x2a"),
                make.xlsb_cell(5, 4, b"\x01"),
                make.xlsb_cell(6, 1, b""),
            ),
            make.xlsb_row(4, make.xlsb_cell(2, 5, number(43160.0), 2), hidden=True),
        )
        + make.record(176, struct.pack("<IIII", 0, 1, 0, 4))
    )
    path = make.xlsb(
        tmp_path / "a.xlsb", sheet, sheet, states=[0, 1], formats=["000000", "yyyy/m/d"]
    )
    workbook = read(path)
    grid = workbook.sheets[0]
    assert workbook.format is Format.XLSB
    assert workbook.hidden_sheets == ["表2"]
    assert grid.rows[0] == [None] * len(grid.rows[0])
    assert grid.rows[1][:5] == [None, 371.0, "李庄村", CellError("#N/A"), True]
    assert grid.cell(4, 2) == date(2018, 3, 1)
    assert grid.hidden_rows == {4}
    assert grid.hidden_columns == {3, 4}
    assert grid.merges == [Merge(1, 1, 2, 5)]
    assert grid.number_formats == {(2, 2): "000000"}
    assert grid.text(2, 2) == "000371"


def text(value: str, attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string" {attributes}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def amount(value: float, shown: str = "", kind: str = "float", attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}" {attributes}>'
        f"<text:p>{shown or value}</text:p></table:table-cell>"
    )


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


HIDDEN_STYLE = (
    '<style:style style:name="gone" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
    '<number:number-style style:name="N1"><number:number number:min-integer-digits="6"/>'
    "</number:number-style>"
)


def test_an_ods_and_its_second_look(tmp_path: Path, read: Read) -> None:
    error = 'table:formula="of:=1/0" calcext:value-type="error"'
    inner = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>'
        + row(
            text("兰考县", 'table:number-columns-spanned="2" table:number-rows-spanned="2"'),
            "<table:covered-table-cell/>",
            amount(371, "000371"),
        )
        + row(attributes='table:number-rows-repeated="2"')
        + row(
            '<table:table-cell table:number-columns-repeated="2"/>',
            text("#DIV/0!", error),
            amount(0, "#N/A", attributes='table:formula="of:=NA()"'),
            attributes='table:visibility="filter"',
        )
        + row(
            amount(0.95, "95%", kind="percentage"),
            '<table:table-cell office:value-type="date" office:date-value="2018-03-01">'
            "<text:p>2018年3月</text:p></table:table-cell>",
            '<table:table-cell office:value-type="boolean" office:boolean-value="true">'
            "<text:p>TRUE</text:p></table:table-cell>",
            '<table:table-cell office:value-type="time" office:time-value="PT06H00M00S">'
            "<text:p>6:00</text:p></table:table-cell>",
        )
        + row(text("李庄村<office:annotation><text:p>已合并</text:p></office:annotation>"))
        + row(amount(5, "5", attributes='table:number-columns-repeated="3"'))
    )
    path = make.ods(
        tmp_path / "a.ods",
        make.ods_table(inner) + make.ods_table("", "旧数据", "gone"),
        head=HIDDEN_STYLE,
    )
    workbook = read(path)
    grid = workbook.sheets[0]
    assert workbook.format is Format.ODS
    assert workbook.hidden_sheets == ["旧数据"]
    assert grid.rows[0][:3] == ["兰考县", None, 371.0]
    assert grid.text(1, 3) == "000371"
    assert grid.merges == [Merge(1, 1, 2, 2)]
    assert grid.rows[3][:4] == [None, None, CellError("#DIV/0!"), CellError("#N/A")]
    assert grid.hidden_rows == {4}
    assert grid.hidden_columns == {3}
    assert grid.rows[4][:4] == [0.95, date(2018, 3, 1), True, time(6)]
    assert grid.number_formats[5, 1] == "0%"
    assert grid.cell(6, 1) == "李庄村"
    assert grid.comments == {(6, 1): "已合并"}
    assert grid.rows[6][:3] == [5.0, 5.0, 5.0]


def test_an_indented_ods_without_its_type_is_read(tmp_path: Path, read: Read) -> None:
    inner = row(text("甲"), amount(1)).replace("<table:table-cell", "\n   <table:table-cell")
    path = make.ods(tmp_path / "a.ods", make.ods_table(inner + "\n"))
    assert read(path).sheets[0].rows == [["甲", 1.0]]


def test_repeated_rows_are_unrolled_in_their_place(tmp_path: Path, read: Read) -> None:
    inner = row(amount(1), attributes='table:number-rows-repeated="3"') + row(text("末"))
    grid = read(make.ods(tmp_path / "a.ods", make.ods_table(inner))).sheets[0]
    assert grid.rows == [[1.0], [1.0], [1.0], ["末"]]
