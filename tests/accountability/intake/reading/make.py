"""Write workbooks byte by byte, good and hostile ones alike."""

import struct
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from accountability.intake.reading.grid import address

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)

Parts = dict[str, bytes | str]


def write(path: Path, content: bytes | str) -> Path:
    """Write bytes, or text in UTF-8."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def archive(path: Path, parts: Parts, *, level: int = 6) -> Path:
    """Write a zip with these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return path


def relations(*pairs: tuple[str, str]) -> str:
    """Build a .rels part from kinds and targets; the ids are rId1, rId2 ..."""
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def worksheet(inner: str) -> str:
    """Wrap what stands inside a worksheet."""
    return f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{inner}</worksheet>'


def xlsx_parts(
    *sheets: str,
    names: Sequence[str] = (),
    states: Sequence[str] = (),
    formats: Sequence[str] = (),
    strings: Sequence[str] = (),
    workbook: str = "",
) -> Parts:
    """Build the parts of an .xlsx.

    `sheets` are what stands inside each worksheet. Style 0 is General, style n has the n-th of
    `formats`.
    """
    count = len(sheets)
    names = list(names) or [f"Sheet{number}" for number in range(1, count + 1)]
    states = list(states) or ["visible"] * count
    entries = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" state="{state}" r:id="rId{number}"/>'
        for number, (name, state) in enumerate(zip(names, states, strict=True), start=1)
    )
    kinds = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, count + 1)]
    parts: Parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{workbook}'
        f"<sheets>{entries}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            *kinds, ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/styles.xml": styles(formats),
        "xl/sharedStrings.xml": shared_strings(strings),
    }
    for number, inner in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = worksheet(inner)
    return parts


def xlsx(path: Path, *sheets: str, extra: Parts | None = None, **options: Sequence[str]) -> Path:
    """Write an .xlsx; `extra` adds or replaces parts."""
    return archive(path, xlsx_parts(*sheets, **options) | (extra or {}))  # type: ignore[arg-type]


def styles(formats: Iterable[str]) -> str:
    """Build a styles part with one cell style a format, after General."""
    codes = list(formats)
    numbers = "".join(
        f'<numFmt numFmtId="{164 + index}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for index, code in enumerate(codes)
    )
    xfs = '<xf numFmtId="0"/>' + "".join(
        f'<xf numFmtId="{164 + index}"/>' for index in range(len(codes))
    )
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{numbers}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="10"/></cellStyleXfs><cellXfs>{xfs}</cellXfs>'
        "<cellStyles/></styleSheet>"
    )


def shared_strings(strings: Sequence[str], *, declared: int | None = None) -> str:
    """Build a shared strings part, truthful unless told otherwise."""
    count = len(strings) if declared is None else declared
    items = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    return f'{HEAD}<sst xmlns="{MAIN}" count="{count}" uniqueCount="{count}">{items}</sst>'


def cell(at: str, value: object, style: int = 0) -> str:
    """Build one cell: a number, a bool, or text stored in place."""
    if isinstance(value, bool):
        return f'<c r="{at}" s="{style}" t="b"><v>{value:d}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{at}" s="{style}"><v>{value}</v></c>'
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def table(rows: Sequence[Sequence[object]], *, style: int = 0) -> str:
    """Build the rows of a sheet; None leaves a cell out."""
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            cell(address(number, column), value, style)
            for column, value in enumerate(row, start=1)
            if value is not None
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    return f"<sheetData>{''.join(lines)}</sheetData>"


ONE_CELL = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'


def ods(path: Path, tables: str, *, extra: Parts | None = None, head: str = "") -> Path:
    """Write an .ods from its tables."""
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("style", "style"),
            ("number", "datastyle"),
        )
    )
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f"{HEAD}<office:document-content {spaces} {calc}>"
        f"<office:automatic-styles>{head}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    parts: Parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content,
        "META-INF/manifest.xml": f"{HEAD}<manifest/>",
    }
    return archive(path, parts | (extra or {}))


def ods_table(inner: str, name: str = "表一", style: str = "ta1") -> str:
    """Wrap the rows of an .ods table."""
    return f'<table:table table:name="{name}" table:style-name="{style}">{inner}</table:table>'


def record(number: int, body: bytes = b"") -> bytes:
    """Build one record of an .xlsb."""
    head = bytes((number,)) if number < 0x80 else bytes((number & 0x7F | 0x80, number >> 7))
    size = len(body)
    length = b""
    while True:
        length += bytes((size & 0x7F | (0x80 if size > 0x7F else 0),))
        size >>= 7
        if not size:
            return head + length + body


def wide(text: str) -> bytes:
    """Build a counted text of an .xlsb."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(
    path: Path, *sheets: bytes, states: Sequence[int] = (), formats: Sequence[str] = ()
) -> Path:
    """Write an .xlsb from the records of its sheets; styles as in an .xlsx."""
    codes = [record(44, struct.pack("<H", 164 + n) + wide(code)) for n, code in enumerate(formats)]
    numbers = [0, *(164 + n for n in range(len(formats)))]
    xfs = [record(47, struct.pack("<HH", 0, number) + bytes(12)) for number in numbers]
    styles = (
        record(615, struct.pack("<I", len(codes)))
        + b"".join(codes)
        + record(616)
        + record(617, struct.pack("<I", len(xfs)))
        + b"".join(xfs)
        + record(618)
    )
    states = list(states) or [0] * len(sheets)
    bundle = b"".join(
        record(156, struct.pack("<II", state, number) + wide(f"rId{number}") + wide(f"表{number}"))
        for number, state in enumerate(states, start=1)
    )
    kinds = [("worksheet", f"worksheets/sheet{n}.bin") for n in range(1, len(sheets) + 1)]
    parts: Parts = {
        "[Content_Types].xml": CONTENT_TYPES.replace("workbook.xml", "workbook.bin"),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": record(131)
        + record(153, bytes(12))
        + record(143)
        + bundle
        + record(144)
        + record(157, bytes(26))
        + record(132),
        "xl/_rels/workbook.bin.rels": relations(*kinds, ("styles", "styles.bin")),
        "xl/styles.bin": styles,
    }
    for number, body in enumerate(sheets, start=1):
        dimension = record(148, struct.pack("<IIII", 0, 9, 0, 9))
        parts[f"xl/worksheets/sheet{number}.bin"] = record(129) + dimension + body + record(130)
    return archive(path, parts)


def xlsb_rows(*records: bytes) -> bytes:
    """Wrap the rows of an .xlsb sheet."""
    return record(145) + b"".join(records) + record(146)


def xlsb_row(number: int, *cells: bytes, hidden: bool = False) -> bytes:
    """Build a row, counted from 1."""
    body = struct.pack("<IIHBBB", number - 1, 0, 300, 0, 0x10 if hidden else 0, 0)
    return record(0, body + bytes(4)) + b"".join(cells)


def xlsb_cell(column: int, kind: int, value: bytes, style: int = 0) -> bytes:
    """Build a cell, its column counted from 1."""
    return record(kind, struct.pack("<II", column - 1, style) + value)
