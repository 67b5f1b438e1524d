"""Cross-checks of T20 against the quarter before, in SQL."""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.sheets.likeness_sql import copied_from_before, same_as_before
from accountability.ledgers.sheets.village_sql import before

_TABLE: Final = "accountability_talentrow"

_MOVED: Final = f"""
WITH {before("T20")}
SELECT now.row_no, now.sheet_name, 'pooled_on',
       '入库日期上期填的是' || old.pooled_on || '，本期为' || coalesce(now.pooled_on::text, '空')
       || '。', '已经发生的日期不应变动，请按档案核对；上期填错的请说明。'
  FROM {_TABLE} now
  JOIN {_TABLE} old ON old.key = now.key AND old.part = now.part
       AND old.revision_id IN (SELECT revision_id FROM before)
 WHERE now.revision_id = %(revision)s AND now.part = 'pool' AND old.pooled_on IS NOT NULL
   AND now.pooled_on IS DISTINCT FROM old.pooled_on
"""

_LOST: Final = f"""
WITH {before("T20")}
SELECT NULL::int, ''::text, ''::text,
       '上期在库的' || string_agg(gone.person_name, '、' ORDER BY gone.person_name)
       || '本期没有列出。', '已退出的请保留一行、服务状态填退出；漏报的请补上。'
  FROM (
    SELECT DISTINCT old.person_name, old.kind
      FROM {_TABLE} old
     WHERE old.revision_id IN (SELECT revision_id FROM before) AND old.part = 'pool'
       AND old.standing <> '退出' AND old.person_name <> ''
       AND NOT EXISTS (
            SELECT 1 FROM {_TABLE} now
             WHERE now.revision_id = %(revision)s AND now.part = 'pool'
               AND now.person_name = old.person_name)
  ) gone
HAVING count(*) > 0
"""

CROSS_CHECKS: Final = (
    CrossCheck("X14", Severity.WARNING, "已报的日期变了", _MOVED, "docs/sources.md#x14", ("T20",)),
    CrossCheck("X14", Severity.WARNING, "在库人员没有列", _LOST, "docs/sources.md#x14", ("T20",)),
    copied_from_before(_TABLE, "T20", "solved", "解决事项"),
    same_as_before(_TABLE, "T20", Severity.NOTICE, whole=True),
)
