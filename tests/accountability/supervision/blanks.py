"""The official blank of a sheet, built, opened and sent back."""

from typing import Any

import openpyxl

from accountability.intake.declare import SHEETS
from accountability.intake.reading.reader import read_workbook
from accountability.intake.rules import Period, Severity
from accountability.intake.template import Filled, build
from tests.accountability.intake.sheets import checked


def blank(province, tmp_path, code: str, period: str, rows=()):
    """Return the path of the county's blank with these rows filled in."""
    county, sheet = province.county_a, SHEETS[code]
    path = tmp_path / f"{code}.xlsx"
    path.write_bytes(
        build(sheet, Filled(county.code, county.name, Period.parse(period), list(rows), {}))
    )
    return path


def headers(path) -> tuple[dict[str, Any], list[Any]]:
    """Return the merged cells of the two header rows with their texts, and the lower labels."""
    page = openpyxl.load_workbook(path).worksheets[0]
    merged = {
        str(one): page.cell(one.min_row, one.min_col).value
        for one in page.merged_cells.ranges
        if one.min_row in (4, 5)
    }
    return merged, [cell.value for cell in page[5] if cell.value]


def questions(path, province, code: str, period: str) -> list[str]:
    """Return what a blank raises when it comes back: errors and warnings."""
    result = checked(read_workbook(path, name=path.name), province.county_a, code, period)
    return [p.sentence for p in result.problems if p.severity != Severity.NOTICE]
