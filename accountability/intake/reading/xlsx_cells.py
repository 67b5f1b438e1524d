"""The cells of an .xlsx one by one, where searching is not enough."""

import re
from typing import Final
from xml.parsers import expat

from accountability.intake.reading import markup, refusals
from accountability.intake.reading.facts import Position, SheetFacts
from accountability.intake.reading.grid import Merge, column_letters, column_number

TRUE: Final = ("1", "true")
NUMERIC: Final = ("", "n")
REFERENCE: Final = re.compile("([A-Za-z]{1,3})([0-9]{1,7})")
WHOLE: Final = re.compile("[0-9]{1,7}")
EVERY_COLUMN: Final = -1
PADDED_NUMBER: Final = re.compile("0[0-9]+")


class CellParser:
    """Takes a worksheet in through expat, cell by cell, and fills its facts."""

    def __init__(self, facts: SheetFacts, formats: dict[str, str]) -> None:
        self.facts = facts
        self.formats = formats
        self.row = 0
        self.column = 0
        self.at: Position = (0, 0)
        self.type = ""
        self.style = ""
        self.formula = False
        self.valued = False
        self.cached = False
        self.padding = False  # numbers are stored with leading zeros
        self.text = ""
        self.parser = markup.parser_of_raw_names(self.start)
        self.known: dict[str, markup.Handler] = {}
        self._seen: dict[int, int] = {}  # row -> a bit for each column that has a value

    def feed(self, data: bytes) -> None:
        try:
            self.parser.Parse(data)
        except expat.ExpatError as error:
            raise refusals.corrupt(markup.where(self.facts.where, error)) from error

    def finish(self) -> None:
        try:
            self.parser.Parse(b"", markup.FINAL)
        except expat.ExpatError as error:
            raise refusals.corrupt(self.facts.where) from error

    def settle(self, rows: list[int]) -> None:
        """Know that all values of these rows are taken in.

        Raises: RefusedError when one of them was there before.
        """
        for row in rows:
            if row in self._seen:
                raise refusals.corrupt(f"{self.facts.where}第{row}行出现了两次")
            self._seen[row] = EVERY_COLUMN

    def start(self, name: str, attributes: markup.Attributes) -> None:
        if not self.known:
            self.on_root(name)
        handler = self.known.get(name)
        if handler is not None:
            handler(attributes)

    def on_root(self, name: str) -> None:
        """Learn the prefix of the sheet's own elements; extensions have others."""
        prefix = name[: -len(markup.local(name))]
        self.known = {
            f"{prefix}row": self.on_row,
            f"{prefix}c": self.on_cell,
            f"{prefix}f": self.on_formula,
            f"{prefix}v": self.on_value,
            f"{prefix}is": self.on_value,
            f"{prefix}col": self.on_columns,
            f"{prefix}mergeCell": self.on_merge,
        }

    def on_row(self, attributes: markup.Attributes) -> None:
        number = attributes.get("r")
        self.row = _whole(number, self.facts) if number else self.row + 1
        self.column = 0
        if attributes.get("hidden") in TRUE:
            self.facts.hidden_rows.add(self.row)

    def on_cell(self, attributes: markup.Attributes) -> None:
        reference = attributes.get("r")
        self.at = self.position(reference) if reference else (self.row, self.column + 1)
        self.column = self.at[1]
        self.type = attributes.get("t", "")
        self.style = attributes.get("s", "")
        self.formula = self.valued = self.cached = False
        if self.type == "e":
            self.listen()

    def on_formula(self, _: markup.Attributes) -> None:
        self.formula = True
        self.value()
        self.listen()

    def on_value(self, _: markup.Attributes) -> None:
        self.value()
        self.cached = self.type == "str"  # a text result may be empty
        if self.padding and self.type in NUMERIC:
            self.listen()
        if self.parser.EndElementHandler:
            self.parser.CharacterDataHandler = self.hear

    def value(self) -> None:
        if not self.valued:
            self.valued = True
            self.facts.value_at(*self.at)
            self._refuse_second()
            if self.style in self.formats:
                self.facts.formats[self.at] = self.formats[self.style]

    def _refuse_second(self) -> None:
        """Refuse a second value for a cell: the reader would keep one and drop one in silence."""
        row, column = self.at
        seen, bit = self._seen.get(row, 0), 1 << column
        if seen & bit:
            cell = f"{column_letters(column)}{row}"
            raise refusals.corrupt(f"{self.facts.where}单元格{cell}出现了两次")
        self._seen[row] = seen | bit

    def listen(self) -> None:
        """Hear the text of this cell's value, up to the end of the cell."""
        self.text = ""
        self.parser.EndElementHandler = self.end

    def hear(self, text: str) -> None:
        self.text += text

    def end(self, name: str) -> None:
        name = markup.local(name)
        if name in {"v", "is"}:
            self.parser.CharacterDataHandler = None
        if name != "c":
            return
        self.parser.EndElementHandler = None
        if self.type == "e" and self.text:
            self.facts.errors[self.at] = self.text[:40]
        elif self.formula and not self.text and not self.cached:
            self.facts.formula_without_value.add(self.at)
        elif self.padding and self.type in NUMERIC and PADDED_NUMBER.fullmatch(self.text):
            self.facts.formats[self.at] = "0" * len(self.text)

    def on_columns(self, attributes: markup.Attributes) -> None:
        if attributes.get("hidden") in TRUE:
            first = _whole(attributes.get("min", ""), self.facts)
            last = _whole(attributes.get("max", ""), self.facts)
            last = min(last, self.facts.limits.columns)
            self.facts.hidden_columns.update(range(first, last + 1))

    def on_merge(self, attributes: markup.Attributes) -> None:
        corners = REFERENCE.findall(attributes.get("ref", ""))
        if corners:  # whole columns such as A:B say nothing about a table
            columns = sorted(column_number(letters.upper()) for letters, _ in corners)
            rows = sorted(int(row) for _, row in corners)
            self.facts.merge(Merge(rows[0], columns[0], rows[-1], columns[-1]))

    def position(self, reference: str) -> Position:
        match = REFERENCE.fullmatch(reference)
        if match is None:
            raise refusals.corrupt(f"{self.facts.where}单元格位置 {reference[:20]} 无效")
        return int(match[2]), column_number(match[1].upper())


def _whole(text: str, facts: SheetFacts) -> int:
    if not WHOLE.fullmatch(text):
        raise refusals.corrupt(f"{facts.where}行列序号 {text[:20]} 无效")
    return int(text)
