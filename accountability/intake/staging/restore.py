"""Taking a revision's raw cells back out, to clean and check them again with a cell mended."""

import json
from collections.abc import Callable, Collection, Mapping
from typing import Final

from django.apps import apps

from accountability.intake.checked import ROW_ADDED, ROW_REMOVED, FoundChange, FoundProblem
from accountability.intake.cleaning.dates import AMBIGUOUS
from accountability.intake.cleaning.identity import masked
from accountability.intake.cleaning.outcome import Source, short
from accountability.intake.declare import CellType, Column, Sheet
from accountability.intake.matching.matched import Matched, Table, Total
from accountability.intake.matching.notices import CAUSES
from accountability.intake.models import CellChange, Problem, Revision
from accountability.intake.rules import Severity
from portal.access.sealing import unseal

EDIT: Final = "EDIT"
_KEPT: Final = ("D10", EDIT)
Edits = Mapping[tuple[str, int, str], str]


def restore(revision: Revision, sheet: Sheet) -> Matched:
    """Return what matching once found, from the rows of `revision`."""
    facts = dict(revision.facts)
    source = Source(**facts.pop("source", {}))
    totals = [Total(**total) for total in facts.pop("totals", [])]
    matched = Matched(_tables(revision, sheet), source, facts=facts)
    for table in matched.tables:
        table.totals = [total for total in totals if total.sheet_name == table.sheet_name]
    matched.problems = _structural(revision)
    matched.changes = _kept_changes(revision)
    _mark_filled(matched)
    _keep_ambiguous(matched, revision)
    return matched


def _tables(revision: Revision, sheet: Sheet) -> list[Table]:
    """Return the tables in the order of their rows, those without rows last."""
    model = apps.get_model(sheet.model)
    rows = model.objects.filter(revision=revision).order_by("id")
    tables = {
        name: Table(
            name, letters, [], {column: [] for column in letters}, part=sheet.part_with(letters)
        )
        for name, letters in revision.columns.items()
    }
    order: dict[str, int] = {}
    for sheet_name, part, row_no, raw, sealed in rows.values_list(
        "sheet_name", "part", "row_no", "raw", "sealed"
    ):
        table = tables[sheet_name]
        table.part = part
        order.setdefault(sheet_name, len(order))
        table.rows.append(row_no)
        secrets: dict[str, str] = json.loads(unseal(sealed)) if sealed else {}
        for column, text in zip(sheet.columns, raw, strict=True):
            if column.name in table.cells:
                table.cells[column.name].append(secrets.get(column.name, text))
    return sorted(tables.values(), key=lambda table: order.get(table.sheet_name, len(tables)))


def _structural(revision: Revision) -> list[FoundProblem]:
    fields = FoundProblem.__dataclass_fields__
    kept = Problem.objects.filter(revision=revision, cause__in=CAUSES).values(*fields)
    return [FoundProblem(**{**p, "severity": Severity(p["severity"])}) for p in kept]


def _kept_changes(revision: Revision) -> list[FoundChange]:
    fields = FoundChange.__dataclass_fields__
    kept = CellChange.objects.filter(revision=revision, rule__in=_KEPT).order_by("id")
    return [FoundChange(**change) for change in kept.values(*fields)]


def _mark_filled(matched: Matched) -> None:
    for table in matched.tables:
        place = {row: index for index, row in enumerate(table.rows)}
        table.filled = {
            (change.field, place[change.row_no])
            for change in matched.changes
            if change.rule == "D10"
            and change.sheet_name == table.sheet_name
            and change.row_no in place
        }


def _keep_ambiguous(matched: Matched, revision: Revision) -> None:
    """Make a month that came as the number 2018.1 a number again: as text it would be January."""
    asked = Problem.objects.filter(revision=revision, rule="D6", cause=AMBIGUOUS)
    for table in matched.tables:
        place = {row: index for index, row in enumerate(table.rows)}
        for name, row in asked.filter(sheet_name=table.sheet_name).values_list("field", "row_no"):
            if row in place and name in table.cells:
                table.cells[name][place[row]] = float(str(table.cells[name][place[row]]))


def amend(
    matched: Matched,
    sheet: Sheet,
    edits: Edits,
    removed: Collection[tuple[str, int]] = (),
    added: Collection[tuple[str, int]] = (),
) -> None:
    """Put typed texts into cells, by (sheet name, row, column name); append and leave out rows."""
    for table in matched.tables:
        for sheet_name, row in added:
            if sheet_name == table.sheet_name:
                matched.changes.append(_append(table, row))
        place = {row: index for index, row in enumerate(table.rows)}
        for (sheet_name, row, name), text in edits.items():
            if sheet_name == table.sheet_name and row in place:
                matched.changes.append(_edit(table, sheet, row, place[row], name, text))
        gone = {place[row] for name, row in removed if name == table.sheet_name and row in place}
        if gone:
            matched.changes += [_removal(table, sheet, index) for index in sorted(gone)]
            _leave_out(table, gone)
    matched.problems = [
        problem
        for problem in matched.problems
        if (problem.sheet_name, problem.row_no) not in set(removed)
    ]


def _edit(table: Table, sheet: Sheet, row: int, index: int, name: str, text: str) -> FoundChange:
    column = sheet.column(name)
    cells = table.cells.setdefault(name, [None] * len(table.rows))
    before, cells[index] = cells[index], text
    table.filled.discard((name, index))
    hide = _hiding(column)
    letter = table.letters.get(name, "")
    return FoundChange(
        table.sheet_name,
        row,
        name,
        f"{letter}{row}" if letter else "",
        hide(str(before or "")),
        hide(text),
        EDIT,
    )


def _hiding(column: Column) -> Callable[[str], str]:
    return masked if column.type in (CellType.ID_NUMBER, CellType.PHONE) else short


def _append(table: Table, row: int) -> FoundChange:
    table.rows.append(row)
    for cells in table.cells.values():
        cells.append(None)
    return FoundChange(table.sheet_name, row, "", "", "", ROW_ADDED, EDIT)


def _removal(table: Table, sheet: Sheet, index: int) -> FoundChange:
    """Keep in the log what stood in a row that goes; the file or an earlier revision has it all."""
    told = [
        f"{column.label}：{_hiding(column)(str(table.cells[column.name][index]))}"
        for column in sheet.columns
        if column.name in table.cells and table.cells[column.name][index] not in (None, "")
    ]
    row = table.rows[index]
    return FoundChange(table.sheet_name, row, "", "", "；".join(told)[:300], ROW_REMOVED, EDIT)


def _leave_out(table: Table, gone: set[int]) -> None:
    kept = [index for index in range(len(table.rows)) if index not in gone]
    moved = {index: place for place, index in enumerate(kept)}
    table.rows = [table.rows[index] for index in kept]
    table.cells = {name: [cells[i] for i in kept] for name, cells in table.cells.items()}
    table.filled = {(name, moved[index]) for name, index in table.filled if index in moved}
