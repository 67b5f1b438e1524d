"""Filling cells the file left blank that follow from the others, each with its log."""

from collections.abc import Sequence
from typing import Final

from accountability.intake.checked import CheckedRow, FoundChange
from accountability.intake.cleaning.outcome import shown
from accountability.intake.cleaning.table import CleanTable
from accountability.intake.declare import Setting, Sheet

DERIVED: Final = "AUTO"


def derive(
    rows: Sequence[CheckedRow], tables: Sequence[CleanTable], *, sheet: Sheet, setting: Setting
) -> list[FoundChange]:
    """Fill what follows by the sheet's own rule, only where nothing was reported."""
    if sheet.derive is None:
        return []
    letters = {done.table.sheet_name: done.table.letters for done in tables}
    flawed = {
        (done.table.sheet_name, done.table.rows[index], name)
        for done in tables
        for name, index in done.flawed
    }
    changes = []
    for row in rows:
        for name, value in sheet.derive(row.values, setting).items():
            if (row.sheet_name, row.row_no, name) in flawed:
                continue
            row.values[name] = value
            letter = letters[row.sheet_name].get(name, "")
            address = f"{letter}{row.row_no}" if letter else ""
            changes.append(
                FoundChange(row.sheet_name, row.row_no, name, address, "", shown(value), DERIVED)
            )
    return changes
