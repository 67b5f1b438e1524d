"""The second look at an .xlsx: its sheets, styles, comments, properties and oddities."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from accountability.intake.reading import markup, number_formats, refusals
from accountability.intake.reading.archive import Archive, normal
from accountability.intake.reading.facts import PreflightReport, SheetFacts
from accountability.intake.reading.grid import Format, column_number
from accountability.intake.reading.limits import Limits
from accountability.intake.reading.markup import Attributes
from accountability.intake.reading.xlsx_sheet import REFERENCE, TRUE, SheetScan

ACTIVE: Final = ("vbaproject", "vbadata", "/activex/", "/macrosheets/", "/ctrlprops/activex")
COMMENT_LENGTH: Final = 2_000
COMMENTS: Final = 20_000
PROPERTIES: Final = 200
PROPERTY_LENGTH: Final = 4_000
NOTICES: Final = (
    (("/externallinks/",), "文件引用了其他工作簿；引用没有更新，读取的是文件里保存的数值。"),
    (("xl/connections.xml",), "文件带有数据连接；连接没有更新，读取的是文件里保存的数值。"),
    (("/embeddings/",), "文件里嵌入的对象没有读取。"),
)


@dataclass(slots=True)
class Relation:
    """One line of a .rels part."""

    kind: str
    target: str


@dataclass(slots=True)
class SheetEntry:
    """One line of the workbook's list of sheets."""

    name: str
    relation: str
    visible: bool


@dataclass(slots=True)
class Outline:
    """What the workbook part says about the rest."""

    part: str
    sheets: list[SheetEntry] = field(default_factory=list)
    date_1904: bool = False


def check(archive: Archive, limits: Limits) -> PreflightReport:
    """Go through every part of an .xlsx once.

    Raises: RefusedError.
    """
    if archive.any(*ACTIVE):
        raise refusals.macro()
    outline = read_outline(archive)
    relations = read_relations(archive, outline.part)
    report = PreflightReport(Format.XLSX, date_1904=outline.date_1904)
    report.notices += [text for parts, text in NOTICES if archive.any(*parts)]
    formats = _formats(archive, relations, report)
    seen: set[str] = set()
    for entry in outline.sheets:
        relation = relations.get(entry.relation)
        if not entry.visible:
            report.hidden_sheets.append(entry.name)
        elif relation is not None and relation.kind == "worksheet":
            if relation.target in seen:
                raise refusals.corrupt("两个工作表共用一份内容")
            seen.add(relation.target)
            report.add(_sheet(archive, entry.name, relation.target, formats, limits))
    report.properties = _properties(archive)
    _check_others(archive, seen, limits)
    report.unpacked = archive.unpacked
    return report


