"""Makers of real files: xlsx, xls and csv with the same layout."""

import csv
import datetime as dt
import io
from pathlib import Path

import xlwt

from accountability.intake.reading.grid import Grid
from accountability.intake.reading.reader import read_workbook
from tests.accountability.intake.sheets import checked, xlsx


def xls(path: Path, *grids: Grid) -> Path:
    """Write the grids as a BIFF8 workbook and return its path."""
    made = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for grid in grids:
        page = made.add_sheet(grid.name)
        inside = {
            (row, column)
            for merge in grid.merges
            for row in range(merge.top, merge.bottom + 1)
            for column in range(merge.left, merge.right + 1)
        }
        for merge in grid.merges:
            page.write_merge(
                merge.top - 1, merge.bottom - 1, merge.left - 1, merge.right - 1,
                grid.cell(merge.top, merge.left),
            )  # fmt: skip
        for row, cells in enumerate(grid.rows, 1):
            for column, cell in enumerate(cells, 1):
                if cell is None or (row, column) in inside:
                    continue
                if isinstance(cell, dt.datetime):
                    page.write(row - 1, column - 1, cell, day)
                else:
                    page.write(row - 1, column - 1, cell)
    made.save(str(path))
    return path


def delimited(path: Path, grid: Grid, *, encoding: str, delimiter: str = ",") -> Path:
    """Write a grid as text and return its path; merges are lost, as they are when one saves so."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    for cells in grid.rows:
        writer.writerow(
            [
                "" if cell is None
                else f"{cell:%Y-%m-%d}" if isinstance(cell, dt.datetime)
                else f"{cell:g}" if isinstance(cell, float)
                else cell
                for cell in cells
            ]
        )  # fmt: skip
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def through(path: Path, county, code: str = "T1", period: str = "2020-05", mappings=None):
    """Read a file and check it."""
    return checked(read_workbook(path, name=path.name), county, code, period, mappings)


def sent(tmp_path: Path, county, *grids: Grid, code: str = "T1", period: str = "2020-05"):
    """Write the grids as a workbook, read it back and check it."""
    return through(xlsx(tmp_path / "表.xlsx", *grids), county, code, period)
