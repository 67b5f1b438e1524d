"""Cross-checks of T13 against the registry and the ledger of findings, in SQL."""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.sheets.likeness_sql import same_as_before

WARNING, NOTICE = Severity.WARNING, Severity.NOTICE
_TABLE: Final = "accountability_visitrow"

_NOT_POOR: Final = f"""
SELECT line.row_no, line.sheet_name, 'village_name',
       line.village_name || '不是贫困村，不计入县级走遍。', '村名填错的请更正，不必另作处理。'
  FROM {_TABLE} line
 WHERE line.revision_id = %(revision)s AND line.visitor_level = '县'
   AND line.village_id IS NOT NULL
   AND NOT EXISTS (
        SELECT 1 FROM villages_villagetype type
         WHERE type.village_id = line.village_id AND type.kind IN ('poor', 'deep')
           AND type.valid_from <= %(last)s AND (type.valid_to IS NULL OR type.valid_to > %(first)s))
"""

_NOT_IN_LEDGER: Final = f"""
SELECT line.row_no, line.sheet_name, 'findings_count',
       line.village_name || '走访发现问题' || line.findings_count
       || '件，督查问题台账（T6）中该村没有这次走访以后的问题。',
       '发现的问题应列入T6逐项整改，请补报；已当场解决的请说明。'
  FROM {_TABLE} line
 WHERE line.revision_id = %(revision)s AND line.findings_count > 0
   AND line.village_id IS NOT NULL AND line.visited_on IS NOT NULL
   AND EXISTS (
        SELECT 1 FROM accountability_submission submission
          JOIN accountability_pointer pointer ON pointer.submission_id = submission.id
               AND pointer.closed_at IS NULL
          JOIN accountability_collectiontask task ON task.id = submission.task_id
         WHERE submission.county_id = %(county)s AND task.sheet_code = 'T6'
           AND task.period >= to_char(line.visited_on, 'YYYY-MM'))
   AND NOT EXISTS (
        SELECT 1 FROM accountability_findingrow finding
          JOIN accountability_pointer pointer ON pointer.revision_id = finding.revision_id
               AND pointer.closed_at IS NULL
         WHERE finding.county_id = %(county)s AND finding.village_id = line.village_id
           AND finding.found_on >= line.visited_on)
"""

CROSS_CHECKS: Final = (
    CrossCheck("T13-POOR", NOTICE, "不是贫困村", _NOT_POOR, "docs/sources.md#visits"),
    CrossCheck(
        "T13-T6", WARNING, "走访发现的问题不在T6", _NOT_IN_LEDGER, "docs/sources.md#t13", ("T6",)
    ),
    same_as_before(_TABLE, "T13", WARNING),
)
