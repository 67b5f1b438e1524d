"""Cross-checks of T5 against the divisions and the year before, in SQL."""

from collections.abc import Mapping
from typing import Any, Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Period, Severity
from accountability.ledgers.rules.economy import economy_rules
from accountability.ledgers.sheets.likeness_sql import same_as_before
from accountability.ledgers.sheets.village_sql import every_village, past
from accountability.parameters.queries import parameters_on

_TABLE: Final = "accountability_economyrow"
_PAIRS: Final = f"""
  FROM {_TABLE} now
  JOIN past old ON old.place = now.village_id AND old.twins = 1
 WHERE now.revision_id = %(revision)s
"""

_JUMP: Final = f"""
WITH {past(_TABLE, "T5")}
SELECT now.row_no, now.sheet_name, 'income_total',
       '总收入' || trim_scale(now.income_total) || '万元，上年' || trim_scale(old.income_total)
       || '万元，是上年的' || round(now.income_total / old.income_total, 1) || '倍。',
       '请核对两年的数字和单位；确实增长的请说明来源。'
{_PAIRS} AND old.income_total > 0 AND now.income_total >= %(jump_least)s
   AND now.income_total > %(jump_times)s::numeric * old.income_total
"""

_MOVED: Final = f"""
WITH {past(_TABLE, "T5")}
SELECT now.row_no, now.sheet_name, 'income_business',
       '上年补助' || trim_scale(old.income_subsidy) || '万元，今年补助为0，而经营收入从'
       || trim_scale(old.income_business) || '万元增到' || trim_scale(now.income_business)
       || '万元。',
       '请核实是否把补助计入了经营收入；确为经营所得的请说明。'
{_PAIRS} AND old.income_subsidy > 0 AND now.income_subsidy = 0
   AND abs(now.income_business - old.income_business - old.income_subsidy)
       <= 0.1 * old.income_subsidy
"""


def _bounds(period: Period) -> Mapping[str, Any]:
    rules = economy_rules(parameters_on(period.last_day))
    return {"jump_times": rules.jump_times, "jump_least": rules.jump_least}


CROSS_CHECKS: Final = (
    *every_village(_TABLE, "T5-MISS", "docs/sources.md#t5"),
    CrossCheck(
        "J-05", Severity.WARNING, "收入大幅增长", _JUMP, "docs/sources.md#j05", ("T5",), _bounds
    ),
    CrossCheck(
        "J-02", Severity.WARNING, "补助疑似转记经营", _MOVED, "docs/sources.md#j02", ("T5",)
    ),
    same_as_before(_TABLE, "T5", Severity.WARNING),
)
