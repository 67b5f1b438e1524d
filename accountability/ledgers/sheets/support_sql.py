"""Cross-checks of T19 against the postings of the year and the year before, in SQL."""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.sheets.likeness_sql import same_as_before

_TABLE: Final = "accountability_postingsupportrow"
_SERVED: Final = """
    posting.started_on <= %(last)s AND (posting.ended_on IS NULL OR posting.ended_on > %(first)s)
"""

_LEFT_OUT: Final = f"""
SELECT NULL::int, ''::text, ''::text,
       town.name || village.name || '本年有' || count(DISTINCT posting.person_id)
       || '人驻村，没有填报。', '漏报的请补上一行；没有经费的金额填0并说明原因。'
  FROM villages_posting posting
  JOIN villages_division village ON village.id = posting.village_id
  JOIN villages_division town ON town.id = village.parent_id
 WHERE posting.county_id = %(county)s AND {_SERVED}
   AND NOT EXISTS (
        SELECT 1 FROM {_TABLE} line
         WHERE line.revision_id = %(revision)s AND line.village_id = posting.village_id
   )
 GROUP BY town.name, village.name, village.code
 ORDER BY village.code
"""

_NOBODY: Final = f"""
SELECT line.row_no, line.sheet_name, 'village_name',
       line.village_name || '本年没有驻村人员。', '请核对村名；新派的请先报花名册（T1）。'
  FROM {_TABLE} line
 WHERE line.revision_id = %(revision)s AND line.village_id IS NOT NULL
   AND EXISTS (SELECT 1 FROM villages_posting WHERE county_id = %(county)s)
   AND NOT EXISTS (
        SELECT 1 FROM villages_posting posting
         WHERE posting.village_id = line.village_id AND {_SERVED}
   )
"""

CROSS_CHECKS: Final = (
    CrossCheck(
        "T19-MISS", Severity.WARNING, "有驻村的村没有填报", _LEFT_OUT, "docs/sources.md#t19"
    ),
    CrossCheck("T19-NONE", Severity.WARNING, "没有驻村的村填报了", _NOBODY, "docs/sources.md#t19"),
    same_as_before(_TABLE, "T19", Severity.WARNING),
)
