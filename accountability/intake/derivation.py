"""Filling cells that follow from the others or are called otherwise here, each with its log."""

from collections.abc import Sequence
from typing import Final

from accountability.intake.checked import CheckedRow, FoundChange
from accountability.intake.cleaning.outcome import shown
from accountability.intake.cleaning.table import CleanTable
from accountability.intake.declare import Setting, Sheet

DERIVED: Final = "AUTO"
_MOST_LOGGED: Final = 20_000


def derive(
    rows: Sequence[CheckedRow], tables: Sequence[CleanTable], *, sheet: Sheet, setting: Setting
) -> list[FoundChange]:
    """Fill what follows by the sheet's own rule; what a file says is only put in other words.

    What is filled into a column the file does not have has no cell and is not logged. What has no
    column at all every row gets, None where it does not follow.
    """
    rules = {piece.part: piece.derive for piece in sheet.pieces}
    if not any(rules.values()):
        return []
    letters = {done.table.sheet_name: done.table.letters for done in tables}
    flawed = {
        (done.table.sheet_name, done.table.rows[index], name)
        for done in tables
        for name, index in done.flawed
    }
    changes: list[FoundChange] = []
    columns = {column.name for column in sheet.columns}
    others: dict[str, None] = {}
    for row in rows:
        rule = rules[row.part]
        for name, value in rule(row.values, setting).items() if rule else ():
            if (row.sheet_name, row.row_no, name) in flawed:
                continue
            before, row.values[name] = row.values.get(name), value
            if name not in columns:
                others[name] = None
            letter = letters[row.sheet_name].get(name, "")
            if letter and len(changes) < _MOST_LOGGED:
                at = f"{letter}{row.row_no}"
                changes.append(
                    FoundChange(
                        row.sheet_name, row.row_no, name, at, _was(before), shown(value), DERIVED
                    )
                )
    if others:
        for row in rows:
            row.values = {**others, **row.values}
    return changes


def _was(value: object) -> str:
    return "" if value is None or value == "" else shown(value)
