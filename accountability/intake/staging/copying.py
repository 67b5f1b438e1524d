"""COPY into a temporary table, then INSERT ... SELECT: the way rows enter under the scope."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import count, islice
from typing import Any, Final

from django.db import connection

NULL: Final = "\\N"
_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_SPECIAL: Final = "\\\t\n\r"
_QUOTED: Final = f'{_SPECIAL}"'
_BATCH, _PIECE = 5_000, 1 << 16
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


def column(values: Sequence[Any], *, empty: str | None = None) -> list[str]:
    r"""Return a column of values as fields, each distinct one made once.

    `empty` is the field both of None and of an empty text, where they mean the same.

    >>> column(["a", None, ""]), column(["a", None, ""], empty=NULL), column([[1], None])
    (['a', '\\N', ''], ['a', '\\N', '\\N'], ['{1}', '\\N'])
    """
    kinds = set(map(type, values))
    if list in kinds:
        return _arrays(values, empty)
    if kinds == {str} and not _has_any(_SPECIAL, values):
        return [value or empty for value in values] if empty else list(values)
    if bool in kinds and kinds & {int, float, Decimal}:  # 1 and True are equal
        return [text(value) if value is not None or empty is None else empty for value in values]
    known = {value: text(value) for value in set(values)}
    if empty is not None:
        known |= {None: empty, "": empty}
    return list(map(known.__getitem__, values))


def _arrays(values: Sequence[list[Any] | None], empty: str | None) -> list[str]:
    known: dict[tuple[Any, ...] | None, str] = {None: NULL if empty is None else empty}
    found = []
    for value in values:
        key = value if value is None else tuple(value)
        done = known.get(key)
        if done is None:
            done = known[key] = text(value)
        found.append(done)
    return found


def arrays(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows of equally many texts as array fields.

    >>> arrays([["a", ""], ["b", "c"]])
    ['{"a",""}', '{"b","c"}']
    """
    between = '","'.join
    whole = list(map("".join, rows))
    is_plain = not _has_any(_QUOTED, whole)
    return [
        f'{{"{between(row)}"}}' if row and (is_plain or not _has_any(_QUOTED, told)) else text(row)
        for row, told in zip(rows, whole, strict=True)
    ]


def _has_any(characters: str, texts: Iterable[str]) -> bool:
    every = "".join(texts)
    return any(character in every for character in characters)


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
            body = io.BytesIO(("\n".join(batch) + "\n").encode())
            with connection.wrap_database_errors:
                cursor.copy_expert(f"COPY {temporary} ({names}) FROM STDIN", body, _PIECE)
        cursor.execute(fill)
        cursor.execute(f"DROP TABLE {temporary}")
