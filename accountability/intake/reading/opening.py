"""Open a file inside the child: sniff, pre-flight, then the reader of its format."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from accountability.intake.reading import preflight, refusals
from accountability.intake.reading.facts import PreflightReport, SheetFacts
from accountability.intake.reading.grid import CellError, Format, Grid, Workbook
from accountability.intake.reading.limits import Limits
from accountability.intake.reading.sniff import sniff

BATCH: Final = 200_000
ERROR_TEXTS: Final = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
HIDDEN_SHOWN: Final = 10
OWN_SHEET: Final = "_字典"  # the hidden word list of our own templates

Row = list[object]


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook whose grids have no rows yet, and where the rows of each come from."""

    workbook: Workbook
    rows: Callable[[int], Iterator[Row]]

    def batches(self, index: int) -> Iterator[list[Row]]:
        """Yield the rows of one sheet in lists, equal values shared within a list.

        An empty text is an empty cell, and the text of an error is that error.
        """
        batch: list[Row] = []
        room = BATCH
        for row in self.rows(index):
            batch.append(row)
            room -= len(row) + 1
            if room < 0:
                yield _tidied(batch)
                batch, room = [], BATCH
        yield _tidied(batch)


def open_workbook(path: Path, *, name: str, limits: Limits) -> Opened:
    """Open the file.

    Raises: RefusedError, and whatever a reader of hostile bytes may raise.
    """
    format_ = sniff(path)
    if format_ is Format.CSV:
        from accountability.intake.reading.delimited import DelimitedText  # noqa: PLC0415

        text = DelimitedText(path.read_bytes(), name, limits)
        return Opened(_workbook(text.report, encoding=text.encoding), lambda _: text.rows())
    if format_ is Format.XLS:
        from accountability.intake.reading.xls import XlsBook  # noqa: PLC0415

        book = XlsBook(path.read_bytes(), limits)
        return Opened(_workbook(book.report), book.rows)
    report = preflight.check_archive(path, format_, limits)
    if not report.sheets:
        raise refusals.no_sheet()
    from accountability.intake.reading.fast import FastBook  # noqa: PLC0415

    return Opened(_workbook(report), FastBook(path.read_bytes(), report).rows)


def _workbook(report: PreflightReport, encoding: str | None = None) -> Workbook:
    if not report.sheets:
        raise refusals.no_sheet()
    return Workbook(
        format=report.format,
        sheets=[_grid(facts) for facts in report.sheets],
        hidden_sheets=_hidden(report),
        notices=_notices(report),
        properties=report.properties,
        encoding=encoding,
        date_1904=report.date_1904,
    )


def _grid(facts: SheetFacts) -> Grid:
    return Grid(
        name=facts.name,
        rows=[],
        merges=facts.merges,
        hidden_rows=frozenset(facts.hidden_rows),
        hidden_columns=frozenset(facts.hidden_columns),
        number_formats=facts.formats,
        comments=facts.comments,
        formula_without_value=frozenset(facts.formula_without_value),
    )


def _hidden(report: PreflightReport) -> list[str]:
    """Return the hidden sheets a user may have forgotten; the word list of our own is none."""
    return [name for name in report.hidden_sheets if name != OWN_SHEET]


def _notices(report: PreflightReport) -> list[str]:
    names = _hidden(report)
    if not names:
        return report.notices
    shown = "".join(f"“{name}”" for name in names[:HIDDEN_SHOWN])
    more = f"等 {len(names)} 个" if len(names) > HIDDEN_SHOWN else ""
    hidden = f"隐藏的工作表{shown}{more}没有读取；如需上报，请取消隐藏后重新上传。"
    return [hidden, *report.notices]


def _tidied(rows: list[Row]) -> list[Row]:
    """Share equal values, which halves what is sent and kept; bools apart, as True equals 1."""
    known: dict[object, object] = {text: CellError(text) for text in ERROR_TEXTS}
    known[""] = None
    keep = known.setdefault
    return [
        [cell if cell is True or cell is False else keep(cell, cell) for cell in row]
        for row in rows
    ]
