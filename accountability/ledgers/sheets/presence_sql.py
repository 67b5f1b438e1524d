"""Cross-checks of T2 against the month before, in SQL.

Who is in the roster and not here, or here and not there (X4), is told by
`accountability.reconciliation`.
"""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.sheets.likeness_sql import copied_from_before, same_as_before

_TABLE: Final = "accountability_presencerow"
_HAS_ROSTER: Final = "EXISTS (SELECT 1 FROM villages_posting posting WHERE county_id = %(county)s)"

_NO_ROSTER: Final = f"""
SELECT NULL::int, ''::text, ''::text, '本县还没有花名册（T1），无法核对在岗人员。',
       '请先上报花名册。'
 WHERE NOT {_HAS_ROSTER}
"""

CROSS_CHECKS: Final = (
    CrossCheck("X4", Severity.NOTICE, "没有花名册", _NO_ROSTER, "docs/sources.md#x4", ("T1",)),
    same_as_before(_TABLE, "T2", Severity.WARNING),
    copied_from_before(_TABLE, "T2", "duty_reason", "公差事由"),
    copied_from_before(_TABLE, "T2", "work_summary", "月度工作小结"),
)
