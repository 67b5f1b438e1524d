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
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO
from xml.sax.saxutils import escape, quoteattr

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAFE_DIGITS = 10**15  # a spreadsheet keeps no more than 15 digits of a number
CELL_LENGTH = 32_767
SHEET_ROWS = 1_000_000
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
    "{sheets}"
    '<Override PartName="/xl/styles.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
)
_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
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
    out = io.BytesIO()
    save_xlsx(out, headers, rows, title=title)
    return out.getvalue()


def save_xlsx(
    out: IO[bytes],
    headers: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "列表",
    sheet_rows: int = SHEET_ROWS,
) -> int:
    """Write a workbook row by row, in the memory of one row; return how many rows it holds.

    Nothing is cut off: what a sheet cannot hold goes on in another.
    """
    count, sheets, walk = 0, 0, iter(rows)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        ahead = next(walk, None)
        while ahead is not None or not sheets:
            sheets += 1
            with archive.open(_member(f"xl/worksheets/sheet{sheets}.xml"), "w") as part:
                part.write(_opening(headers).encode())
                written = 0
                while ahead is not None and written < sheet_rows:
                    part.write(_row(ahead).encode())
                    written += 1
                    ahead = next(walk, None)
                part.write(b"</sheetData></worksheet>")
            count += written
        for path, text in _frame(title, sheets).items():
            archive.writestr(_member(path), text)
    return count


def _member(path: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0))
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _opening(headers: Sequence[str]) -> str:
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{_width(header)}" customWidth="1"/>'
        for place, header in enumerate(headers, 1)
    )
    return (
        f'{_HEAD}<worksheet {_NS}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1"'
        ' topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"{f'<cols>{widths}</cols>' if widths else ''}<sheetData>"
        f"<row>{''.join(_text(header, _HEADER) for header in headers)}</row>"
    )


def _frame(title: str, sheets: int) -> dict[str, str]:
    """Return the parts around the sheets."""
    name = re.sub(r"[\[\]:*?/\\']", " ", title)[:27]
    numbers = range(1, sheets + 1)
    entries = "".join(
        f"<sheet name={quoteattr(name if number == 1 else f'{name} {number}')}"
        f' sheetId="{number}" r:id="rId{number}"/>'
        for number in numbers
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_REL}/worksheet"'
        f' Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for number in numbers
    )
    return {
        "[Content_Types].xml": _TYPES.format(sheets=overrides),
        "_rels/.rels": _RELS,
        "xl/workbook.xml": f'{_HEAD}<workbook {_NS} xmlns:r="{_REL}"><sheets>{entries}'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'{links}<Relationship Id="rId{sheets + 1}" Type="{_REL}/styles" Target="styles.xml"/>'
        "</Relationships>",
        "xl/styles.xml": _STYLES,
    }


def _row(row: Sequence[object]) -> str:
    return f"<row>{''.join(map(_cell, row))}</row>"


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
