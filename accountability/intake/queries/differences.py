"""What changed between two revisions of a sheet, by row key and column: compared in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

from accountability.intake.declare import SHEETS, CellType, Column, Sheet
from accountability.intake.models import Pointer, Revision, SheetRow, Submission
from accountability.intake.queries.submissions import current_pointer
from accountability.intake.rules import Period

LONG_ENOUGH = 6
_ADDED, _REMOVED, _CHANGED, _UNCHANGED = -1, -2, -3, -4  # beside the numbers of columns
_COUNTS = f"""
, told AS MATERIALIZED (
    SELECT changes, CASE WHEN old_id IS NULL THEN {_ADDED} WHEN new_id IS NULL THEN {_REMOVED}
                         WHEN changes <> '{{}}' THEN {_CHANGED} ELSE {_UNCHANGED} END AS kind
      FROM pair
)
SELECT kind AS number, count(*) AS times FROM told GROUP BY kind
 UNION ALL
SELECT number, count(*) FROM told, unnest(changes) AS number WHERE kind = {_CHANGED} GROUP BY number
 ORDER BY times DESC, number
"""  # noqa: S608 - our own numbers
_INSTEAD = {CellType.ID_NUMBER: "id_fingerprint"}
# Beside the mask; "" where the file itself says only a mask, which then is all there is to compare.
_BESIDE = {CellType.PHONE: "phone_fingerprint"}


@dataclass(frozen=True)
class Baseline:
    """The revision a draft is compared with, and what it is called."""

    revision: Revision
    label: str
    is_last_period: bool


def baseline_of(submission: Submission) -> Baseline | None:
    """Return what the draft is compared with: what is current, else the period before."""
    pointer = current_pointer(submission)
    if pointer and pointer.revision_id != submission.draft_id:
        return Baseline(pointer.revision, f"现行版本（{pointer.revision}）", is_last_period=False)
    before = Period.parse(submission.task.period).previous()
    last = (
        Pointer.objects.current()
        .filter(
            county_id=submission.county_id,
            submission__task__sheet_code=submission.task.sheet_code,
            submission__task__period=str(before),
        )
        .select_related("revision", "revision__upload")
        .first()
    )
    return Baseline(last.revision, f"上期（{before.label}）", is_last_period=True) if last else None


@dataclass(frozen=True)
class Summary:
    """How many rows came, went, changed and stayed, and which columns changed how often.

    `copied` counts the rows whose long texts are word for word those of the other revision.
    """

    added: int
    removed: int
    changed: int
    unchanged: int
    columns: list[tuple[str, int]]
    copied: int

    @property
    def is_empty(self) -> bool:
        """Say whether the two revisions say the same."""
        return not (self.added or self.removed or self.changed)


@dataclass(frozen=True)
class CellDifference:
    """One cell before and after, as it stands in the files."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowDifference:
    """One row that came, went or changed."""

    kind: str
    label: str
    sheet_name: str
    row_no: int
    cells: list[CellDifference]


def row_model(sheet: Sheet) -> type[SheetRow]:
    """Return the row table of a sheet."""
    model: type[SheetRow] = apps.get_model(sheet.model)
    return model


def compared(sheet: Sheet) -> list[Column]:
    """Return the columns in which a difference counts."""
    return [column for column in sheet.columns if column.type is not CellType.SERIAL]


def _stored(sheet: Sheet, column: Column) -> str:
    """Return the expression of what is stored of a column; its raw text where nothing else is."""
    fields = _fields(sheet)
    name = _INSTEAD.get(column.type, "")
    name = name if name in fields else column.field
    if name in fields:
        stored = f'"{fields[name].column}"'
        return stored if column.slot is None else f"{stored}[{column.slot + 1}]"
    return f"raw[{sheet.places[column.name] + 1}]"


def _fields(sheet: Sheet) -> dict[str, Any]:
    return {field.name: field for field in row_model(sheet)._meta.concrete_fields}


def fingerprint_of(sheet: Sheet, column: Column) -> str:
    """Return the field that tells apart numbers with the same mask, "" where there is none."""
    name = _INSTEAD.get(column.type) or _BESIDE.get(column.type, "")
    return name if name in _fields(sheet) else ""


def _pairs(sheet: Sheet) -> str:
    """Return the statement's head: rows of both revisions side by side by key.

    Rows that share a key (a duplicate in a draft) are paired in their order.
    """
    table = row_model(sheet)._meta.db_table
    values = ", ".join(
        [f"{_stored(sheet, column)} AS c{i}" for i, column in enumerate(compared(sheet))]
        + [f"{name} AS f{i}" for i, name in _beside(sheet).items()]
    )
    side = (
        "SELECT id, key, row_no, row_number() OVER (PARTITION BY key ORDER BY row_no, id) AS nth,"  # noqa: S608 - our own names
        f" {values} FROM {table} WHERE revision_id = "
    )
    return (
        f"WITH new AS ({side} %(new)s), old AS ({side} %(old)s), pair AS ("  # noqa: S608 - our own names
        "SELECT new.id AS new_id, old.id AS old_id, coalesce(new.row_no, old.row_no) AS row_no,"
        f" {_changes(sheet)} AS changes FROM new FULL JOIN old USING (key, nth))"
    )


