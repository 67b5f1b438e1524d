"""What a second look at the file finds that the fast reader does not tell."""

from dataclasses import dataclass, field
from typing import Final

from accountability.intake.reading import refusals
from accountability.intake.reading.grid import Format, Merge, address
from accountability.intake.reading.limits import Limits

Position = tuple[int, int]
LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
SHOWN_NAME: Final = 40


@dataclass(slots=True)
class SheetFacts:
    """One sheet as the scan goes through it; rows and columns count from 1.

    `stored` is how many cells a reader keeps that stores rows at their own lengths; the others
    keep the whole rectangle.
    """

    name: str
    limits: Limits
    rows: int = 0
    columns: int = 0
    cells: int = 0
    stored: int = 0
    merges: list[Merge] = field(default_factory=list)
    merged_area: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[Position, str] = field(default_factory=dict)
    formats: dict[Position, str] = field(default_factory=dict)
    comments: dict[Position, str] = field(default_factory=dict)
    formula_without_value: set[Position] = field(default_factory=set)

    def value_at(self, row: int, column: int) -> None:
        """Take in a cell that holds a value.

        Raises: RefusedError outside the bounds.
        """
        self.cells += 1
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column)
        if row > self.limits.rows or column > self.limits.columns or row < 1 or column < 1:
            self._refuse_far(row, column)

    def merge(self, merge: Merge) -> None:
        """Take in a merged range.

        Raises: RefusedError when there are too many or they cover too much.
        """
        if merge.top == merge.bottom and merge.left == merge.right:
            return
        self.merges.append(merge)
        self.merged_area += (merge.bottom - merge.top + 1) * (merge.right - merge.left + 1)
        if len(self.merges) > self.limits.merges:
            raise refusals.bomb(f"{self.where}合并单元格超过 {self.limits.merges:,} 处")
        if self.merged_area > self.limits.merged_area:
            at = address(merge.top, merge.left)
            raise refusals.bomb(f"{self.where}合并区域过大，见单元格 {at}")

    @property
    def area(self) -> int:
        """Return how many cells a reader will keep."""
        return self.stored or self.rows * self.columns

    @property
    def last(self) -> str:
        """Name the corner of the area that holds values."""
        return address(self.rows, self.columns)

    @property
    def where(self) -> str:
        """Name the sheet inside a sentence."""
        return f"工作表“{self.name[:SHOWN_NAME]}”"

    def _refuse_far(self, row: int, column: int) -> None:
        if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
            raise refusals.corrupt(f"{self.where}单元格位置无效")
        at = address(row, column)
        if row > self.limits.rows:
            raise refusals.too_big(f"{self.where}单元格 {at} 超出第 {self.limits.rows:,} 行")
        raise refusals.too_big(f"{self.where}单元格 {at} 超出第 {self.limits.columns} 列")


@dataclass(slots=True)
class PreflightReport:
    """What the pre-flight saw; `sheets` are the visible ones in the order of the workbook."""

    format: Format
    unpacked: int = 0
    sheets: list[SheetFacts] = field(default_factory=list)
    hidden_sheets: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    date_1904: bool = False
    durations: bool = False

    def add(self, facts: SheetFacts) -> None:
        """Take a visible sheet in.

        Raises: RefusedError when it and the sheets before it hold or span too much together.
        """
        self.sheets.append(facts)
        limits = facts.limits
        if sum(sheet.cells for sheet in self.sheets) > limits.cells:
            raise refusals.too_big(f"超过 {limits.cells:,} 个单元格")
        if sum(sheet.area for sheet in self.sheets) > limits.area:
            raise refusals.too_big(f"{facts.where}内容过于分散，一直延伸到单元格 {facts.last}")
