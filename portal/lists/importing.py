"""A list taken back in: what its own export says, compared cell by cell with what the list says.

What is alike is left alone; only changed rows reach django-import-export, and only such cells as
may be changed here. Everything wrong is said at once, and then nothing is written.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from import_export.resources import ModelResource
from tablib import Dataset

from portal.access.models import User
from portal.lists.reading import Sent
from portal.ui.listing.asked import Asked
from portal.ui.listing.declare import Listing
from portal.ui.listing.rows import fetched
from portal.ui.tables import plain

STRETCH = 1000
MOST_SAID = 100


@dataclass(frozen=True)
class Intake:
    """How a list takes its own export back in: the column that names a row, those to change."""

    listing: Listing
    key: str
    editable: tuple[str, ...]
    resource: type["ListResource"]


class ListResource(ModelResource):  # type: ignore[misc]
    """Writes the changed rows of a list; subclasses call an action in `save_instance`."""

    class Meta:
        skip_unchanged = False  # what is unchanged was left out before
        use_transactions = True
        skip_diff = True
        clean_model_instances = True

    def __init__(self, *, by: User, at: dt.datetime) -> None:
        super().__init__()
        self.by, self.at = by, at


@dataclass
class Comparison:
    """What a file would change, and what is wrong with it."""

    rows: int = 0
    changes: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def wrong(self, sentence: str) -> None:
        """Note what is wrong."""
        if len(self.problems) < MOST_SAID:
            self.problems.append(sentence)


def compare(intake: Intake, sent: Sent, *, by: User) -> Comparison:
    """Compare a file with the list, row by row."""
    found = Comparison(rows=len(sent.rows))
    names = _columns(intake, sent, found)
    if found.problems:
        return found
    rows = _by_key(intake, sent, names.index(intake.key), found)
    keys = list(rows)
    for start in range(0, len(keys), STRETCH):
        some = keys[start : start + STRETCH]
        ours = dict(_ours(intake, some, names, by))
        for key in some:
            if key in ours:
                _cells(intake, names, found, key, ours[key], rows[key])
            else:
                found.wrong(f"第{found.numbers[key]}行：名录里没有{key}，这里只能修改已有的行。")
    return found


def _by_key(intake: Intake, sent: Sent, place: int, found: Comparison) -> dict[str, list[object]]:
    """Return the rows of the file by what names them."""
    rows: dict[str, list[object]] = {}
    for number, row in enumerate(sent.rows, 2):
        key = text_of(row[place] if place < len(row) else None)
        if not key:
            if any(text_of(cell) for cell in row):
                found.wrong(f"第{number}行没有填“{intake.listing.columns[intake.key]}”。")
        elif key in rows:
            found.wrong(f"第{number}行与第{found.numbers[key]}行重复：{key}。")
        else:
            rows[key], found.numbers[key] = row, number
    return rows


def _columns(intake: Intake, sent: Sent, found: Comparison) -> list[str]:
    """Return the columns of the file by name, "" where the list knows none."""
    known = {heading: name for name, heading in intake.listing.columns.items()}
    names = [known.get(heading, "") for heading in sent.headers]
    if intake.key not in names:
        heading = intake.listing.columns[intake.key]
        found.wrong(f"文件里没有“{heading}”这一列，请用本页导出的文件修改后再导入。")
    for name in {name for name in names if name and names.count(name) > 1}:
        found.wrong(f"“{intake.listing.columns[name]}”这一列出现了不止一次。")
    return names


def _ours(
    intake: Intake, keys: list[str], names: list[str], by: User
) -> Iterable[tuple[str, list[str]]]:
    """Yield what the list itself would write for the rows of these keys."""
    asked = Asked(intake.listing, by, "")
    table = intake.listing.table([])
    column = table.columns[intake.key]
    rows = intake.listing.rows(by).filter(**{f"{column.accessor}__in": _typed(keys, column)})
    records = fetched(intake.listing, by, asked.filter, list(rows.values_list("pk", flat=True)))
    for row in type(table.rows)(data=records, table=table):
        cells = [_cell(table, row, name) if name else "" for name in names]
        yield cells[names.index(intake.key)], cells


def _typed(keys: list[str], column: Any) -> list[Any]:
    return [int(key) for key in keys if key.isdecimal()] if str(column.accessor) == "pk" else keys


def _cell(table: Any, row: Any, name: str) -> str:
    value = row.get_cell_value(name)
    return text_of(plain(table.columns[name].default if value is None else value))


def _cells(
    intake: Intake,
    names: list[str],
    found: Comparison,
    key: str,
    ours: list[str],
    theirs: list[object],
) -> None:
    """Note which cells of a row differ, and which of these may not."""
    headings = intake.listing.columns
    for place, name in enumerate(names):
        old, new = ours[place], text_of(theirs[place] if place < len(theirs) else None)
        if not name or old == new:
            continue
        if name in intake.editable:
            found.changes.setdefault(key, {})[name] = (old, new)
        else:
            found.wrong(
                f"第{found.numbers[key]}行“{headings[name]}”由“{old}”改成了“{new}”，"
                "这一列不能在这里修改，请改回。"
            )


def text_of(cell: object) -> str:
    """Return a cell as text, the same whether it was read from a file or from the list."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        is_day = cell.time() == dt.time()
        return f"{cell:%Y-%m-%d}" if is_day else f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, dt.date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float | Decimal) and cell == int(cell):
        return str(int(cell))
    return str(cell).strip()


def apply(intake: Intake, found: Comparison, *, by: User, at: dt.datetime) -> None:
    """Write what changed, all or nothing; what cannot be is noted in `found`."""
    headings = intake.listing.columns
    names = [intake.key, *intake.editable]
    data = Dataset(headers=[headings[name] for name in names])
    ours = dict(_ours(intake, list(found.changes), names, by))
    for key, cells in found.changes.items():
        whole = dict(zip(names, ours[key], strict=True))
        data.append([key, *(cells.get(name, ("", whole[name]))[1] for name in intake.editable)])
    result = intake.resource(by=by, at=at).import_data(data, raise_errors=False)
    numbers = list(found.changes)
    for line, errors in result.row_errors():
        for error in errors:
            found.wrong(f"第{found.numbers[numbers[line - 1]]}行：{error.error}")
    for row in result.invalid_rows:
        sentences = "".join(str(words) for words in row.error.messages)
        found.wrong(f"第{found.numbers[numbers[row.number - 1]]}行：{sentences}")
    for error in result.base_errors:
        found.wrong(str(error.error))
