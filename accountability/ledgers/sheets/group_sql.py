"""Cross-checks of T18 against the list of poor villages and the quarter before, in SQL.

Whether a group's first secretary is the village's is told by `accountability.reconciliation`.
"""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.sheets.likeness_sql import same_as_before
from accountability.ledgers.sheets.village_sql import past

_TABLE: Final = "accountability_groupmemberrow"

_NO_GROUP: Final = f"""
SELECT NULL::int, ''::text, ''::text,
       town.name || village.name || '是贫困村，没有在组的责任组成员。',
       '漏报的请补上；确实没有成立的请说明原因和成立时间。'
  FROM villages_division village
  JOIN villages_division town ON town.id = village.parent_id
 WHERE village.county_id = %(county)s AND village.level = 'village'
   AND village.valid_from <= %(last)s AND (village.valid_to IS NULL OR village.valid_to > %(last)s)
   AND EXISTS (
        SELECT 1 FROM villages_villagetype type
         WHERE type.village_id = village.id AND type.kind IN ('poor', 'deep')
           AND type.valid_from <= %(last)s AND (type.valid_to IS NULL OR type.valid_to > %(last)s)
   )
   AND NOT EXISTS (
        SELECT 1 FROM {_TABLE} line
         WHERE line.revision_id = %(revision)s AND line.village_id = village.id
           AND (line.joined_on IS NULL OR line.joined_on <= %(last)s)
           AND (line.left_on IS NULL OR line.left_on > %(last)s)
   )
 ORDER BY village.code
"""

_GONE: Final = f"""
WITH {past(_TABLE, "T18")}
SELECT NULL::int, ''::text, ''::text,
       '上期在组的' || old.person_name || '（' || old.village_name
       || '）本期没有报，也没有离组日期。',
       '漏报的请补上；已离组的请保留一行并填写离组日期。'
  FROM past old
 WHERE old.left_on IS NULL AND NOT EXISTS (
        SELECT 1 FROM {_TABLE} now WHERE now.revision_id = %(revision)s
           AND now.village_id = old.place AND now.person_name = old.person_name
   )
 ORDER BY old.row_no
"""

CROSS_CHECKS: Final = (
    CrossCheck("S12", Severity.WARNING, "贫困村没有责任组", _NO_GROUP, "docs/sources.md#s12"),
    CrossCheck("X14", Severity.WARNING, "在组成员没有报", _GONE, "docs/sources.md#x14", ("T18",)),
    same_as_before(_TABLE, "T18", Severity.NOTICE, whole=True),
)
