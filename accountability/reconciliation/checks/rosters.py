"""X1 to X3, X14: who is posted where, as the rosters (T1) and the registry tell it."""

from typing import Final

from accountability.reconciliation.checks.clauses import (
    ACTIVE,
    fact,
    span,
    stay,
    whole,
)
from accountability.reconciliation.checks.groups import COVERED
from accountability.reconciliation.checks.weak import OPEN_CASES
from accountability.reconciliation.rules import REGISTRY, Rule

_UNCOVERED: Final = f"""
WITH required AS (
    SELECT type.county_id, type.village_id,
           CASE WHEN bool_or(type.kind = 'deep') THEN '深度贫困村'
                WHEN bool_or(type.kind = 'poor') THEN '贫困村' ELSE '软弱涣散村' END AS kind,
           min(type.valid_from) AS since, NULL::bigint AS revision_id, NULL AS sheet_name,
           NULL::int AS row_no
      FROM villages_villagetype type
      JOIN recon_chosen roster ON roster.county_id = type.county_id
           AND roster.sheet = 'T1' AND roster.is_latest
     WHERE type.kind IN ('poor', 'deep', 'weak') AND type.valid_from <= roster.last_day
       AND (type.valid_to IS NULL OR type.valid_to > roster.last_day)
     GROUP BY type.county_id, type.village_id
     UNION ALL
    SELECT line.county_id, line.village_id, '在整顿的软弱涣散村', line.opened_on, line.revision_id,
           line.sheet_name, line.row_no
      FROM ({OPEN_CASES}) line
),
wanted AS (
    SELECT DISTINCT ON (village_id) * FROM required ORDER BY village_id, revision_id NULLS FIRST
)
SELECT wanted.county_id, wanted.village_id, roster.period, wanted.village_id::text,
       town.name || village.name, {whole("roster", "'没有在岗的第一书记'")}, wanted.county_id,
       wanted.revision_id, coalesce(wanted.sheet_name, ''), wanted.row_no,
       CASE WHEN wanted.row_no IS NULL THEN '' ELSE 'village_name' END, wanted.kind,
       CASE WHEN wanted.revision_id IS NULL
            THEN '村类型名录：' || wanted.kind || '，自' || wanted.since || '起' ELSE '' END,
       wanted.kind || '“' || town.name || village.name || '”没有在岗的第一书记。',
       '漏报的请补上；确实空缺的请说明原因和补派时间，由责任组包村的请说明。'
  FROM wanted
  JOIN recon_chosen roster ON roster.county_id = wanted.county_id AND roster.sheet = 'T1'
       AND roster.is_latest
  JOIN villages_division village ON village.id = wanted.village_id
       AND village.valid_from <= roster.last_day
       AND (village.valid_to IS NULL OR village.valid_to > roster.last_day)
  JOIN villages_division town ON town.id = village.parent_id
 WHERE NOT EXISTS (
        SELECT 1 FROM accountability_rosterrow line
         WHERE line.revision_id = roster.revision_id AND line.village_id = wanted.village_id
           AND line.team_role = '第一书记' AND {ACTIVE}
   ) AND NOT EXISTS ({COVERED})
"""

_TWICE: Final = f"""
SELECT one.county_id, one.village_id, coalesce(one.period, other.period, ''),
       concat_ws('|', left(one.print, 24), least(one.village_id, other.village_id),
                 greatest(one.village_id, other.village_id)),
       one.person_name, {stay("one", span("one"))}, one.county_id, {stay("other", span("other"))},
       CASE WHEN other.revision_id IS NULL THEN '驻村名录' ELSE '' END,
       one.person_name || '同一时间驻' || {span("one")} || '和' || {span("other")} || '，请核实。',
       '请核对：前一段已结束的，请补填离任日期；确是两处的请说明。'
  FROM recon_stay one
  JOIN recon_stay other ON other.print = one.print AND other.village_id <> one.village_id
       AND other.county_id = one.county_id
       AND daterange(other.started_on, other.ended_on)
           && daterange(one.started_on, one.ended_on)
 WHERE one.revision_id IS NOT NULL
   AND (one.revision_id, one.village_id)
       > (coalesce(other.revision_id, 0), other.village_id)
   AND one.revision_id IS DISTINCT FROM other.revision_id
"""

_AWAY_HEAD: Final = f"""
SELECT one.county_id, one.village_id, coalesce(one.period, ''), left(one.print, 24),
       one.person_name, {stay("one", span("one"))}
"""
_AWAY_TAIL: Final = """
       one.person_name || '同时在其他县的花名册中在岗，请核实。',
       '请与本人和派出单位核实，一个人同一时间只驻一个村。'
  FROM recon_stay one
  JOIN recon_chosen roster ON roster.county_id = one.county_id AND roster.sheet = 'T1'
       AND roster.is_latest
"""
_ON_POST: Final = """
    one.started_on <= roster.last_day
    AND (one.ended_on IS NULL OR one.ended_on > roster.last_day)
"""
_AWAY: Final = f"""
{_AWAY_HEAD}, other.county_id, other.source_revision_id, '', other.source_row, 'person_name', '',
       '其他县的花名册', {_AWAY_TAIL}
  JOIN villages_posting other ON other.person_id = one.person_id
       AND other.county_id <> one.county_id AND other.started_on <= roster.last_day
       AND (other.ended_on IS NULL OR other.ended_on > roster.last_day)
 WHERE one.revision_id IS NOT NULL AND {_ON_POST}
"""

