"""Cross-checks of T7 against the divisions, the month before and T4, in SQL."""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.sheets.village_sql import before, latest

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
_TABLE: Final = "accountability_electionrow"

_DUE: Final = f"""
SELECT line.row_no, line.sheet_name, 'due_count',
       '应换届村数填的是' || line.due_count || '个，与区划登记的' || known.count
       || '个村不一致，请核实。',
       '请按区划改正；村有撤并的请先报区划变更。'
  FROM {_TABLE} line
 CROSS JOIN (
        SELECT count(*) AS count FROM villages_division village
         WHERE village.county_id = %(county)s AND village.level = 'village'
           AND village.valid_from <= %(last)s
           AND (village.valid_to IS NULL OR village.valid_to > %(last)s)
       ) AS known
 WHERE line.revision_id = %(revision)s AND line.due_count <> known.count
"""

_BACKWARDS: Final = f"""
WITH {before("T7")}
SELECT line.row_no, line.sheet_name, told.field,
       told.label || '已完成' || told.now || '个村，上期为' || told.was || '个，比上期少。',
       '完成数一般不会减少，请核对；上期报错的请说明。'
  FROM {_TABLE} line
  JOIN {_TABLE} old ON old.revision_id IN (SELECT revision_id FROM before)
 CROSS JOIN LATERAL (VALUES
       ('party_done', '村党组织', old.party_done, line.party_done),
       ('committee_done', '村委会', old.committee_done, line.committee_done)
       ) AS told (field, label, was, now)
 WHERE line.revision_id = %(revision)s AND told.now < told.was
"""

_PROPOSED: Final = f"""
WITH {latest("T4", "cases")}
SELECT line.row_no, line.sheet_name, 'unfinished_list',
       '没有完成换届的' || town.name || village.name || '没有列入软弱涣散整顿台账（T4）。',
       '按规定一般列入整顿，台账的模板会带出这个村；不列入的请在台账中说明。'
  FROM {_TABLE} line
 CROSS JOIN LATERAL unnest(line.unfinished_villages) AS named (village_id)
  JOIN villages_division village ON village.id = named.village_id
  JOIN villages_division town ON town.id = village.parent_id
 WHERE line.revision_id = %(revision)s AND NOT EXISTS (
        SELECT 1 FROM accountability_weakcaserow one
         WHERE one.revision_id IN (SELECT revision_id FROM cases)
           AND one.village_id = village.id AND one.stage NOT IN ('销号', '撤销')
   )
 ORDER BY village.code
"""

CROSS_CHECKS: Final = (
    CrossCheck("T7-DUE", ERROR, "应换届村数与区划不一致", _DUE, "docs/sources.md#t7"),
    CrossCheck("X14", WARNING, "完成数比上期少", _BACKWARDS, "docs/sources.md#x14", ("T7",)),
    CrossCheck("X6", NOTICE, "建议列入整顿", _PROPOSED, "docs/sources.md#x6", ("T4",)),
)
