"""Cross-checks of T2 against the roster and the month before, in SQL."""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.sheets.likeness_sql import copied_from_before, same_as_before

_TABLE: Final = "accountability_presencerow"
_POSTED: Final = """
    posting.county_id = %(county)s AND posting.started_on <= %(last)s
    AND (posting.ended_on IS NULL OR posting.ended_on > %(first)s)
"""
_HAS_ROSTER: Final = "EXISTS (SELECT 1 FROM villages_posting posting WHERE county_id = %(county)s)"

_NOT_POSTED: Final = f"""
SELECT line.row_no, line.sheet_name, 'person_name',
       '花名册中本月没有在' || line.village_name || '驻村的' || line.person_name || coalesce(
           '，同名的人在' || string_agg(DISTINCT village.name, '、'), '') || '。',
       '请核对村名和姓名；新到村的请先在花名册（T1）中补报。'
  FROM {_TABLE} line
  LEFT JOIN (villages_posting posting
       JOIN villages_person person ON person.id = posting.person_id
       JOIN villages_division village ON village.id = posting.village_id)
       ON {_POSTED} AND person.name = line.person_name
 WHERE line.revision_id = %(revision)s AND line.village_id IS NOT NULL AND line.person_name <> ''
   AND {_HAS_ROSTER}
   AND NOT EXISTS (
        SELECT 1 FROM villages_posting posting
         WHERE {_POSTED} AND posting.person_id = line.person_id
           AND posting.village_id = line.village_id
   )
 GROUP BY line.id
"""

_NOT_REPORTED: Final = f"""
SELECT NULL::int, ''::text, ''::text,
       '花名册中本月在' || village.name || '驻村的' || person.name || '没有在岗情况。',
       '漏报的请补上一行；确有原因的请说明。'
  FROM villages_posting posting
  JOIN villages_person person ON person.id = posting.person_id
  JOIN villages_division village ON village.id = posting.village_id
 WHERE {_POSTED} AND NOT EXISTS (
        SELECT 1 FROM {_TABLE} line
         WHERE line.revision_id = %(revision)s AND line.village_id = posting.village_id
           AND (line.person_id = posting.person_id
                OR (line.person_id IS NULL AND line.person_name = person.name))
   )
 ORDER BY village.code, person.name
"""

_NO_ROSTER: Final = f"""
SELECT NULL::int, ''::text, ''::text, '本县还没有花名册（T1），无法核对在岗人员。',
       '请先上报花名册。'
 WHERE NOT {_HAS_ROSTER}
"""

CROSS_CHECKS: Final = (
    CrossCheck("X4", Severity.ERROR, "不在花名册中", _NOT_POSTED, "docs/sources.md#x4", ("T1",)),
    CrossCheck(
        "X4", Severity.WARNING, "在岗人员没有报", _NOT_REPORTED, "docs/sources.md#x4", ("T1",)
    ),
    CrossCheck("X4", Severity.NOTICE, "没有花名册", _NO_ROSTER, "docs/sources.md#x4", ("T1",)),
    same_as_before(_TABLE, "T2", Severity.WARNING),
    copied_from_before(_TABLE, "T2", "duty_reason", "公差事由"),
    copied_from_before(_TABLE, "T2", "work_summary", "月度工作小结"),
)