# A county sees that a person is posted elsewhere, and nothing of where (the second wall holds).
# MATERIALIZED asks once: the planner would ask again for each row.
_AWAY_STAGED: Final = f"""
{_AWAY_HEAD}, NULL::bigint, {fact("'其他县的花名册'")}, {_AWAY_TAIL}
 WHERE one.revision_id IS NOT NULL AND {_ON_POST} AND one.print IN (
        WITH away AS MATERIALIZED (
            SELECT villages_posted_elsewhere(%(county)s, %(last)s, ARRAY(
                SELECT print::text FROM recon_stay WHERE revision_id = %(revision)s
            )) AS print
        )
        SELECT print FROM away
   )
"""

_SMALL_TEAM: Final = f"""
SELECT line.county_id, line.village_id, roster.period, line.village_id::text,
       min(line.village_name), line.revision_id, min(line.sheet_name), min(line.row_no),
       'village_name', '在岗' || count(*) || '人', NULL::bigint,
       {fact("'每队不少于' || %(team_least)s || '人'")},
       min(line.village_name) || '在岗人员' || count(*) || '人，每队不少于' || %(team_least)s
       || '人。',
       '漏报的请补上；确实不足的请说明。'
  FROM recon_chosen roster
  JOIN accountability_rosterrow line ON line.revision_id = roster.revision_id
 WHERE roster.sheet = 'T1' AND roster.is_latest AND line.village_id IS NOT NULL AND {ACTIVE}
   AND line.village_types && ARRAY['贫困村', '深度贫困村']::varchar[]
 GROUP BY line.county_id, line.village_id, roster.period, line.revision_id
HAVING count(*) < %(team_least)s
"""

_NOT_TOLD: Final = f"""
SELECT stay.county_id, stay.village_id, roster.period,
       concat_ws('|', stay.village_id, left(stay.print, 24)),
       stay.village_name || ' ' || stay.person_name, {whole("roster", "'没有这一行'")},
       stay.county_id, {stay("stay", span("stay"))},
       CASE WHEN stay.revision_id IS NULL THEN '驻村名录' ELSE '' END,
       '名册中在岗的' || stay.person_name || '（' || stay.village_name
       || '）本次没有报，也没有离任日期。',
       '漏报的请补上；已离任的请保留一行并填写离任日期和原因。'
  FROM recon_chosen roster
  JOIN recon_stay stay ON stay.county_id = roster.county_id
       AND stay.revision_id IS DISTINCT FROM roster.revision_id
       AND stay.started_on <= roster.last_day
       AND (stay.ended_on IS NULL OR stay.ended_on > roster.last_day)
 WHERE roster.sheet = 'T1' AND roster.is_latest AND NOT EXISTS (
        SELECT 1 FROM accountability_rosterrow line
         WHERE line.revision_id = roster.revision_id AND line.id_fingerprint = stay.print
           AND line.village_id = stay.village_id
   )
"""

RULES: Final = (
    Rule(
        "X1-NONE",
        "应派村没有第一书记",
        "每个贫困村和在整顿的软弱涣散村都有一名在岗的第一书记，由责任组包村的除外。",
        "docs/sources.md#x1",
        "T1",
        REGISTRY,
        _UNCOVERED,
        ("T1", "T4"),
        reads=("T18",),
    ),
    Rule(
        "X2-HERE",
        "一人同时驻两个村",
        "一个人同一时间只驻一个村。",
        "docs/sources.md#x2",
        "T1",
        "T1",
        _TWICE,
        ("T1",),
    ),
    Rule(
        "X2-AWAY",
        "一人同时在其他县",
        "一个人同一时间只驻一个县。",
        "docs/sources.md#x2",
        "T1",
        "T1",
        _AWAY,
        ("T1",),
        staged_sql=_AWAY_STAGED,
    ),
    Rule(
        "X3-TEAM",
        "驻村工作队人数不足",
        "贫困村的驻村工作队不少于规定的人数。",
        "docs/sources.md#e02",
        "T1",
        REGISTRY,
        _SMALL_TEAM,
        ("T1",),
    ),
    Rule(
        "X14-STAY",
        "在岗人员没有报",
        "上期在岗的人，本期花名册里在岗或者填了离任。",
        "docs/sources.md#x14",
        "T1",
        "T1",
        _NOT_TOLD,
        ("T1",),
    ),
)
