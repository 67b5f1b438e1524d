"""Real workbooks for the flow tests: T1 in its official layout, as xlsx bytes."""

import io

from openpyxl import Workbook

from accountability.intake.reading.grid import Grid
from tests.accountability.intake.sheets import t1_grid, t1_row

VILLAGES = ["双河村", "东沟村", "石门村", "柳林村"]


def t1_rows(count: int = 4, **more: object) -> list[dict[str, object]]:
    """Return clean rows: one first secretary a village, team members after them."""
    rows = []
    for number in range(1, count + 1):
        role = "第一书记" if number <= len(VILLAGES) else "队员"
        village = VILLAGES[(number - 1) % len(VILLAGES)]
        rows.append(t1_row(number, village, **{"队内职务": role, **more}))
    return rows


def t1_bytes(rows: list[dict[str, object]], *, county: str = "嵩北县") -> bytes:
    """Return a real xlsx of T1 over the rows."""
    return xlsx(t1_grid(rows, county=county))


def xlsx(*grids: Grid) -> bytes:
    """Write grids as a workbook."""
    book = Workbook()
    book.remove(book.active)
    for grid in grids:
        sheet = book.create_sheet(grid.name)
        for number, cells in enumerate(grid.rows, start=1):
            for column, value in enumerate(cells, start=1):
                if value is not None:
                    sheet.cell(number, column, value)
        for merge in grid.merges:
            sheet.merge_cells(
                start_row=merge.top,
                start_column=merge.left,
                end_row=merge.bottom,
                end_column=merge.right,
            )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
