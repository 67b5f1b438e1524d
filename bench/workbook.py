"""A fast writer of big workbooks: the XML an office program writes, without its styles."""

import datetime as dt
import zipfile
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from accountability.intake.reading.grid import column_letters

Cell = str | float | int | dt.date | None

_EPOCH: Final = dt.date(1899, 12, 30)
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS: Final = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId3" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill><patternFill/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    ),
}


def write_xlsx(path: Path, head: Sequence[Sequence[Cell]], rows: Iterable[Sequence[Cell]]) -> Path:
    """Write the head (title, header rows) and the rows as one sheet; texts are shared."""
    shared: dict[str, int] = {}
    body = "".join(
        _row(number, cells, shared) for number, cells in enumerate(chain(head, rows), start=1)
    )
    texts = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in shared)
    parts = _PARTS | {
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'
        ),
        "xl/sharedStrings.xml": (f'<sst xmlns="{_MAIN}" uniqueCount="{len(shared)}">{texts}</sst>'),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in parts.items():
            archive.writestr(name, _HEAD + text)
    return path


def _row(number: int, cells: Sequence[Cell], shared: dict[str, int]) -> str:
    inner = "".join(
        _cell(f"{column_letters(place)}{number}", cell, shared)
        for place, cell in enumerate(cells, start=1)
        if cell is not None
    )
    return f'<row r="{number}">{inner}</row>'


def _cell(address: str, cell: Cell, shared: dict[str, int]) -> str:
    if isinstance(cell, str):
        return f'<c r="{address}" t="s"><v>{shared.setdefault(cell, len(shared))}</v></c>'
    if isinstance(cell, dt.date):
        return f'<c r="{address}" s="1"><v>{(cell - _EPOCH).days}</v></c>'
    return f'<c r="{address}"><v>{cell}</v></c>'
