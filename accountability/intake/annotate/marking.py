"""The annotated copy: the user's own file where it can be kept, else its values."""

import dataclasses
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook as Book
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from accountability.intake.annotate.pages import annotate
from accountability.intake.reading.grid import CellError, Format, Grid
from accountability.intake.reading.reader import ROOT, read_workbook

CHILD: Final = "accountability.intake.annotate.child"
WALL_SECONDS: Final = 55
MAX_MERGES: Final = 5_000


@dataclass(frozen=True)
class Mark:
    """One problem as the copy shows it."""

    sheet: str
    address: str
    severity: str
    sentence: str
    remedy: str
    label: str
    column: str
    raw: str


@dataclass(frozen=True)
class Annotated:
    """The copy; `is_original` says whether it is the user's own file or was made from values."""

    content: bytes
    is_original: bool


def mark(path: Path, *, name: str, marks: Iterable[Mark]) -> Annotated:
    """Return the workbook at `path` with the marks.

    Raises: RefusedError when the file cannot be read at all.
    """
    rows = [dataclasses.asdict(one) for one in marks]
    workbook = read_workbook(path, name=name)
    merges = sum(len(grid.merges) for grid in workbook.sheets)
    if workbook.format == Format.XLSX and merges <= MAX_MERGES:
        content = _in_child(path, rows)
        if content is not None:
            return Annotated(content, is_original=True)
    return Annotated(_from_values(workbook.sheets, rows), is_original=False)


def _in_child(path: Path, rows: list[dict[str, Any]]) -> bytes | None:
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in.xlsx", Path(folder) / "out.xlsx"
        source.symlink_to(path.resolve())
        try:
            child = subprocess.run(  # noqa: S603 - our own module, no shell
                [sys.executable, "-s", "-m", CHILD],
                input=json.dumps({"path": str(source), "out": str(out), "marks": rows}).encode(),
                check=False,
                capture_output=True,
                cwd=ROOT,
                timeout=WALL_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return None
        return out.read_bytes() if child.returncode == 0 and out.exists() else None


def _from_values(sheets: list[Grid], rows: list[dict[str, Any]]) -> bytes:
    book = Book()
    book.remove(book.worksheets[0])
    for grid in sheets:
        page = book.create_sheet(grid.name[:31] or "Sheet")
        for row_no, row in enumerate(grid.rows, 1):
            for column, value in enumerate(row, 1):
                if value is None:
                    continue
                cell = page.cell(row_no, column, _plain(value))
                if isinstance(cell.value, str):
                    cell.data_type = "s"
        for merge in grid.merges[:MAX_MERGES]:
            page.merge_cells(
                start_row=merge.top,
                end_row=merge.bottom,
                start_column=merge.left,
                end_column=merge.right,
            )
    annotate(book, rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(value: object) -> Any:
    if isinstance(value, CellError):
        return str(value)
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
