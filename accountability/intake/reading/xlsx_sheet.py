"""The second look at one worksheet of an .xlsx: searched where it is plain, parsed elsewhere.

A block of rows that consists of nothing but rows, cells and values is searched as bytes (0.2 s
for a million cells); a block with anything else in it is given to expat (ten times that).
Both ways find the same facts; a test holds them together.
"""

import re
from typing import Final

from accountability.intake.reading import markup, refusals
from accountability.intake.reading.facts import Position, SheetFacts
from accountability.intake.reading.grid import column_number
from accountability.intake.reading.xlsx_cells import CellParser

BLOCK: Final = 1 << 20
LONGEST_ROW: Final = 4 << 20

ROW: Final = re.compile(rb'<row r="(\d+)"')
HIDDEN_ROW: Final = re.compile(rb'<row r="(\d+)"[^>]*? hidden="(?:1|true)"')
FORMULA: Final = rb"(?:<f[^<]*</f>|<f[^>]*/>)?"
VALUE: Final = FORMULA + rb"<(?:v|is)>"
CELL: Final = re.compile(rb'<c r="([A-Z]+\d+)"')
ERROR: Final = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*? t="e"[^>]*>' + FORMULA + rb"<v>([^<]*)</v>")
FEW_STYLES: Final = 30
PADDED_VALUE: Final = re.compile(rb"<v>0[0-9]")
PADDED_CELL: Final = re.compile(
    rb'<c r="([A-Z]+)(\d+)"(?: s="\d+")?(?: t="n")?>' + FORMULA + rb"<v>(0\d+)</v>"
)


class SheetScan:
    """Takes the bytes of a worksheet in and fills its facts.

    `formats` maps the style numbers that matter to their format codes.
    """

    def __init__(self, facts: SheetFacts, formats: dict[str, str]) -> None:
        self.facts = facts
        self.formats = formats
        self.exact = CellParser(facts, formats)
        self._depth = markup.Depth()
        self._buffer = b""
        self._rows_begun = False
        self._searchable = True
        digits = len(str(facts.limits.rows))
        self._wide = re.compile(rb'<c r="(?:[A-Z]{2}|[A-Z]\d{%d})' % digits)
        self._far = re.compile(rb'<c r="(?:[A-Z]{3}|[B-Z][A-Z]|[A-Z]{1,2}\d{%d})' % digits)
        self._styled = _styled(formats)

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes in.

        Raises: RefusedError.
        """
        markup.refuse_odd_bytes(chunk)
        if b't="s"><v>-' in chunk:  # the fast reader would take it for the first string
            raise refusals.corrupt(f"{self.facts.where}共享文字序号无效")
        if not self._searchable:
            self._parse(chunk)
            return
        self._buffer += chunk
        if not self._rows_begun and not self._begin():
            return
        if len(self._buffer) >= BLOCK:
            self._advance()

    def close(self) -> None:
        """Finish.

        Raises: RefusedError.
        """
        if self._searchable and self._rows_begun:
            self._advance()
        self._parse(self._buffer)
        self._buffer = b""
        self.exact.finish()

    def _begin(self) -> bool:
        """Parse what stands before the rows; True once they are reached."""
        at = self._buffer.find(b"<sheetData>")
        if at >= 0:
            at += len(b"<sheetData>")
            self._parse(self._buffer[:at])
            self._buffer = self._buffer[at:]
            self._rows_begun = True
        elif len(self._buffer) > BLOCK:
            self._give_up()
        return self._rows_begun and self._searchable

    def _advance(self) -> None:
        """Settle all whole rows in the buffer."""
        end = self._buffer.find(b"</sheetData>")
        cut = end if end >= 0 else self._buffer.rfind(b"<row ")
        if cut > 0:
            block, self._buffer = self._buffer[:cut], self._buffer[cut:]
            if not self._search(block):
                self._parse(block)
        if end >= 0 or len(self._buffer) > LONGEST_ROW:
            self._give_up()

    def _give_up(self) -> None:
        """Parse from here on: the rows are over, or the sheet is not written as we know it."""
        self._searchable = False
        self._parse(self._buffer)
        self._buffer = b""

    def _parse(self, data: bytes) -> None:
        self._depth.add(data)
        if not self.exact.padding:
            self.exact.padding = PADDED_VALUE.search(data) is not None
        self.exact.feed(data)

    def _search(self, block: bytes) -> bool:
        """Take a block in by searching it; False when only the parser can tell."""
        values = _count_if_plain(block)
        if values is None:
            return False
        wide = self._wide.search(block) is not None
        if wide and self._far.search(block):
            return False
        errors = self._errors(block)
        last = max(block.rfind(b"<v>"), block.rfind(b"<is>"))
        rows = list(map(int, ROW.findall(block, 0, last + 1)))
        if errors is None or (rows and min(rows) < 1) or _is_told_twice(block, rows):
            return False
        self.exact.settle(rows)
        facts = self.facts
        if rows:
            facts.cells += values
            facts.rows = max(facts.rows, *rows)
            facts.columns = max(facts.columns, 52 if wide else 26)
        facts.errors.update(errors)
        if b' hidden="' in block:
            facts.hidden_rows.update(map(int, HIDDEN_ROW.findall(block)))
        self._note_formats(block)
        if PADDED_VALUE.search(block):
            for letters, row, digits in PADDED_CELL.findall(block):
                facts.formats[_position(letters, row)] = "0" * len(digits)
        return True

    def _errors(self, block: bytes) -> dict[Position, str] | None:
        expected = block.count(b't="e"')
        if not expected:
            return {}
        found = ERROR.findall(block)
        if len(found) != expected:
            return None
        return {_position(letters, row): code.decode() for letters, row, code in found}

    def _note_formats(self, block: bytes) -> None:
        if self._styled is None:
            return
        formats = self.facts.formats
        for letters, row, style in self._styled.findall(block):
            code = self.formats.get(style.decode())
            if code is not None:
                formats[_position(letters, row)] = code


def _count_if_plain(block: bytes) -> int | None:
    """Count the values of a block; None when it is more than rows, cells, values, formulas.

    Every tag is accounted for, and every formula has its value behind it.
    """
    count = block.count
    values = count(b"<v>")
    tags = count(b'<row r="') + count(b"</row>") + count(b'<c r="') + count(b"</c>")
    other = count(b"<") - tags - 2 * values
    if other and b"<is>" in block:
        texts = count(b"<is><t>") + count(b'<is><t xml:space="preserve">')
        if count(b"</t></is>") != texts:
            return None
        other -= 4 * texts
        values += texts
    if other and b"<f" in block:
        closed = count(b"</f>")
        alone = count(b"<f ") + count(b"<f>") - closed
        if count(b"</f><v>") != closed or count(b'"/><v>') != alone or b"<v></v>" in block:
            return None
        other -= 2 * closed + alone
    return values if other == 0 else None


def _is_told_twice(block: bytes, rows: list[int]) -> bool:
    """Say whether a block may hold two values for one cell; the parser tells which."""
    cells = CELL.findall(block)
    return len(set(rows)) < len(rows) or len(set(cells)) < len(cells)


def _styled(formats: dict[str, str]) -> re.Pattern[bytes] | None:
    if not formats:
        return None
    few = len(formats) <= FEW_STYLES
    styles = "|".join(formats).encode() if few else rb"\d+"
    return re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*? s="(' + styles + rb')"[^>/]*>' + VALUE)


def _position(letters: bytes, row: bytes) -> Position:
    return int(row), column_number(letters.decode())
