"""Cross-checks for files and texts carried over from the period before (D29, X14), in SQL."""

from collections.abc import Callable, Mapping
from typing import Any

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Period, Severity
from accountability.ledgers.rules import likeness_on

_BEFORE = """
before AS (
    SELECT pointer.revision_id
      FROM accountability_pointer pointer
      JOIN accountability_submission submission ON submission.id = pointer.submission_id
      JOIN accountability_collectiontask task ON task.id = submission.task_id
     WHERE pointer.closed_at IS NULL AND pointer.county_id = %(county)s
       AND task.sheet_code = '{sheet}' AND task.period = %(previous)s
)
"""

# The first column of every sheet is the serial number: it says nothing.
_SAME = """
WITH {before},
now AS (SELECT raw[2:] AS cells FROM {table}
         WHERE revision_id = %(revision)s AND EXISTS (SELECT FROM before)),
old AS (SELECT DISTINCT raw[2:] AS cells FROM {table}
         WHERE revision_id IN (SELECT revision_id FROM before)),
counted AS (
    SELECT count(*) AS rows, count(*) FILTER (WHERE cells IN (SELECT cells FROM old)) AS same
      FROM now
)
SELECT NULL::int, ''::text, ''::text,
       '与上期相同：' || rows || '行中有' || same || '行与上期一字不差。',
       '{remedy}'
  FROM counted
 WHERE rows >= %(same_least_rows)s AND same >= {share} * rows
"""

_COPIED = """
WITH {before}
SELECT now.row_no, now.sheet_name, '{column}',
       '文字与上期完全相同：“' || left(now.{column}, 20) || '”。', '请按本期实际填写。'
  FROM {table} now
  JOIN {table} old ON old.key = now.key AND old.{column} = now.{column}
       AND old.revision_id IN (SELECT revision_id FROM before)
 WHERE now.revision_id = %(revision)s AND length(now.{column}) >= %(copied_characters)s
"""


def _likeness(period: Period) -> Mapping[str, Any]:
    likeness = likeness_on(period.last_day)
    return {
        "same_share": likeness.same_share,
        "same_least_rows": likeness.same_least_rows,
        "copied_characters": likeness.copied_characters,
    }


PARAMETERS: Callable[[Period], Mapping[str, Any]] = _likeness


def same_as_before(
    table: str, sheet: str, severity: Severity, *, whole: bool = False
) -> CrossCheck:
    """Return the check that a file is not last period's; `whole`: only where every row is."""
    remedy = "确无变动的不必处理。" if whole else "请核对是否传错了上期的文件；确实无变动的请说明。"
    sql = _SAME.format(
        before=_BEFORE.format(sheet=sheet),
        table=table,
        remedy=remedy,
        share="1" if whole else "%(same_share)s",
    )
    return CrossCheck(
        "D29", severity, "与上期相同", sql, "docs/sources.md#d29", (sheet,), PARAMETERS
    )


def copied_from_before(table: str, sheet: str, column: str, label: str) -> CrossCheck:
    """Return the check that a text is not last period's."""
    sql = _COPIED.format(before=_BEFORE.format(sheet=sheet), table=table, column=column)
    return CrossCheck(
        "X14",
        Severity.WARNING,
        f"{label}与上期相同",
        sql,
        "docs/sources.md#x14",
        (sheet,),
        PARAMETERS,
    )
