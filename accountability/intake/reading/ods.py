"""The second look at an .ods: one pass over its content, repeats counted, not unrolled.

Names are compared with their customary prefixes, as the fast reader does.
"""

import re
from collections.abc import Callable
from typing import Final
from xml.parsers import expat

from accountability.intake.reading import markup, refusals
from accountability.intake.reading.archive import Archive
from accountability.intake.reading.facts import PreflightReport, SheetFacts
from accountability.intake.reading.grid import Format, Merge
from accountability.intake.reading.limits import Limits
from accountability.intake.reading.markup import Attributes

CONTENT: Final = "content.xml"
MANIFEST: Final = "META-INF/manifest.xml"
ACTIVE: Final = ("basic/", "scripts/")
HIDDEN: Final = ("collapse", "filter")
REPEAT: Final = re.compile("[0-9]{1,10}")
SPACES: Final = 10_000
COMMENT_LENGTH: Final = 2_000
ERROR: Final = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)|Err:\d{3}")
PADDED: Final = re.compile(r"0[0-9]+")


def check(archive: Archive, limits: Limits) -> PreflightReport:
    """Go through every part of an .ods once.

    Raises: RefusedError.
    """
    if any(part.startswith(ACTIVE) for part in archive.parts):
        raise refusals.macro()
    if MANIFEST in archive and b"encryption-data" in archive.read(MANIFEST):
        raise refusals.encrypted()
    report = PreflightReport(Format.ODS, durations=True)
    _Scan(report, limits).read(archive)
    for part in archive.parts:
        if part != CONTENT:
            for index, chunk in enumerate(archive.stream(part)):
                if index == 0 and part.endswith((".xml", ".rdf")):
                    markup.prolog(chunk)
    report.unpacked = archive.unpacked
    return report


