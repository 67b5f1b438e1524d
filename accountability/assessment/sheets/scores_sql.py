"""Cross-checks of T3 against the year before, in SQL.

Who served and is not assessed, and absences the months count otherwise (X5, X15), are told by
`accountability.reconciliation`.
"""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.sheets.likeness_sql import same_as_before

_TABLE: Final = "accountability_scorerow"
_HAS_ROSTER: Final = "EXISTS (SELECT 1 FROM villages_posting posting WHERE county_id = %(county)s)"

_NO_ROSTER: Final = f"""
SELECT NULL::int, ''::text, ''::text, '本县还没有花名册（T1），无法核对考核对象。',
       '请先上报花名册。'
 WHERE NOT {_HAS_ROSTER}
"""

CROSS_CHECKS: Final = (
    CrossCheck("X5", Severity.NOTICE, "没有花名册", _NO_ROSTER, "docs/sources.md#x5", ("T1",)),
    same_as_before(_TABLE, "T3", Severity.WARNING),
)
