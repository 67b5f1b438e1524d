"""From a page of rows to the spreadsheet component: cells, levels, messages."""

from collections.abc import Sequence
from dataclasses import dataclass

from accountability.intake.declare import SHEETS, CellType, Column
from accountability.intake.models import Problem, SheetRow
from accountability.intake.queries.grid import GridPage
from accountability.intake.rules import Severity
from accountability.intake.staging.restore import EDIT
from portal.ui.components.grid import sheet_row
from portal.ui.sheet import Level, Sheet, SheetCell, SheetColumn
from portal.ui.sheet import SheetRow as ShownRow

NUMERIC = {CellType.INTEGER, CellType.DECIMAL}
LEVELS: dict[str, Level] = {Severity.ERROR.value: "error", Severity.WARNING.value: "warning"}


def build_sheet(page: GridPage, *, current: str, may_mend: bool) -> Sheet:
    """Return the component's sheet for a page of rows, columns as they lie in the file."""
    columns = _ordered(page)
    return Sheet(
        caption=f"{page.sheet.title}明细",
        columns=[_column(one, page) for one in columns],
        rows=[_row(row, page, columns, may_mend=may_mend) for row in page.rows],
        current=current,
    )


@dataclass(frozen=True)
class Placed:
    """A column of the sheet with its place in `raw` and its letter in the file."""

    column: Column
    place: int
    letter: str

    def address(self, row_no: int) -> str:
        """Return the cell's name; a column the file lacks is named by its place."""
        return f"{self.letter}{row_no}" if self.letter else f"缺列{self.place + 1}-{row_no}"


def _ordered(page: GridPage) -> list[Placed]:
    """Return the columns in the order of the file; those the file lacks come last."""
    places = SHEETS[page.sheet.code].places
    placed = [
        Placed(column, places[column.name], page.columns.get(column.name, ""))
        for column in page.sheet.columns
    ]
    return sorted(placed, key=lambda one: (not one.letter, len(one.letter), one.letter))


def _column(placed: Placed, page: GridPage) -> SheetColumn:
    column = placed.column
    limits = f"可填：{'、'.join(column.allowed[:12])}" if column.allowed else ""
    return SheetColumn(
        letter=placed.letter or "—",
        field=column.name,
        label=page.sheet.heading(column),
        required=column.required,
        numeric=column.type in NUMERIC,
        hint=column.help or limits or (f"单位：{column.unit}" if column.unit else ""),
    )


def _row(row: SheetRow, page: GridPage, columns: Sequence[Placed], *, may_mend: bool) -> ShownRow:
    of_row = page.problems.get((row.row_no, ""), [])
    cells = [
        _cell(row, page, placed, may_mend=may_mend, extra=[] if number else of_row)
        for number, placed in enumerate(columns)
    ]
    return ShownRow(row.row_no, cells, key=f"{page.leaf}-{row.row_no}", label=row.label)


def _cell(
    row: SheetRow,
    page: GridPage,
    placed: Placed,
    *,
    may_mend: bool,
    extra: list[Problem],
) -> SheetCell:
    name, place = placed.column.name, placed.place
    raw = row.raw[place] if place < len(row.raw) else ""
    problems = [*page.problems.get((row.row_no, name), []), *extra]
    mark = page.marks.get((row.key, name))
    worst: Level = next((LEVELS[one.severity] for one in problems if one.severity in LEVELS), "")
    sentences = [one.sentence for one in problems]
    if mark:
        worst, sentences = "error", [f"退回意见：{mark.text}", *sentences]
    change = page.changes.get((row.row_no, name))
    if change and not sentences:
        was = f"原填“{change.raw}”" if change.raw else "原为空"
        sentences = [
            f"在线修改，{was}。" if change.rule == EDIT else f"已规范为“{change.result}”，{was}。"
        ]
    original = page.originals.get(row.row_no)
    return SheetCell(
        address=placed.address(row.row_no),
        text=raw.replace("\n", " "),
        raw=raw,
        level=worst,
        message=" ".join(sentences),
        suggest=next((one.proposal for one in problems if one.proposal), ""),
        edited=bool(change) or (original is not None and original[place] != raw),
        readonly=not may_mend,
    )


def address_of(problem: Problem, *, elsewhere: bool) -> str:
    """Return where a problem lies, with its sheet's name when that is not the one shown."""
    if not problem.address:
        return "整表" if problem.row_no is None else f"第{problem.row_no}行"
    return f"{problem.sheet_name}／{problem.address}" if elsewhere else problem.address


def sheet_row_of(grid: Sheet, number: int) -> str:
    """Return the markup of one row as the answer to an edit."""
    row = next(one for one in grid.rows if one.number == number)
    return sheet_row(row, grid.columns)
