"""Old binary workbooks, read by xlrd."""

import io
import struct
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlwt

from accountability.intake.reading.grid import CellError, Format, Merge, Reason
from tests.accountability.intake.reading import make
from tests.accountability.intake.reading.conftest import Read, Refuse

SECTOR = 512
BOUND_SHEET = 0x85
END_OF_GLOBALS = 0x0A


def save(book: Any, path: Path) -> Path:
    book.save(str(path))
    return path


def ledger(path: Path) -> Path:
    """Write one sheet with everything the reader looks for, and a hidden one."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("花名册")
    day = xlwt.easyxf(num_format_str="yyyy/m/d")
    sheet.write_merge(0, 1, 0, 2, "兰考县驻村花名册")
    sheet.write(2, 0, "　张　三 ")
    sheet.write(2, 1, 371, xlwt.easyxf(num_format_str="000000"))
    sheet.write(2, 2, date(2018, 3, 1), day)
    sheet.write(3, 0, True)
    sheet.write(3, 1, 0.95, xlwt.easyxf(num_format_str="0%"))
    sheet.write(3, 2, datetime.fromisoformat("2018-03-01T12:00"), day)
    sheet.row(4).set_cell_error(0, 0x2A)
    sheet.write(4, 1, -5, day)
    sheet.row(3).hidden = True
    sheet.col(1).hidden = True
    book.add_sheet("旧数据").visibility = 1
    return save(book, path)


def test_everything_the_file_stores(tmp_path: Path, read: Read) -> None:
    workbook = read(ledger(tmp_path / "a.xls"))
    grid = workbook.sheets[0]
    assert workbook.format is Format.XLS
    assert workbook.hidden_sheets == ["旧数据"]
    assert grid.name == "花名册"
    assert grid.merges == [Merge(1, 1, 2, 3)]
    assert grid.rows[2] == ["　张　三 ", 371.0, date(2018, 3, 1)]
    assert grid.rows[3] == [True, 0.95, datetime.fromisoformat("2018-03-01T12:00")]
    assert grid.rows[4] == [CellError("#N/A"), -5.0]
    assert grid.cell(3, 99) is None
    assert grid.hidden_rows == {4}
    assert grid.hidden_columns == {2}
    assert grid.number_formats == {(3, 2): "000000", (4, 2): "0%"}
    assert grid.text(3, 2) == "000371"


def test_an_et_file_is_an_xls(tmp_path: Path, read: Read) -> None:
    assert read(ledger(tmp_path / "花名册.et")).format is Format.XLS


def test_the_1904_system(tmp_path: Path, read: Read) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = True
    book.add_sheet("x").write(0, 0, 1, xlwt.easyxf(num_format_str="yyyy/m/d"))
    workbook = read(save(book, tmp_path / "a.xls"))
    assert workbook.date_1904
    assert workbook.sheets[0].rows == [[date(1904, 1, 2)]]


def test_a_value_in_the_last_corner_is_read(tmp_path: Path, read: Read) -> None:
    """Rows keep their own lengths, so a stray value costs nothing."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("x")
    sheet.write(0, 0, 1)
    sheet.write(65535, 255, 2)
    grid = read(save(book, tmp_path / "a.xls")).sheets[0]
    assert grid.cell(65536, 256) == 2.0
    assert grid.rows[1] == []


def test_only_hidden_sheets(tmp_path: Path, refuse: Refuse) -> None:
    book = xlwt.Workbook()
    book.add_sheet("x").visibility = 2
    path = tmp_path / "a.xls"
    stream = bytearray(stream_of(save(book, path)))
    at = stream.index(b"\x85\x00", 100)
    stream[at + 8] = 2
    assert "没有可见的工作表" in refuse(container(path, bytes(stream))).sentence


def stream_of(path: Path) -> bytes:
    import olefile

    with olefile.OleFileIO(str(path)) as ole:
        return bytes(ole.openstream("Workbook").read())


def container(path: Path, stream: bytes, name: str = "Workbook") -> Path:
    """Write an OLE file with one stream."""
    doc = xlwt.CompoundDoc.XlsDoc()
    out = io.BytesIO()
    doc.save(out, stream)
    data = out.getvalue()
    if name != "Workbook":
        data = data.replace("Workbook".encode("utf-16-le"), name.ljust(8, "\0").encode("utf-16-le"))
    return make.write(path, data)


