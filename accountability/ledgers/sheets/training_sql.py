"""Cross-checks of T10 against the roster and the period before, in SQL."""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.sheets.likeness_sql import same_as_before

_TABLE: Final = "accountability_trainingrow"
_UNKNOWN: Final = f"""
SELECT line.row_no, line.sheet_name, 'person_name',
       '花名册中没有驻' || line.village_name || '的' || line.person_name || '。',
       '请核对姓名和村；新派的请先报花名册。'
  FROM {_TABLE} line
 WHERE line.revision_id = %(revision)s AND line.part = 'trainee' AND line.person_id IS NULL
   AND line.post IN ('第一书记', '队员') AND line.village_id IS NOT NULL
   AND EXISTS (SELECT 1 FROM villages_posting WHERE county_id = %(county)s)
"""

CROSS_CHECKS: Final = (
    CrossCheck("X10", Severity.WARNING, "参训人员不在花名册", _UNKNOWN, "docs/sources.md#x10"),
    same_as_before(_TABLE, "T10", Severity.WARNING),
)
