"""Running the rules: every hit with both its sides, in one temporary table."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db.backends.utils import CursorWrapper

from accountability.reconciliation.gathering import Ground, chosen, gathered
from accountability.reconciliation.rules import Rule
from portal.copying import copy_rows

COLUMNS: Final = (
    "county_id", "village_id", "period", "key", "subject",
    "left_revision_id", "left_sheet_name", "left_row", "left_field", "left_value",
    "right_county_id", "right_revision_id", "right_sheet_name", "right_row", "right_field",
    "right_value", "right_fact", "sentence", "remedy",
)  # fmt: skip

_TABLE: Final = """
CREATE TEMPORARY TABLE recon_hit (
    rule text, county_id bigint, village_id bigint, period text, key text, subject text,
    left_revision_id bigint, left_sheet_name text, left_row int, left_field text, left_value text,
    right_county_id bigint, right_revision_id bigint, right_sheet_name text, right_row int,
    right_field text, right_value text, right_fact text, sentence text, remedy text
) ON COMMIT DROP
"""

Report = Callable[[int, int, str], None]


def silent(_done: int, _total: int, _text: str) -> None:
    """Report nothing."""


@contextmanager
def found(
    rules: Iterable[Rule], ground: Ground, *, report: Report = silent
) -> Iterator[tuple[CursorWrapper, dict[str, Any]]]:
    """Fill `recon_hit` with what the rules find, hand on the cursor, and drop the table."""
    listed = list(rules)
    with gathered(ground) as (cursor, values):
        cursor.execute(_TABLE)
        for done, rule in enumerate(listed):
            report(done, len(listed), f"正在核对 {rule.code} {rule.title}")
            cursor.execute(_insert(rule, ground), {**values, "rule": rule.key})
        yield cursor, values
        cursor.execute("DROP TABLE recon_hit")


def _insert(rule: Rule, ground: Ground) -> str:
    sql = rule.staged_sql if ground.staged and rule.staged_sql else rule.sql
    names = ", ".join(COLUMNS)
    return f"INSERT INTO recon_hit (rule, {names}) SELECT %(rule)s, found.* FROM ({sql}) AS found"


Hit = tuple[object, ...]


def hits(cursor: CursorWrapper) -> list[Hit]:
    """Return what was found, to be carried from one transaction into another."""
    cursor.execute(f"SELECT rule, {', '.join(COLUMNS)} FROM recon_hit")
    return list(cursor.fetchall())


@contextmanager
def carried(
    listed: Iterable[Hit], ground: Ground
) -> Iterator[tuple[CursorWrapper, dict[str, Any]]]:
    """Fill `recon_hit` with hits found before, hand on the cursor, and drop the table."""
    with chosen(ground) as (cursor, values):
        cursor.execute(_TABLE)
        copy_rows(cursor, f"COPY recon_hit (rule, {', '.join(COLUMNS)}) FROM STDIN", listed)
        yield cursor, values
        cursor.execute("DROP TABLE recon_hit")
