"""What an OLE container holds: a workbook, a password, macros, or another document."""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import msoffcrypto
import olefile

from accountability.intake.reading import refusals
from accountability.intake.reading.grid import RefusedError

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DEFAULT_PASSWORD: Final = "VelvetSweatshop"  # noqa: S105 - what Excel itself opens silently
WORKBOOKS: Final = ("Workbook", "Book")
DOCUMENTS: Final = (
    ("WordDocument", "Word 文档"),
    ("PowerPoint Document", "演示文稿"),
    ("VisioDocument", "Visio 图纸"),
    ("__properties_version1.0", "邮件"),
)
PROJECT: Final = "_VBA_PROJECT_CUR"
MACRO_NOTICE: Final = "文件带有宏；宏没有运行，只读取了单元格的数值。"

BOUND_SHEET, FILE_PASS, END_OF_SUBSTREAM = 0x0085, 0x002F, 0x000A
MACRO_SHEET: Final = 1
_HEADER: Final = struct.Struct("<HH")


@dataclass(frozen=True, slots=True)
class Container:
    """An OLE file that xlrd can open.

    Its macros cannot run here, and many real .xls files carry recorded ones: they are read with
    a notice, where the macro formats that are archives are refused.
    """

    data: bytes
    macros: bool


def open_container(data: bytes) -> Container:
    """Look into an OLE file and take Excel's default password off.

    Raises: RefusedError for other passwords and other documents.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            stream = _workbook_stream(ole)
            book = ole.openstream(stream).read()
            macros = bool(ole.exists(PROJECT))
    except RefusedError:
        raise
    except Exception as error:
        raise refusals.corrupt() from error
    records = list(_first_records(book))
    if any(number == FILE_PASS for number, _ in records):
        data = _without_default_password(data)
    macros = macros or any(number == BOUND_SHEET and _is_macro(body) for number, body in records)
    return Container(data, macros)


def _workbook_stream(ole: olefile.OleFileIO) -> str:
    if ole.exists("EncryptedPackage") or ole.exists("EncryptionInfo"):
        raise refusals.encrypted()
    for name in WORKBOOKS:
        if ole.exists(name):
            return name
    for name, what in DOCUMENTS:
        if ole.exists(name):
            raise refusals.not_a_workbook(what)
    raise refusals.not_a_workbook("别的办公文档")


def _first_records(book: bytes) -> Iterator[tuple[int, bytes]]:
    """Walk through the records that describe the whole workbook."""
    at = 0
    while at + _HEADER.size <= len(book):
        number, size = _HEADER.unpack_from(book, at)
        at += _HEADER.size
        yield number, book[at : at + size]
        at += size
        if number == END_OF_SUBSTREAM:
            return


def _is_macro(sheet: bytes) -> bool:
    return sheet[5:6] == bytes((MACRO_SHEET,))


def _without_default_password(data: bytes) -> bytes:
    """Decrypt what Excel opens without asking.

    Raises: RefusedError when another password is needed.
    """
    out = io.BytesIO()
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        office.load_key(password=DEFAULT_PASSWORD)
        office.decrypt(out)
    except Exception as error:
        raise refusals.encrypted() from error
    return out.getvalue()
