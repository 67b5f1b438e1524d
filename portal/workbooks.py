"""Tables as .xlsx files in which nothing can become a formula.

The file is written by hand: a text is stored as a text (inline string), never as <f>, and one that
a program might read as a formula when edited carries quotePrefix. What was written comes back as
it was. The same rows give the same bytes.
"""

import datetime as dt
import io
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAFE_DIGITS = 10**15  # a spreadsheet keeps no more than 15 digits of a number
CELL_LENGTH = 32_767
WIDEST, NARROWEST = 48, 8
_NORMAL, _HEADER, _QUOTED, _DATE = range(4)
_PLAIN_START = re.compile(r"[^\W_]", re.ASCII)
_HAN_START = re.compile(r"[㐀-䶿一-鿿]")
_ESCAPED = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
_NOT_XML = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # what XML 1.0 cannot hold at all
_EPOCH = dt.date(1899, 12, 30)

_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{XLSX}.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/styles.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
)
_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
_BOOK_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_REL}/styles" Target="styles.xml"/></Relationships>'
)
_STYLES = (
    f'{_HEAD}<styleSheet {_NS}><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '</numFmts><fonts count="2"><font><sz val="11"/><name val="SimSun"/></font>'
    '<font><b/><sz val="11"/><name val="SimSun"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def write_xlsx(
    headers: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "列表"
) -> bytes:
    """Return a workbook of one sheet: numbers and dates as such, everything else as text."""
    body = "".join(_rows(headers, rows))
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{_width(header)}" customWidth="1"/>'
        for place, header in enumerate(headers, 1)
    )
    sheet = (
        f'{_HEAD}<worksheet {_NS}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1"'
        ' topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"{f'<cols>{widths}</cols>' if widths else ''}<sheetData>{body}</sheetData></worksheet>"
    )
    name = quoteattr(re.sub(r"[\[\]:*?/\\']", " ", title)[:31])
    book = (
        f'{_HEAD}<workbook {_NS} xmlns:r="{_REL}"><sheets>'
        f'<sheet name={name} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": _BOOK_RELS,
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": sheet,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            member = zipfile.ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, text)
    return out.getvalue()


def _rows(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"<row>{''.join(_text(header, _HEADER) for header in headers)}</row>"
    for row in rows:
        yield f"<row>{''.join(map(_cell, row))}</row>"


def _cell(value: object) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return _text("是" if value else "否", _NORMAL)
    if isinstance(value, int | Decimal | float) and _is_kept(value):
        return f"<c><v>{value}</v></c>"
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return f'<c s="{_DATE}"><v>{(value - _EPOCH).days}</v></c>'
    if isinstance(value, dt.datetime):
        return _text(f"{value:%Y-%m-%d %H:%M:%S}", _NORMAL)
    text = str(value)
    return _text(text, _NORMAL if is_harmless(text) else _QUOTED)


def _is_kept(number: float | Decimal) -> bool:
    """Say whether a spreadsheet holds the number as it is (no not-a-number, no 18 digits)."""
    return math.isfinite(number) and abs(float(number)) < SAFE_DIGITS


def is_harmless(text: str) -> bool:
    """Say whether no program takes the text for a formula or command when it is edited.

    >>> is_harmless("双河村"), is_harmless("=1+1"), is_harmless("＝1+1"), is_harmless("")
    (True, False, False, True)
    """
    return not text or bool(_PLAIN_START.match(text) or _HAN_START.match(text))


def _text(text: str, style: int) -> str:
    kept = _ESCAPED.sub(r"_x005F_\1", _NOT_XML.sub("", text))[:CELL_LENGTH]
    written = escape(kept, {"\r": "_x000D_"})
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{written}</t></is></c>'


def _width(header: str) -> int:
    columns = sum(1 if character.isascii() else 2 for character in header)
    return max(NARROWEST, min(WIDEST, columns + 6))