def with_record(number: int, body: bytes) -> Callable[[Path], Path]:
    """Put a record behind the first of a workbook, and keep the places of the sheets right."""
    record = struct.pack("<HH", number, len(body)) + body

    def write(path: Path) -> Path:
        stream = bytearray(stream_of(ledger(path)))
        first = at = 4 + int.from_bytes(stream[2:4], "little")
        while stream[at] != END_OF_GLOBALS:
            kind, size = struct.unpack_from("<HH", stream, at)
            if kind == BOUND_SHEET:
                (place,) = struct.unpack_from("<I", stream, at + 4)
                struct.pack_into("<I", stream, at + 4, place + len(record))
            at += 4 + size
        return container(path, bytes(stream[:first]) + record + bytes(stream[first:]))

    return write


def test_a_password_is_told(tmp_path: Path, refuse: Refuse) -> None:
    for body in (b"\x00\x00\x12\x34\x56\x78", bytes(6), b"\x01\x00" + bytes(60)):
        refused = refuse(with_record(0x2F, body)(tmp_path / "a.xls"))
        assert refused.reason is Reason.ENCRYPTED
        assert "取消打开密码" in refused.sentence


def test_macros_of_an_xls_are_told_and_left_alone(tmp_path: Path, read: Read) -> None:
    macro_sheet = struct.pack("<IBBB", 0, 2, 1, 2) + b"\x00m1"
    workbook = read(with_record(0x85, macro_sheet)(tmp_path / "a.xls"))
    assert "宏没有运行" in "".join(workbook.notices)
    assert [grid.name for grid in workbook.sheets] == ["花名册"]


def test_other_documents_in_ole_are_named(tmp_path: Path, refuse: Refuse) -> None:
    path = ledger(tmp_path / "a.xls")
    data = path.read_bytes()
    for name, words in (("WordDocu", "别的办公文档"), ("Something"[:8], "别的办公文档")):
        renamed = data.replace("Workbook".encode("utf-16-le"), name.encode("utf-16-le"))
        refused = refuse(make.write(path, renamed))
        assert refused.reason is Reason.NOT_A_WORKBOOK
        assert words in refused.sentence


def changed(at: int, value: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        data = bytearray(ledger(path).read_bytes())
        data[at : at + len(value)] = value
        return make.write(path, bytes(data))

    return write


def cut(share: float) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        data = ledger(path).read_bytes()
        return make.write(path, data[: int(len(data) * share)])

    return write


def fat_loop(path: Path) -> Path:
    """Let every sector of the allocation table follow itself."""
    data = bytearray(ledger(path).read_bytes())
    sector = int.from_bytes(data[76:80], "little")
    at = SECTOR * (sector + 1)
    data[at : at + SECTOR] = b"".join(struct.pack("<I", n) for n in range(SECTOR // 4))
    return make.write(path, bytes(data))


HOSTILE: dict[str, Callable[[Path], Path]] = {
    "directory that is not there": changed(48, b"\xff\xff\xff\x7f"),
    "master table of four billion sectors": changed(72, b"\xff\xff\xff\xff"),
    "master table that is not there": changed(68, b"\xff\xff\xff\x7f"),
    "sectors of four gigabytes": changed(30, b"\x20\x00"),
    "big-endian": changed(28, b"\xff\xfe"),
    "table that loops": fat_loop,
    "cut at 10 %": cut(0.1),
    "cut at 50 %": cut(0.5),
    "noise in the middle": changed(600, bytes(range(256)) * 4),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_damage_is_refused(kind: str, tmp_path: Path, refuse: Refuse) -> None:
    refused = refuse(HOSTILE[kind](tmp_path / "a.xls"))
    assert refused.reason in {Reason.CORRUPT, Reason.TOO_BIG}
    assert "请" in refused.sentence


@pytest.mark.parametrize("at", [44, 64], ids=["allocation table", "small table"])
def test_a_table_of_four_billion_sectors_is_not_believed(
    at: int, tmp_path: Path, read: Read
) -> None:
    path = changed(at, b"\xff\xff\xff\xff")(tmp_path / "a.xls")
    assert read(path).sheets[0].cell(3, 2) == 371.0


def test_formatted_to_the_bottom(tmp_path: Path, read: Read) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("x")
    style = xlwt.easyxf("borders: left thin")
    sheet.write(0, 0, 1, style)
    for row in range(1, 65_536, 7):
        sheet.write(row, 3, None, style)
    grid = read(save(book, tmp_path / "a.xls")).sheets[0]
    assert grid.cell(1, 1) == 1.0
    assert all(cell is None for row in grid.rows[1:] for cell in row)
