"""Cross-checks of T1 against what the registry must be able to take, in SQL.

What two files say differently (X1 to X3, X14) is told by `accountability.reconciliation`.
"""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.folding import AS_IF_ACCEPTED, CLASHES, FOLD
from accountability.ledgers.sheets.likeness_sql import same_as_before

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE

_ACTIVE: Final = """
    line.revision_id = %(revision)s AND line.arrived_on <= %(last)s
    AND (line.left_on IS NULL OR line.left_on > %(last)s)
"""

_CLASHES: Final = f"""
WITH {AS_IF_ACCEPTED}, {FOLD}, {CLASHES}
SELECT clashes.row_no, clashes.sheet_name, 'team_role',
       clashes.village_name || '的第一书记' || clashes.person_name || '与' || clashes.other_name
       || '（' || clashes.other_started_on || '至' || coalesce(clashes.other_ended_on::text, '今')
       || '）任期重叠。',
       '一个村同一时间只有一名第一书记：前任已离任的，请在表中保留前任一行并填写离任日期。'
  FROM clashes
 WHERE clashes.revision_id = %(revision)s
   AND clashes.other_revision_id IS DISTINCT FROM %(revision)s
"""

# CASE, of which the planner believes half the rows: of two equations it believes one in 40,000, and
# compares each row with each.
_ENDED: Final = f"""
WITH {AS_IF_ACCEPTED}, {FOLD}
SELECT kept.row_no, kept.sheet_name, 'left_on',
       '系统中已记录' || base.person_name || '于' || base.ended_on || '离任，本表没有离任日期。',
       '请核对后补填离任日期；记录有误的请说明。'
  FROM kept
  JOIN base ON base.print = kept.print AND base.village_id = kept.village_id
       AND daterange(base.started_on, base.ended_on)
           && daterange(kept.started_on, kept.ended_on)
 WHERE CASE WHEN kept.revision_id = %(revision)s THEN kept.ended_on IS NULL END
   AND base.ended_on IS NOT NULL
"""

_NO_HOUSEHOLDS: Final = f"""
SELECT line.row_no, line.sheet_name, 'poor_households',
       line.village_name || '是贫困村，本县尚未摘帽，贫困户数为0。',
       '请核对贫困户数；村已出列的请说明。'
  FROM accountability_rosterrow line
  JOIN villages_povertystatus poverty ON poverty.division_id = line.county_id
       AND (poverty.delisted_on IS NULL OR poverty.delisted_on > %(last)s)
 WHERE {_ACTIVE} AND line.poor_households = 0
   AND line.village_types && ARRAY['贫困村', '深度贫困村']::varchar[]
"""

_UNKNOWN_UNIT: Final = """
SELECT named.row_no, named.sheet_name, 'sending_unit',
       '单位名录中没有“' || named.sending_unit || '”（' || named.rows || '行）。',
       '请核对全称；确是新单位的请说明，接收后会加入名录。'
  FROM (SELECT min(row_no) AS row_no, sheet_name, sending_unit, count(*) AS rows
          FROM accountability_rosterrow
         WHERE revision_id = %(revision)s AND sending_unit <> ''
         GROUP BY sheet_name, sending_unit) AS named
 WHERE EXISTS (SELECT 1 FROM villages_unit)
   AND NOT EXISTS (SELECT 1 FROM villages_unit unit WHERE unit.name = named.sending_unit)
"""


CROSS_CHECKS: Final = (
    CrossCheck("X1", ERROR, "第一书记任期重叠", _CLASHES, "docs/sources.md#x1", ("T1",)),
    CrossCheck("X14", WARNING, "系统已记离任", _ENDED, "docs/sources.md#x14"),
    CrossCheck("T1-POOR", WARNING, "贫困村贫困户数为0", _NO_HOUSEHOLDS, "docs/sources.md#t1"),
    CrossCheck("T1-UNIT", WARNING, "单位不在名录中", _UNKNOWN_UNIT, "docs/sources.md#t1"),
    same_as_before("accountability_rosterrow", "T1", NOTICE, whole=True),
)
