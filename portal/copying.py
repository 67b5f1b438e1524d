"""COPY of Python rows into a table of the current transaction."""

import io
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.backends.utils import CursorWrapper

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_rows(
    cursor: CursorWrapper, statement: str, rows: Iterable[Sequence[object]], *, batch: int = 20_000
) -> int:
    """Run `statement` (COPY ... FROM STDIN) with `rows` and return how many there were."""
    count = 0
    buffer = io.StringIO()
    raw = cursor.cursor
    for row in rows:
        buffer.write("\t".join(map(_cell, row)) + "\n")
        count += 1
        if count % batch == 0:
            _send(raw, statement, buffer)
            buffer = io.StringIO()
    _send(raw, statement, buffer)
    return count


def _send(raw: object, statement: str, buffer: io.StringIO) -> None:
    buffer.seek(0)
    with connection.wrap_database_errors:
        raw.copy_expert(statement, buffer)  # type: ignore[attr-defined]


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if value is None:
        return r"\N"
    if isinstance(value, bytes):
        return r"\\x" + value.hex()
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value).translate(_ESCAPES)


def reserve_ids(cursor: CursorWrapper, table: str, count: int) -> list[int]:
    """Return `count` keys of the table that nobody else will be given."""
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
        [table, count],
    )
    return [int(key) for (key,) in cursor.fetchall()]
