"""COPY into a temporary table, then INSERT ... SELECT: the way rows enter under the scope."""

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import count, islice
from typing import Any, Final

from django.db import connection

NULL: Final = "\\N"
_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_SPECIAL: Final = re.compile(r"[\\\t\n\r]")
_QUOTED: Final = re.compile(r"[\\\"\t\n\r]")
_BATCH: Final = 5_000
_number = count(1)


def text(value: Any) -> str:  # noqa: PLR0911 - one line a kind
    r"""Return a value as a field of COPY's text format.

    >>> text(None), text("a\tb"), text([1, None, "x"]), text(True)
    ('\\N', 'a\\tb', '{1,NULL,"x"}', 't')
    """
    if value is None:
        return NULL
    if isinstance(value, str):
        plain = value.isprintable() and "\\" not in value
        return value if plain else value.translate(_ESCAPES)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    if isinstance(value, (list, tuple)):
        return "{" + ",".join(map(item, value)) + "}"
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def item(value: Any) -> str:
    """Return a value as an element of an array field."""
    if value is None:
        return "NULL"
    if isinstance(value, str):
        if value.isprintable() and "\\" not in value and '"' not in value:
            return f'"{value}"'
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}"'.translate(_ESCAPES)
    return text(value)


def column(values: Sequence[Any]) -> list[str]:
    """Return a column of values as fields, each distinct one made once."""
    kinds = set(map(type, values))
    if kinds == {str}:
        return _texts(values)
    if list in kinds:
        return _arrays(values)
    if bool in kinds and kinds & {int, float, Decimal}:  # 1 and True are equal
        return [text(value) for value in values]
    known = {value: text(value) for value in set(values)}
    return [known[value] for value in values]


def _texts(values: Sequence[str]) -> list[str]:
    """Escape a column of texts, which seldom needs it."""
    distinct = set(values)
    if not _SPECIAL.search("".join(distinct)):
        return list(values)
    known = {value: value.translate(_ESCAPES) for value in distinct}
    return [known[value] for value in values]


def _arrays(values: Sequence[list[Any] | None]) -> list[str]:
    known: dict[tuple[Any, ...] | None, str] = {}
    found = []
    for value in values:
        key = value if value is None else tuple(value)
        done = known.get(key)
        if done is None:
            done = known[key] = text(value)
        found.append(done)
    return found


def arrays(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows of equally many texts as array fields, each distinct text quoted once."""
    if not rows:
        return []
    columns = [_quoted(texts) for texts in zip(*rows, strict=True)]
    return [f"{{{inside}}}" for inside in map(",".join, zip(*columns, strict=True))]


def _quoted(texts: Sequence[str]) -> list[str]:
    distinct = set(texts)
    if _QUOTED.search("".join(distinct)):
        known = {value: item(value) for value in distinct}
    else:
        known = {value: f'"{value}"' for value in distinct}
    return [known[value] for value in texts]


def insert(table: str, columns: Sequence[str], fields: Iterable[Sequence[str]]) -> None:
    """Insert rows of COPY fields into `table` over a temporary table."""
    lines = map("\t".join, fields)
    temporary = f"staged_{next(_number)}"
    names = ", ".join(f'"{name}"' for name in columns)
    fill = f"INSERT INTO {table} ({names}) SELECT {names} FROM {temporary}"  # noqa: S608
    like = f"AS SELECT {names} FROM {table} WITH NO DATA"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {temporary} ON COMMIT DROP {like}")
        while batch := list(islice(lines, _BATCH)):
            body = io.StringIO("\n".join(batch) + "\n")
            with connection.wrap_database_errors:
                cursor.copy_expert(f"COPY {temporary} ({names}) FROM STDIN", body)
        cursor.execute(fill)
        cursor.execute(f"DROP TABLE {temporary}")