class _Scan:
    """Walks through the tables; one row and one cell are current at a time."""

    def __init__(self, report: PreflightReport, limits: Limits) -> None:
        self.report = report
        self.limits = limits
        self.facts: SheetFacts | None = None
        self.style = ""
        self.hidden_styles: set[str] = set()
        self.visible = True
        self.padding = False
        self.row = self.row_repeat = 0
        self.column = self.column_repeat = 0
        self.next_column = 1
        self.words: list[str] = []
        self.comment: list[str] = []
        self.parser = markup.parser_of_raw_names(self.start)
        self.starts: dict[str, Callable[[Attributes], None]] = {
            "table:table-cell": self.on_cell,
            "table:covered-table-cell": self.on_cell,
            "table:table-row": self.on_row,
            "table:table-column": self.on_column,
            "table:table": self.on_table,
            "office:annotation": self.on_annotation,
            "text:s": self.on_spaces,
            "style:style": self.on_style,
            "style:table-properties": self.on_table_properties,
            "number:number": self.on_number,
        }

    def read(self, archive: Archive) -> None:
        """Parse the content."""
        depth = markup.Depth()
        try:
            for chunk in archive.stream(CONTENT):
                markup.refuse_odd_bytes(chunk)
                depth.add(chunk)
                self.parser.Parse(chunk)
            self.parser.Parse(b"", markup.FINAL)
        except expat.ExpatError as error:
            raise refusals.corrupt(markup.where(CONTENT, error)) from error
        self.end_table()

    def start(self, name: str, attributes: Attributes) -> None:
        handler = self.starts.get(name)
        if handler is not None:
            handler(attributes)

    def on_style(self, attributes: Attributes) -> None:
        self.style = attributes.get("style:name", "")

    def on_table_properties(self, attributes: Attributes) -> None:
        if attributes.get("table:display") == "false":
            self.hidden_styles.add(self.style)

    def on_number(self, attributes: Attributes) -> None:
        if attributes.get("number:min-integer-digits", "1") not in {"0", "1"}:
            self.padding = True

    def on_table(self, attributes: Attributes) -> None:
        if attributes.get("table:is-sub-table") == "true":
            raise refusals.corrupt("单元格里嵌套了表格")
        self.end_table()
        self.facts = SheetFacts(attributes.get("table:name", ""), self.limits)
        self.visible = attributes.get("table:style-name") not in self.hidden_styles
        self.row = self.row_repeat = 0
        self.next_column = 1

    def end_table(self) -> None:
        if self.facts is not None and self.visible:
            self.report.add(self.facts)
        elif self.facts is not None:
            self.report.hidden_sheets.append(self.facts.name)

    def on_column(self, attributes: Attributes) -> None:
        repeat = _count(attributes, "table:number-columns-repeated")
        if self.facts is not None and attributes.get("table:visibility") in HIDDEN:
            last = min(self.next_column + repeat - 1, self.limits.columns)
            self.facts.hidden_columns.update(range(self.next_column, last + 1))
        self.next_column += repeat

    def on_row(self, attributes: Attributes) -> None:
        self.row += self.row_repeat or 1
        self.row_repeat = _count(attributes, "table:number-rows-repeated")
        self.column = self.column_repeat = 0
        if self.facts is not None and attributes.get("table:visibility") in HIDDEN:
            last = min(self.row + self.row_repeat - 1, self.limits.rows)
            self.facts.hidden_rows.update(range(self.row, last + 1))

    def on_cell(self, attributes: Attributes) -> None:
        self.column += self.column_repeat or 1
        self.column_repeat = 1
        if not attributes or self.facts is None:
            return
        self.column_repeat = _count(attributes, "table:number-columns-repeated")
        if "table:number-rows-spanned" in attributes:
            self._merge(self.facts, attributes)
        kind = attributes.get("office:value-type")
        if kind is None or not self.visible:
            return
        self._count_values(self.facts)
        if kind == "percentage":
            for at in self._positions():
                self.facts.formats[at] = "0%"
        formula = "table:formula" in attributes or "calcext:value-type" in attributes
        if formula or (self.padding and kind == "float"):
            self.words.clear()
            self.parser.CharacterDataHandler = self.words.append
            self.parser.EndElementHandler = self.end_cell

    def end_cell(self, name: str) -> None:
        if name != "table:table-cell" or self.facts is None:
            return
        self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
        words = "".join(self.words)[:COMMENT_LENGTH].strip()
        if ERROR.fullmatch(words):
            for at in self._positions():
                self.facts.errors[at] = words
        elif self.padding and PADDED.fullmatch(words):
            for at in self._positions():
                self.facts.formats[at] = "0" * len(words)

    def on_annotation(self, _: Attributes) -> None:
        self.comment.clear()
        self._outside = (self.parser.CharacterDataHandler, self.parser.EndElementHandler)
        self.parser.CharacterDataHandler = self.comment.append
        self.parser.EndElementHandler = self.end_annotation

    def end_annotation(self, name: str) -> None:
        if name != "office:annotation":
            return
        self.parser.CharacterDataHandler, self.parser.EndElementHandler = self._outside
        words = "".join(self.comment)[:COMMENT_LENGTH].strip()
        if words and self.facts is not None:
            self.facts.comments[self.row, self.column] = words

    def on_spaces(self, attributes: Attributes) -> None:
        if _count(attributes, "text:c") > SPACES:
            raise refusals.bomb("空格重复次数过多")

    def _count_values(self, facts: SheetFacts) -> None:
        facts.value_at(self.row, self.column)
        if self.row_repeat > 1 or self.column_repeat > 1:
            facts.value_at(self.row + self.row_repeat - 1, self.column + self.column_repeat - 1)
            facts.cells += self.column_repeat * self.row_repeat - 2
        if facts.cells > self.limits.cells:
            raise refusals.too_big(f"{facts.where}超过 {self.limits.cells:,} 个单元格")

    def _positions(self) -> list[tuple[int, int]]:
        rows = range(self.row, self.row + self.row_repeat)
        columns = range(self.column, self.column + self.column_repeat)
        return [(row, column) for row in rows for column in columns]

    def _merge(self, facts: SheetFacts, attributes: Attributes) -> None:
        bottom = self.row + _count(attributes, "table:number-rows-spanned") - 1
        right = self.column + _count(attributes, "table:number-columns-spanned") - 1
        facts.merge(Merge(self.row, self.column, bottom, right))


def _count(attributes: Attributes, name: str) -> int:
    number = attributes.get(name, "1")
    if not REPEAT.fullmatch(number):
        raise refusals.corrupt(f"重复次数 {number[:20]} 无效")
    return int(number) or 1
