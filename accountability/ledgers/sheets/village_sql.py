"""SQL that the sheets about villages share: revisions of other periods and sheets, gaps."""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from villages.places.queries import HEIRS

_CHOSEN: Final = """
{name} AS (
    SELECT pointer.revision_id
      FROM accountability_pointer pointer
      JOIN accountability_submission submission ON submission.id = pointer.submission_id
      JOIN accountability_collectiontask task ON task.id = submission.task_id
     WHERE pointer.closed_at IS NULL AND pointer.county_id = %(county)s
       AND task.sheet_code = '{sheet}' AND {which}
)
"""


def before(sheet: str) -> str:
    """Return the CTE `before`: the revision current for the period before."""
    return _CHOSEN.format(name="before", sheet=sheet, which="task.period = %(previous)s")


def past(table: str, sheet: str, column: str = "village_id") -> str:
    """Return the CTEs of the period before's rows, `past`, each with its `place` today.

    A village that became another is looked for under that one; where several became one, `twins`
    says how many rows there are.
    """
    return f"""{before(sheet)},
heirs AS MATERIALIZED ({HEIRS}),
placed AS (
    SELECT old.*, coalesce((
               SELECT heirs.heir_id FROM heirs
                WHERE heirs.id = old.{column} AND heirs.changed_on <= %(last)s
                ORDER BY heirs.step DESC LIMIT 1
           ), old.{column}) AS place
      FROM {table} old
     WHERE old.revision_id IN (SELECT revision_id FROM before)
),
past AS (SELECT placed.*, count(*) OVER (PARTITION BY place) AS twins FROM placed)
"""


def latest(sheet: str, name: str) -> str:
    """Return the CTE `name`: the last monthly revision of another sheet up to the period's end."""
    which = "task.period <= to_char(%(last)s::date, 'YYYY-MM') ORDER BY task.period DESC LIMIT 1"
    return _CHOSEN.format(name=name, sheet=sheet, which=which)


def every(sheet: str, name: str) -> str:
    """Return the CTE `name`: the current revisions of another monthly sheet to the period's end."""
    which = "task.period <= to_char(%(last)s::date, 'YYYY-MM')"
    return _CHOSEN.format(name=name, sheet=sheet, which=which)


_MISSING: Final = """
SELECT NULL::int, ''::text, ''::text,
       town.name || village.name || '没有填报。', '漏报的请补上一行；村已撤并的请说明。'
  FROM villages_division village
  JOIN villages_division town ON town.id = village.parent_id
 WHERE village.county_id = %(county)s AND village.level = 'village'
   AND village.valid_from <= %(last)s AND (village.valid_to IS NULL OR village.valid_to > %(last)s)
   AND {which} EXISTS (
        SELECT 1 FROM villages_villagetype type
         WHERE type.village_id = village.id AND type.kind IN ('poor', 'deep')
           AND type.valid_from <= %(last)s AND (type.valid_to IS NULL OR type.valid_to > %(last)s)
   )
   AND NOT EXISTS (
        SELECT 1 FROM {table} line
         WHERE line.revision_id = %(revision)s AND line.village_id = village.id
   )
 ORDER BY village.code
"""


def every_village(table: str, rule: str, source: str) -> tuple[CrossCheck, CrossCheck]:
    """Return the checks that no poor village (X8) and no other village is left out."""
    return (
        CrossCheck(
            "X8",
            Severity.ERROR,
            "贫困村没有填报",
            _MISSING.format(table=table, which=""),
            "docs/sources.md#x8",
        ),
        CrossCheck(
            rule, Severity.ERROR, "村没有填报", _MISSING.format(table=table, which="NOT"), source
        ),
    )