def read_outline(archive: Archive) -> Outline:
    """Read the list of sheets and the date system."""
    outline = Outline(_workbook_part(archive))

    def start(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            relation = markup.attribute(attributes, "id")
            visible = attributes.get("state", "visible") == "visible"
            outline.sheets.append(SheetEntry(attributes.get("name", ""), relation, visible))
        elif name == "workbookPr" and attributes.get("date1904") in TRUE:
            outline.date_1904 = True

    markup.parse(archive.stream(outline.part), start, part=outline.part)
    names = [entry.name for entry in outline.sheets]
    if len(set(names)) < len(names):
        raise refusals.corrupt("工作表重名")
    return outline


def read_relations(archive: Archive, part: str) -> dict[str, Relation]:
    """Read the relations of a part, their targets as normalised names."""
    folder, file = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{file}.rels")
    found: dict[str, Relation] = {}

    def start(name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            target = posixpath.normpath(posixpath.join("/", folder, target))
            kind = attributes.get("Type", "").rsplit("/", 1)[-1]
            found[attributes.get("Id", "")] = Relation(kind, normal(target))

    if rels in archive:
        markup.parse(archive.stream(rels), start, part=rels)
    return found


def _workbook_part(archive: Archive) -> str:
    for relation in read_relations(archive, "").values():
        if relation.kind == "officeDocument":
            return relation.target
    return "xl/workbook.xml"


def _sheet(
    archive: Archive, name: str, part: str, formats: dict[str, str], limits: Limits
) -> SheetFacts:
    facts = SheetFacts(name, limits)
    scan = SheetScan(facts, formats)
    for chunk in archive.stream(part):
        scan.feed(chunk)
    scan.close()
    for relation in read_relations(archive, part).values():
        if relation.kind == "comments" and relation.target in archive:
            _read_comments(archive, relation.target, facts)
    return facts


def _formats(
    archive: Archive, relations: dict[str, Relation], report: PreflightReport
) -> dict[str, str]:
    """Map the style numbers whose format matters to the format."""
    codes = dict(number_formats.BUILTIN)
    styles: list[int] = []
    inside = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal inside
        if name == "numFmt":
            number = attributes.get("numFmtId", "")
            if number.isdecimal():
                codes[int(number)] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            inside = True
        elif name == "cellStyles":
            inside = False
        elif name == "xf" and inside:
            number = attributes.get("numFmtId", "0")
            styles.append(int(number) if number.isdecimal() else 0)

    for relation in relations.values():
        if relation.kind == "styles" and relation.target in archive:
            markup.parse(archive.stream(relation.target), start, part=relation.target)
    used = {style: codes[number] for style, number in enumerate(styles) if number in codes}
    report.durations = any(map(number_formats.is_duration, used.values()))
    return {str(style): code for style, code in used.items() if number_formats.matters(code)}


def _read_comments(archive: Archive, part: str, facts: SheetFacts) -> None:
    at: tuple[int, int] | None = None
    words: list[str] = []
    hearing = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal at, hearing
        if name == "comment":
            match = REFERENCE.fullmatch(attributes.get("ref", ""))
            at = (int(match[2]), column_number(match[1].upper())) if match else None
            words.clear()
        hearing = name == "t"

    def end(name: str) -> None:
        nonlocal hearing
        hearing = False
        if name == "comment" and at is not None and len(facts.comments) < COMMENTS:
            facts.comments[at] = "".join(words)[:COMMENT_LENGTH].strip()

    def text(data: str) -> None:
        if hearing and sum(map(len, words)) < COMMENT_LENGTH:
            words.append(data)

    markup.parse(archive.stream(part), start, end=end, text=text, part=part)


def _properties(archive: Archive) -> dict[str, str]:
    """Read the custom document properties."""
    found: dict[str, str] = {}
    name = ""
    if "docProps/custom.xml" not in archive:
        return found

    def start(element: str, attributes: Attributes) -> None:
        nonlocal name
        if element == "property":
            name = attributes.get("name", "")[:PROPERTY_LENGTH]

    def end(element: str) -> None:
        nonlocal name
        if element == "property":
            name = ""

    def text(data: str) -> None:
        if name and data.strip() and len(found) < PROPERTIES:
            found[name] = (found.get(name, "") + data)[:PROPERTY_LENGTH]

    markup.parse(
        archive.stream("docProps/custom.xml"), start, end=end, text=text, part="docProps/custom.xml"
    )
    return found


def _check_others(archive: Archive, seen: set[str], limits: Limits) -> None:
    """Bound the size of every other part, look for document types, count shared strings."""
    for part in archive.parts:
        if part.endswith("sharedstrings.xml"):
            _check_strings(archive.stream(part), limits)
        elif part not in seen:
            for index, chunk in enumerate(archive.stream(part)):
                if index == 0 and part.endswith((".xml", ".rels", ".vml")):
                    markup.prolog(chunk)


def _check_strings(chunks: Iterator[bytes], limits: Limits) -> None:
    """Count the shared strings and disbelieve the count the file declares."""

    def refuse(count: int) -> None:
        if count > limits.strings:
            raise refusals.bomb(f"声明的文字超过 {limits.strings:,} 条")

    def declared(_: str, attributes: Attributes) -> None:
        number = attributes.get("uniqueCount", "")[:30]
        refuse(int(number) if number.isdecimal() else 0)

    total = 0
    for index, chunk in enumerate(chunks):
        if index == 0:
            markup.prolog(chunk, declared)
        markup.refuse_odd_bytes(chunk)
        total += chunk.count(b"<si>") + chunk.count(b"<si ")
        refuse(total)
