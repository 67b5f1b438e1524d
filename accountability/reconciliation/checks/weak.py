"""X6 and X7: weak Party organisations (T4) against elections (T7) and the roster (T1)."""

from collections.abc import Iterable
from typing import Final

from accountability.reconciliation.checks.clauses import NO_FACT, cell, whole
from accountability.reconciliation.rules import Rule
from accountability.rectification.rules.stages import ACCEPTED, BEFORE_OPENING, OVER


def _listed(stages: Iterable[str]) -> str:
    """Return stages as SQL lists them."""
    return "('" + "', '".join(sorted(stages)) + "')"


_CURED: Final = _listed(ACCEPTED)
_NOT_OPEN: Final = _listed(ACCEPTED | BEFORE_OPENING)
_OVER: Final = _listed(OVER)

OPEN_CASES: Final = f"""
    SELECT line.* FROM recon_chosen told
      JOIN accountability_weakcaserow line ON line.revision_id = told.revision_id
     WHERE told.sheet = 'T4' AND told.is_latest AND line.village_id IS NOT NULL
       AND line.stage NOT IN {_NOT_OPEN}
"""

_UNFINISHED: Final = f"""
SELECT line.county_id, village.id, asked.period, village.id::text, town.name || village.name,
       {cell("line", "unfinished_list", "'未完成换届：' || village.name")}, line.county_id,
       {whole("cases", "'台账中没有这个村'")}, {NO_FACT},
       town.name || village.name || '没有完成换届，与软弱涣散村整顿台账不一致，请核实。',
       '未按期完成换届的村应列入整顿；不列入的请说明。'
  FROM recon_chosen asked
  JOIN accountability_electionrow line ON line.revision_id = asked.revision_id
  CROSS JOIN LATERAL unnest(line.unfinished_villages) AS unfinished(village_id)
  JOIN villages_division village ON village.id = unfinished.village_id
  JOIN villages_division town ON town.id = village.parent_id
  JOIN recon_chosen cases ON cases.county_id = asked.county_id AND cases.sheet = 'T4'
       AND cases.is_latest
 WHERE asked.sheet = 'T7' AND asked.is_latest AND NOT EXISTS (
        SELECT 1 FROM accountability_weakcaserow opened
         WHERE opened.revision_id = cases.revision_id AND opened.village_id = village.id
           AND opened.stage NOT IN {_OVER}
   )
"""

_CURED_YET_WEAK: Final = f"""
SELECT DISTINCT ON (line.village_id) line.county_id, line.village_id, asked.period,
       line.village_id::text, line.township_name || line.village_name,
       {cell("line", "stage", "line.stage")}, line.county_id,
       {cell("listed", "village_types", "array_to_string(listed.village_types, '、')")}, {NO_FACT},
       line.village_name || '整顿进度为“' || line.stage
       || '”，与花名册中的村类型“软弱涣散村”不一致，请核实。',
       '已转化的请更正花名册的村类型；尚未转化的请更正整顿进度，或在花名册备注中说明。'
  FROM recon_chosen asked
  JOIN accountability_weakcaserow line ON line.revision_id = asked.revision_id
  JOIN recon_chosen roster ON roster.county_id = asked.county_id AND roster.sheet = 'T1'
       AND roster.is_latest
  JOIN accountability_rosterrow listed ON listed.revision_id = roster.revision_id
       AND listed.village_id = line.village_id
 WHERE asked.sheet = 'T4' AND asked.is_latest AND line.stage IN {_CURED}
   AND '软弱涣散村' = ANY (listed.village_types) AND listed.remark = ''
 ORDER BY line.village_id, listed.row_no
"""

RULES: Final = (
    Rule(
        "X6-ELECTION",
        "未完成换届没有列入整顿",
        "没有按期完成换届的村都在软弱涣散村整顿台账中。",
        "docs/sources.md#x6",
        "T7",
        "T4",
        _UNFINISHED,
        ("T4",),  # T7 proposes the case itself
    ),
    Rule(
        "X7-CURED",
        "已转化仍列为软弱涣散村",
        "整顿台账中已转化的村，花名册不再列为软弱涣散村，另有说明的除外。",
        "docs/sources.md#x7",
        "T4",
        "T1",
        _CURED_YET_WEAK,
        ("T4", "T1"),
    ),
)
