"""Cross-checks of T8 against T14 and the quarter before, in SQL."""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.sheets.likeness_sql import copied_from_before, same_as_before
from accountability.ledgers.sheets.village_sql import every, past

_TABLE: Final = "accountability_lookbackrow"

_NOT_IN_POSTS: Final = f"""
WITH {every("T14", "posts")}
SELECT line.row_no, line.sheet_name, 'outcome',
       line.person_name || '（' || line.village_name
       || '）的结果为“已调整”，与任免情况表（T14）不一致：其中没有该村此人的离职记录，请核实。',
       '请在任免情况表（T14）中补报离职日期和去向；尚未调整的请改为“建议调整”。'
  FROM {_TABLE} line
 WHERE line.revision_id = %(revision)s AND line.outcome = '已调整'
   AND EXISTS (SELECT 1 FROM posts)
   AND NOT EXISTS (
        SELECT 1 FROM accountability_postrow post
         WHERE post.revision_id IN (SELECT revision_id FROM posts)
           AND post.division_id = line.village_id AND post.person_name = line.person_name
           AND post.ended_on IS NOT NULL
   )
"""

_STILL_UNFIT: Final = f"""
WITH {past(_TABLE, "T8")}
SELECT now.row_no, now.sheet_name, 'measure',
       '上一季度已评为“不适应”并培训提升，本季度仍为“不适应”，拟处理为“' || now.measure || '”。',
       '培训后仍不适应的应予调整；情况特殊的请说明。'
  FROM {_TABLE} now
  JOIN past old ON old.place = now.village_id AND old.person_name = now.person_name
 WHERE now.revision_id = %(revision)s AND now.appraisal = '不适应' AND old.appraisal = '不适应'
   AND old.measure = '培训提升' AND now.measure <> '调整'
"""

_GONE: Final = f"""
WITH {past(_TABLE, "T8")}
SELECT NULL::int, ''::text, ''::text,
       '上一季度拟调整的' || old.person_name || '（' || old.village_name
       || '）本季度没有报，也没有“已调整”的结果。',
       '请补报一行，写明结果。'
  FROM past old
 WHERE old.measure = '调整' AND old.outcome <> '已调整'
   AND NOT EXISTS (
        SELECT 1 FROM {_TABLE} now WHERE now.revision_id = %(revision)s
           AND now.village_id = old.place AND now.person_name = old.person_name
   )
 ORDER BY old.row_no
"""

_BACK: Final = f"""
WITH {past(_TABLE, "T8")}
SELECT now.row_no, now.sheet_name, 'outcome',
       '上一季度结果为“已调整”，本季度为“' || now.outcome || '”。',
       '请核对；已离任的不再列入，重新任职的请说明。'
  FROM {_TABLE} now
  JOIN past old ON old.place = now.village_id AND old.person_name = now.person_name
 WHERE now.revision_id = %(revision)s AND old.outcome = '已调整' AND now.outcome <> '已调整'
   AND now.took_office_on = old.took_office_on
"""

CROSS_CHECKS: Final = (
    CrossCheck(
        "G-07", Severity.ERROR, "调整与任免表不一致", _NOT_IN_POSTS, "docs/sources.md#g07", ("T14",)
    ),
    CrossCheck(
        "G-07", Severity.WARNING, "培训后仍不适应", _STILL_UNFIT, "docs/sources.md#g07", ("T8",)
    ),
    CrossCheck("X14", Severity.WARNING, "拟调整的没有下文", _GONE, "docs/sources.md#x14", ("T8",)),
    CrossCheck("X14", Severity.WARNING, "已调整的又列入", _BACK, "docs/sources.md#x14", ("T8",)),
    copied_from_before(_TABLE, "T8", "shortcomings", "存在问题"),
    same_as_before(_TABLE, "T8", Severity.WARNING),
)