def _changes(sheet: Sheet) -> str:
    hidden = {
        i: f" OR (new.f{i} <> '' AND old.f{i} <> '' AND new.f{i} <> old.f{i})"
        for i in _beside(sheet)
    }
    cases = ", ".join(
        f"CASE WHEN new.c{i} IS DISTINCT FROM old.c{i}{hidden.get(i, '')} THEN {i} END"
        for i, _ in enumerate(compared(sheet))
    )
    return f"array_remove(ARRAY[{cases}]::int[], NULL)"


def _beside(sheet: Sheet) -> dict[int, str]:
    """Return by its number in the comparison the digest that is compared beside a column."""
    return {
        i: fingerprint_of(sheet, column)
        for i, column in enumerate(compared(sheet))
        if column.type in _BESIDE and fingerprint_of(sheet, column)
    }


def summary(new: Revision, old: Revision) -> Summary:
    """Count what changed from `old` to `new`, in one pass over both."""
    sheet = SHEETS[new.sheet_code]
    with connection.cursor() as cursor:
        cursor.execute(f"{_pairs(sheet)} {_COUNTS}", {"new": new.pk, "old": old.pk})
        counts: dict[int, int] = dict(cursor.fetchall())
    labels = [column.label for column in compared(sheet)]
    columns = [(labels[number], count) for number, count in counts.items() if number >= 0]
    return Summary(
        added=counts.get(_ADDED, 0),
        removed=counts.get(_REMOVED, 0),
        changed=counts.get(_CHANGED, 0),
        unchanged=counts.get(_UNCHANGED, 0),
        columns=columns,
        copied=_copied(sheet, new, old),
    )


def _copied(sheet: Sheet, new: Revision, old: Revision) -> int:
    """Count the rows that repeat a long text of the other revision word for word."""
    texts = [
        f"(new.raw[{i}] = old.raw[{i}] AND length(new.raw[{i}]) >= {LONG_ENOUGH})"
        for i, column in enumerate(sheet.columns, start=1)
        if column.type is CellType.LONG_TEXT
    ]
    if not texts or new.submission_id == old.submission_id:
        return 0
    table = row_model(sheet)._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(DISTINCT new.id) FROM {table} AS new"  # noqa: S608 - our own names
            f" JOIN {table} AS old ON old.revision_id = %s AND old.key = new.key"
            f" WHERE new.revision_id = %s AND ({' OR '.join(texts)})",
            [old.pk, new.pk],
        )
        (count,) = cursor.fetchone() or (0,)
    return int(count)


def rows_that_differ(
    new: Revision, old: Revision, *, offset: int = 0, limit: int = 50
) -> list[RowDifference]:
    """Return one page of the rows that differ, in the order of the file; two statements."""
    sheet = SHEETS[new.sheet_code]
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_pairs(sheet)} SELECT new_id, old_id, changes FROM pair"  # noqa: S608 - our own names
            " WHERE new_id IS NULL OR old_id IS NULL OR changes <> '{}'"
            " ORDER BY row_no, new_id, old_id OFFSET %(offset)s LIMIT %(limit)s",
            {"new": new.pk, "old": old.pk, "offset": offset, "limit": limit},
        )
        pairs: Sequence[tuple[int | None, int | None, list[int]]] = cursor.fetchall()
    ids = [pk for pair in pairs for pk in pair[:2] if pk is not None]
    rows: dict[int, Any] = row_model(sheet)._default_manager.in_bulk(ids)
    return [
        _difference(sheet, rows.get(new_id or 0), rows.get(old_id or 0), changes)
        for new_id, old_id, changes in pairs
    ]


def _difference(
    sheet: Sheet, new: SheetRow | None, old: SheetRow | None, changes: list[int]
) -> RowDifference:
    shown = new or old
    assert shown is not None  # noqa: S101 - a pair has at least one side
    kind = "changed" if new and old else "added" if new else "removed"
    columns = compared(sheet)
    cells = [_cell(sheet, columns[number], new, old) for number in changes]
    return RowDifference(
        kind,
        shown.label or f"第{shown.row_no}行",
        shown.sheet_name,
        shown.row_no,
        [cell for cell in cells if cell.before or cell.after],
    )


def _cell(
    sheet: Sheet, column: Column, new: SheetRow | None, old: SheetRow | None
) -> CellDifference:
    place = sheet.places[column.name]
    before = old.raw[place] if old else ""
    after = new.raw[place] if new else ""
    if old and new and before == after and column.sensitive:
        is_number = column.type in {CellType.ID_NUMBER, CellType.PHONE}
        after = f"{after}（{'号码已变更' if is_number else '有变动'}）"
    return CellDifference(column.label, before, after)
