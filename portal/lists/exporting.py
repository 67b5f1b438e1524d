"""The rows of a list as a workbook: exactly those asked for, in the order asked for."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import IO, Any

from django.utils import timezone

from portal.access.sealing import mask_id
from portal.ui.listing.asked import Asked
from portal.ui.listing.rows import STRETCH, LateRows
from portal.ui.tables import Table, plain
from portal.workbooks import save_xlsx

INLINE_ROWS = 5000
Report = Callable[[int], None]
_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


def is_short(asked: Asked) -> bool:
    """Say whether the list can be handed out at once."""
    return asked.rows.order_by()[: INLINE_ROWS + 1].count() <= INLINE_ROWS


def save(
    asked: Asked, out: IO[bytes], *, shown: frozenset[str] | None, report: Report | None = None
) -> int:
    """Write the workbook of a list, in the memory of one stretch; return how many rows it has."""
    table = asked.table(shown=shown, total=0)
    columns = [column for column in table.columns if not column.column.exclude_from_export]
    headers = [str(column.header) for column in columns]
    names = [column.name for column in columns]
    title = asked.listing.title
    return save_xlsx(out, headers, _values(asked, table, names, report), title=title)


def _values(
    asked: Asked, table: Table, names: list[str], report: Report | None
) -> Iterator[list[Any]]:
    late: LateRows = table.data
    missing = {name: table.columns[name].default for name in names}
    for number, records in enumerate(late.stretches()):
        if report:
            report(number * STRETCH)
        for row in _rows(asked, table, records):
            yield [_cell(row, name, missing[name]) for name in names]


def _cell(row: Any, name: str, missing: object) -> Any:
    """Return what a cell holds; nothing is written as the page writes it (未报, 无, blank)."""
    value = row.get_cell_value(name)
    return plain(missing if value is None else value)


def _rows(asked: Asked, table: Table, records: list[Any]) -> Iterator[Any]:
    """Yield the records as rows of the table, as the page does."""
    bound = type(table.rows)(data=records, table=table)
    return iter(chain(bound))


def file_name(asked: Asked, at: dt.datetime) -> str:
    """Return what the file is called."""
    return f"{asked.listing.name}-{timezone.localtime(at):%Y%m%d-%H%M%S}.xlsx"


def said(asked: Asked) -> dict[str, str]:
    """Return what was asked, for the audit trail: an ID number in it is masked."""
    pairs = (pair.partition("=") for pair in without_ids(asked.data.urlencode()).split("&"))
    return {key: value for key, _, value in pairs if key and value}


def has_id(query: str) -> bool:
    """Say whether a question holds somebody's ID number."""
    return bool(_ID_NUMBER.search(query))


def without_ids(query: str) -> str:
    """Return a question with the ID numbers in it masked."""
    return _ID_NUMBER.sub(lambda found: mask_id(found[0]), query)
