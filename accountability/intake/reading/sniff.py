"""Tell what a file is by its bytes, never by its name."""

import re
import zipfile
from enum import Enum
from pathlib import Path
from typing import Final

from accountability.intake.reading import refusals
from accountability.intake.reading.grid import Format, RefusedError

HEAD: Final = 8192
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BARE_BIFF: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

OTHERS: Final = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"RIFF", "图片或音视频"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"Rar!", "压缩包（RAR），请解压后上传里面的表格"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包（7z），请解压后上传里面的表格"),
    (b"\x1f\x8b", "压缩包（gzip），请解压后上传里面的表格"),
    (b"BZh", "压缩包（bzip2），请解压后上传里面的表格"),
    (b"\xfd7zXZ", "压缩包（xz），请解压后上传里面的表格"),
    (b"{\\rtf", "RTF 文档"),
    (b"\x00\x00\x02\x00", "Lotus 1-2-3 文件"),
    (b"\x00\x00\x1a\x00", "Lotus 1-2-3 文件"),
    (b"ID;P", "SYLK 文件"),
    (b"SQLite format 3", "数据库文件"),
)

MEMBERS: Final = (
    ("xl/workbook.bin", Format.XLSB),
    ("xl/workbook.xml", Format.XLSX),
)
DOCUMENTS: Final = (
    ("word/", "Word 文档"),
    ("ppt/", "演示文稿"),
    ("ofd.xml", "OFD 文件"),
)
OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument."

XML_TABLES: Final = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", "XML 表格 2003"),
    (b'"Excel.Sheet"', "XML 表格 2003"),
    (b"office:document", "单个 XML 文件的电子表格"),
    (b"<uof:", "UOF 电子表格"),
)

_HTML: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|meta|body|table|style|script|div|tr|td|span|p)\b",
    re.IGNORECASE,
)
_MHT: Final = re.compile(rb"(?:[\w-]+:[^\r\n]*[\r\n]+)*?MIME-Version\s*:", re.IGNORECASE)


class Shape(Enum):
    """The kind of container, before anything inside it is looked at."""

    ZIP = "zip"
    OLE = "ole"
    BARE_BIFF = "bare_biff"
    TEXT = "text"


def sniff(path: Path) -> Format:
    """Return the format of a file.

    Raises: RefusedError when it is no workbook we read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    kind = shape(head)
    if kind is Shape.ZIP:
        return _zip_format(path)
    return Format.CSV if kind is Shape.TEXT else Format.XLS


def shape(head: bytes) -> Shape:
    """Classify the first bytes of a file.

    Raises: RefusedError for what is known to be something else.
    """
    if not head:
        raise refusals.empty()
    if head.startswith(OLE):
        return Shape.OLE
    if head.startswith(ZIP):
        return Shape.ZIP
    if head.startswith(BARE_BIFF):
        return Shape.BARE_BIFF
    for magic, what in OTHERS:
        if head.startswith(magic) and not _is_plain_text(head, magic):
            raise refusals.not_a_workbook(what)
    markup = _markup(head)
    if markup is not None:
        raise markup
    return Shape.TEXT


def _is_plain_text(head: bytes, magic: bytes) -> bool:
    """Two letters are not enough: a text may begin with BM or MZ."""
    return magic.isalpha() and b"\x00" not in head


def _markup(head: bytes) -> RefusedError | None:
    """Recognise pages and XML that only carry a spreadsheet's name."""
    text = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if _MHT.match(text):
        return refusals.web_page("网页档案（MHT）")
    if not text.startswith(b"<"):
        return None
    for mark, what in XML_TABLES:
        if mark in text:
            return refusals.web_page(what)
    if _HTML.search(text):
        return refusals.web_page()
    return refusals.not_a_workbook("XML 文件") if text.startswith(b"<?xml") else None


def _zip_format(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as container:
            names = [name.replace("\\", "/").lower() for name in container.namelist()]
            kind = _mimetype(container)
    except Exception as error:
        raise refusals.corrupt() from error
    if kind.startswith(OPEN_DOCUMENT):
        if kind.startswith(OPEN_DOCUMENT + b"spreadsheet"):
            return Format.ODS
        raise refusals.not_a_workbook("别的办公文档")
    for member, format_ in MEMBERS:
        if member in names:
            return format_
    return _format_by_folder(names)


def _format_by_folder(names: list[str]) -> Format:
    if any(name.startswith("xl/") for name in names):
        return Format.XLSX
    if "content.xml" in names and "meta-inf/manifest.xml" in names:
        return Format.ODS
    for folder, what in DOCUMENTS:
        if any(name.startswith(folder) for name in names):
            raise refusals.not_a_workbook(what)
    if "[content_types].xml" in names and any(name.endswith("workbook.xml") for name in names):
        return Format.XLSX  # kept elsewhere, as the relations will tell
    raise refusals.not_a_workbook("压缩包，请解压后上传里面的表格")


def _mimetype(container: zipfile.ZipFile) -> bytes:
    try:
        with container.open("mimetype") as member:
            return member.read(100)
    except KeyError:
        return b""
