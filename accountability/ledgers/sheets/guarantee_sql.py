"""Cross-checks of T11 against divisions, the published income and the year before, in SQL."""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.sheets.likeness_sql import same_as_before
from accountability.ledgers.sheets.village_sql import every_village, past

_TABLE: Final = "accountability_guaranteerow"

_OTHER_INCOME: Final = f"""
SELECT min(line.row_no), line.sheet_name, 'county_income',
       '人均可支配收入' || trim_scale(line.county_income) || '万元（' || count(*)
       || '行），与登记的' || income.year || '年公布数' || trim_scale(income.income_yuan / 10000.0)
       || '万元不一致，请核实。', '请按统计部门公布数填写；公布数登记有误的请报省级系统管理员更正。'
  FROM {_TABLE} line
  JOIN villages_countyincome income ON income.county_id = line.county_id
       AND income.year = extract(year FROM %(first)s::date)::int - 1
 WHERE line.revision_id = %(revision)s
   AND abs(line.county_income - income.income_yuan / 10000.0) > 0.00005
 GROUP BY line.sheet_name, line.county_income, income.year, income.income_yuan
"""

_NO_INCOME: Final = """
SELECT NULL::int, ''::text, ''::text,
       '没有登记上年全县农村居民人均可支配收入，无法核对倍数。', '请按统计部门公布数填写本列。'
 WHERE NOT EXISTS (
    SELECT 1 FROM villages_countyincome income
     WHERE income.county_id = %(county)s
       AND income.year = extract(year FROM %(first)s::date)::int - 1
 )
"""

_LESS: Final = f"""
WITH {past(_TABLE, "T11")}
SELECT now.row_no, now.sheet_name, 'secretary_pay',
       '书记年报酬' || trim_scale(now.secretary_pay) || '万元，比上年'
       || trim_scale(old.secretary_pay) || '万元减少。', '请核对；确实减少的请说明原因。'
  FROM {_TABLE} now
  JOIN past old ON old.place = now.village_id AND old.twins = 1
 WHERE now.revision_id = %(revision)s AND now.secretary_pay < old.secretary_pay
   AND now.secretaries_count = old.secretaries_count
"""

CROSS_CHECKS: Final = (
    *every_village(_TABLE, "T11-MISS", "docs/sources.md#t11"),
    CrossCheck(
        "I-03", Severity.WARNING, "人均收入与公布数不一致", _OTHER_INCOME, "docs/sources.md#i03"
    ),
    CrossCheck("I-03", Severity.NOTICE, "没有登记人均收入", _NO_INCOME, "docs/sources.md#i03"),
    CrossCheck(
        "X14", Severity.WARNING, "书记报酬比上年减少", _LESS, "docs/sources.md#x14", ("T11",)
    ),
    same_as_before(_TABLE, "T11", Severity.NOTICE, whole=True),
)
