"""The second look at an .xlsx: its sheets, styles, comments, properties and oddities."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from accountability.intake.reading import markup, refusals
from accountability.intake.reading.archive import Archive
from accountability.intake.reading.facts import PreflightReport, SheetFacts
from accountability.intake.reading.grid import Format, column_number
from accountability.intake.reading.limits import Limits
from accountability.intake.reading.markup import Attributes
from accountability.intake.reading.relations import Relation, read_relations
from accountability.intake.reading.xlsx_cells import REFERENCE, TRUE
from accountability.intake.reading.xlsx_sheet import SheetScan
from accountability.intake.reading.xlsx_styles import read_styles

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
    styles = read_styles(archive, relations)
    report.durations = styles.durations
    formats = styles.formats
    seen: set[str] = set()
    for entry in outline.sheets:
        part = sheet_part(entry, relations, report)
        if part in seen:
            raise refusals.corrupt("两个工作表共用一份内容")
        if part:
            seen.add(part)
            report.add(_sheet(archive, entry.name, part, formats, limits))
    report.properties = _properties(archive)
    _check_others(archive, seen, limits)
    report.unpacked = archive.unpacked
    return report


def sheet_part(entry: SheetEntry, relations: dict[str, Relation], report: PreflightReport) -> str:
    """Return the part of a sheet that is to be read, "" for one that is not.

    Raises: RefusedError for a visible sheet that is missing, and for macro sheets.
    """
    relation = relations.get(entry.relation)
    if relation is not None and "macrosheet" in relation.kind.lower():
        raise refusals.macro("宏表（Excel 4.0 宏）")
    if not entry.visible:
        report.hidden_sheets.append(entry.name)
        return ""
    if relation is None:
        raise refusals.corrupt(f"工作表“{entry.name}”没有内容")
    if relation.kind != "worksheet":
        report.notices.append(f"图表工作表“{entry.name}”没有读取。")
        return ""
    return relation.target


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
