"""Cross-checks of T1 against the registry and the county's other rosters, in SQL."""

from collections.abc import Mapping
from typing import Any, Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Period, Severity
from accountability.ledgers.folding import AS_IF_ACCEPTED, CLASHES, FOLD
from accountability.ledgers.sheets.likeness_sql import same_as_before
from villages.postings.rules import ruleset_on

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE

_ACTIVE: Final = """
    line.revision_id = %(revision)s AND line.arrived_on <= %(last)s
    AND (line.left_on IS NULL OR line.left_on > %(last)s)
"""

_UNCOVERED: Final = f"""
SELECT NULL::int, ''::text, ''::text,
       CASE WHEN bool_or(type.kind = 'deep') THEN '深度贫困村' WHEN bool_or(type.kind = 'poor')
            THEN '贫困村' ELSE '软弱涣散村' END
       || '“' || town.name || village.name || '”没有在岗的第一书记。',
       '漏报的请补上；确实空缺的请说明原因和补派时间。'
  FROM villages_villagetype type
  JOIN villages_division village ON village.id = type.village_id
  JOIN villages_division town ON town.id = village.parent_id
 WHERE type.county_id = %(county)s AND type.kind IN ('poor', 'deep', 'weak')
   AND type.valid_from <= %(last)s AND (type.valid_to IS NULL OR type.valid_to > %(last)s)
   AND village.valid_from <= %(last)s AND (village.valid_to IS NULL OR village.valid_to > %(last)s)
   AND NOT EXISTS (
        SELECT 1 FROM accountability_rosterrow line
         WHERE {_ACTIVE} AND line.village_id = village.id AND line.team_role = '第一书记'
   )
 GROUP BY village.id, town.id ORDER BY village.code
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

_TWICE: Final = f"""
WITH {AS_IF_ACCEPTED}, {FOLD}
SELECT one.row_no, one.sheet_name, 'person_name',
       one.person_name || '同一时间还驻' || other.village_name || '（' || other.started_on || '至'
       || coalesce(other.ended_on::text, '今') || '）。',
       '请核对：前一段已结束的，请补填离任日期；确是两处的请说明。'
  FROM whole one
  JOIN whole other ON other.print = one.print AND other.village_id <> one.village_id
       AND daterange(other.started_on, other.ended_on)
           && daterange(one.started_on, one.ended_on)
 WHERE one.revision_id = %(revision)s AND other.revision_id IS DISTINCT FROM %(revision)s
"""

_ELSEWHERE: Final = f"""
SELECT line.row_no, line.sheet_name, 'person_name',
       line.person_name || '同时在其他县的花名册中在岗。',
       '请与本人和派出单位核实，一个人同一时间只驻一个村。'
  FROM accountability_rosterrow line
 WHERE {_ACTIVE} AND line.id_fingerprint IN (
        SELECT villages_posted_elsewhere(%(county)s, %(last)s, ARRAY(
            SELECT id_fingerprint FROM accountability_rosterrow
             WHERE revision_id = %(revision)s AND id_fingerprint <> ''
        ))
   )
"""

_SMALL_TEAM: Final = f"""
SELECT min(line.row_no), line.sheet_name, 'village_name',
       min(line.village_name) || '在岗人员' || count(*) || '人，每队不少于'
       || %(team_least)s || '人。',
       '漏报的请补上；确实不足的请说明。'
  FROM accountability_rosterrow line
 WHERE {_ACTIVE} AND line.village_id IS NOT NULL
   AND line.village_types && ARRAY['贫困村', '深度贫困村']::varchar[]
 GROUP BY line.village_id, line.sheet_name
HAVING count(*) < %(team_least)s
"""

_MISSING: Final = f"""
WITH {AS_IF_ACCEPTED}, {FOLD}
SELECT NULL::int, ''::text, ''::text,
       '名册中在岗的' || whole.person_name || '（' || whole.village_name
       || '）本次没有报，也没有离任日期。',
       '漏报的请补上；已离任的请保留一行并填写离任日期和原因。'
  FROM whole
 WHERE whole.revision_id IS DISTINCT FROM %(revision)s AND whole.started_on <= %(last)s
   AND (whole.ended_on IS NULL OR whole.ended_on > %(last)s)
   AND (whole.print, whole.village_id) NOT IN (
        SELECT print, village_id FROM stated WHERE revision_id = %(revision)s)
 ORDER BY whole.village_name, whole.person_name
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


def _posting_rules(period: Period) -> Mapping[str, Any]:
    return {"team_least": ruleset_on(period.last_day).team_least}


CROSS_CHECKS: Final = (
    CrossCheck("X1", ERROR, "第一书记任期重叠", _CLASHES, "docs/sources.md#x1", ("T1",)),
    CrossCheck("X1", WARNING, "应派村没有第一书记", _UNCOVERED, "docs/sources.md#x1"),
    CrossCheck("X2", WARNING, "一人同时驻两个村", _TWICE, "docs/sources.md#x2", ("T1",)),
    CrossCheck("X2", WARNING, "一人同时在其他县", _ELSEWHERE, "docs/sources.md#x2", ("T1",)),
    CrossCheck(
        "X3", WARNING, "驻村工作队人数不足", _SMALL_TEAM, "docs/sources.md#e02", (), _posting_rules
    ),
    CrossCheck("X14", WARNING, "在岗人员没有报", _MISSING, "docs/sources.md#x14", ("T1",)),
    CrossCheck("X14", WARNING, "系统已记离任", _ENDED, "docs/sources.md#x14"),
    CrossCheck("T1-POOR", WARNING, "贫困村贫困户数为0", _NO_HOUSEHOLDS, "docs/sources.md#t1"),
    CrossCheck("T1-UNIT", WARNING, "单位不在名录中", _UNKNOWN_UNIT, "docs/sources.md#t1"),
    same_as_before("accountability_rosterrow", "T1", NOTICE, whole=True),
)
