"""Writing a checked workbook as a revision: rows, problems, changes and the cross-checks."""

import datetime as dt
import json
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import Max

from accountability.intake.checked import Checked, CheckedRow
from accountability.intake.collector import collector_off
from accountability.intake.declare import Sheet
from accountability.intake.hooks import Staged
from accountability.intake.models import (
    CellChange,
    Problem,
    Revision,
    Submission,
    Upload,
)
from accountability.intake.rules import Period
from accountability.intake.staging import copying
from accountability.intake.staging.crosschecks import Counts, count, cross_check
from portal.access.models import User
from portal.access.sealing import seal

_PROBLEM = (
    "rule",
    "severity",
    "sheet_name",
    "row_no",
    "row_key",
    "row_label",
    "field",
    "column_label",
    "address",
    "sentence",
    "remedy",
    "raw",
    "proposal",
    "cause",
)
_encode = json.JSONEncoder(ensure_ascii=False).encode
_BATCH = 20_000
_CHANGE = ("sheet_name", "row_no", "field", "address", "raw", "result", "rule")


@transaction.atomic
def stage(
    checked: Checked,
    *,
    submission: Submission,
    upload: Upload,
    kind: Revision.Kind,
    parent: Revision | None,
    by: User,
    at: dt.datetime,
) -> Revision:
    """Write `checked` as the next revision of `submission`, its cross-checks included.

    The revision row comes last, with its final counts: it never changes afterwards. Whether the
    same content is there already can be asked before by `checked.content_hash`. No audit event:
    the calling action writes it.
    """
    locked = Submission.objects.select_for_update(of=["self"]).select_related("task")
    task = locked.get(pk=submission.pk).task
    period = Period.parse(task.period)
    place = (submission.pk, submission.county_id, task.sheet_code, period, checked.columns)
    counts = _fill(checked, staged := Staged(_next_id(), *place))
    last = submission.revisions.aggregate(last=Max("number"))["last"] or 0
    return Revision.objects.create(
        pk=staged.revision_id,
        submission=submission,
        county_id=submission.county_id,
        number=last + 1,
        kind=kind,
        upload=upload,
        parent=parent,
        period=task.period,
        errors_count=counts.errors,
        warnings_count=counts.warnings,
        created_by=by,
        created_at=at,
        **_described(checked),
    )


def _fill(checked: Checked, staged: Staged) -> Counts:
    """Write all that belongs to the revision and count its problems."""
    with collector_off():
        _write_rows(checked, staged)
        _write_findings(checked, staged)
    cross_check(staged, checked.sheet)
    return count(staged.revision_id)


def _described(checked: Checked) -> dict[str, Any]:
    return {
        "sheet_code": checked.sheet.code,
        "sheet_version": checked.sheet.version,
        "columns": checked.columns,
        "facts": checked.facts,
        "rows_count": len(checked.rows),
        "content_hash": checked.content_hash,
    }


def _next_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('accountability_revision', 'id'))")
        return int(cursor.fetchone()[0])


def _write_rows(checked: Checked, staged: Staged) -> None:
    """Write the rows in batches: the text of a hundred thousand would fill the memory."""
    for part, of_part in groupby(checked.rows, key=attrgetter("part")):
        rows, piece = list(of_part), checked.sheet.piece(part)
        for start in range(0, len(rows), _BATCH):
            _write_batch(rows[start : start + _BATCH], piece, staged)


def _write_batch(rows: Sequence[CheckedRow], sheet: Sheet, staged: Staged) -> None:
    model = apps.get_model(sheet.model)
    size = len(rows)
    columns: dict[str, list[str]] = {
        "revision_id": [str(staged.revision_id)] * size,
        "county_id": [str(staged.county_id)] * size,
        "sheet_name": copying.column([row.sheet_name for row in rows]),
        "part": copying.column([row.part for row in rows]),
        "row_no": [str(row.row_no) for row in rows],
        "key": copying.column([row.key for row in rows]),
        "label": copying.column([row.label for row in rows]),
        "raw": copying.arrays([row.raw for row in rows]),
        "sealed": [_sealed(row) for row in rows],
    }
    values = _by_name([row.values for row in rows])
    for field in model._meta.concrete_fields:
        if field.attname not in columns and field.attname != "id":
            own = _values(field, values, sheet, size)
            columns[field.attname] = copying.column(own, empty=_nothing(field))
    copying.insert(model._meta.db_table, tuple(columns), zip(*columns.values(), strict=True))


def _sealed(row: CheckedRow) -> str:
    if not row.secrets:
        return copying.NULL
    return copying.text(seal(_encode(row.secrets)))


def _by_name(rows: Sequence[dict[str, Any]]) -> dict[str, Sequence[Any]]:
    """Turn rows of one part into columns; all have the same names."""
    names = tuple(rows[0])
    columns = zip(*map(itemgetter(*names), rows), strict=True)
    return dict(zip(names, columns, strict=True))


def _values(
    field: "models.Field[Any, Any]", values: dict[str, Sequence[Any]], sheet: Sheet, size: int
) -> Sequence[Any]:
    """Return a model field's values: a slotted field gathers its columns into one array."""
    slots = [
        column.name
        for column in sheet.columns
        if column.field == field.name and column.slot is not None
    ]
    if slots:
        return list(map(list, zip(*(values[name] for name in slots), strict=True)))
    return values.get(field.attname) or [None] * size


def _nothing(field: "models.Field[Any, Any]") -> str:
    """Return the COPY field of a cell where nothing is reported."""
    if field.null:
        return copying.NULL
    return "{}" if isinstance(field, ArrayField) else ""


def _write_findings(checked: Checked, staged: Staged) -> None:
    own = (str(staged.revision_id), str(staged.county_id))
    problems = checked.problems
    limits = {f.name: f.max_length for f in Problem._meta.concrete_fields if f.max_length}
    columns = [_cut([getattr(p, name) for p in problems], limits.get(name)) for name in _PROBLEM]
    copying.insert(
        Problem._meta.db_table,
        ("revision_id", "county_id", *_PROBLEM),
        ((*own, *fields) for fields in zip(*columns, strict=True)),
    )
    changes = checked.changes
    columns = [
        _cut([getattr(c, name) for c in changes], 300 if name in ("raw", "result") else None)
        for name in _CHANGE
    ]
    copying.insert(
        CellChange._meta.db_table,
        ("revision_id", "county_id", *_CHANGE),
        ((*own, *fields) for fields in zip(*columns, strict=True)),
    )


def _cut(values: list[Any], most: int | None) -> list[str]:
    if most is None:
        return copying.column(values)
    return copying.column([value[:most] if isinstance(value, str) else value for value in values])
