"""What checking a workbook yields, before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from accountability.intake.declare import Row, Sheet
from accountability.intake.rules import Severity


@dataclass(slots=True)
class CheckedRow(Row):
    """One data row: cleaned values by column name, the raw text of every column, its place.

    `secrets` holds the raw text of the cells that are masked in `raw`.
    """

    raw: Sequence[str] = ()
    secrets: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A problem at its cell; the fields of models.Problem."""

    rule: str
    severity: Severity
    sentence: str
    cause: str
    sheet_name: str = ""
    row_no: int | None = None
    row_key: str = ""
    row_label: str = ""
    field: str = ""
    column_label: str = ""
    address: str = ""
    remedy: str = ""
    raw: str = ""
    proposal: str | None = None


ROW_ADDED = "新增行"
ROW_REMOVED = "删除行"


@dataclass(frozen=True, slots=True)
class FoundChange:
    """A cell that cleaning changed; the fields of models.CellChange.

    A row added or removed in the browser is a change without a field: `result` says which.
    """

    sheet_name: str
    row_no: int
    field: str
    address: str
    raw: str
    result: str
    rule: str


@dataclass
class Checked:
    """A workbook after matching, cleaning and the checks that need no database writes.

    `columns` maps sheet name -> column name -> column letter. `headers` holds headers of the file
    that matched nothing, for the mapping screen.
    """

    sheet: Sheet
    columns: dict[str, dict[str, str]]
    rows: list[CheckedRow]
    problems: list[FoundProblem]
    changes: list[FoundChange]
    facts: dict[str, Any]
    headers: dict[str, dict[str, str]]
    content_hash: str
