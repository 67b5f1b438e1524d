"""Cross-checks of T3 against the roster and the months of the year, in SQL."""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.sheets.likeness_sql import same_as_before

_TABLE: Final = "accountability_scorerow"
_SERVED: Final = """
    posting.county_id = %(county)s AND posting.role = 'first_secretary'
    AND posting.started_on <= %(last)s
    AND (posting.ended_on IS NULL OR posting.ended_on > %(first)s)
"""
_HAS_ROSTER: Final = "EXISTS (SELECT 1 FROM villages_posting posting WHERE county_id = %(county)s)"

_NOT_SERVED: Final = f"""
SELECT line.row_no, line.sheet_name, 'person_name',
       '花名册中本年没有在' || line.village_name || '任第一书记的' || line.person_name || '。',
       '请核对村名和姓名；名册有误的请先更正花名册（T1）。'
  FROM {_TABLE} line
 WHERE line.revision_id = %(revision)s AND line.village_id IS NOT NULL AND line.person_name <> ''
   AND {_HAS_ROSTER}
   AND NOT EXISTS (
        SELECT 1 FROM villages_posting posting
         WHERE {_SERVED} AND posting.person_id = line.person_id
           AND posting.village_id = line.village_id
   )
"""

_NOT_ASSESSED: Final = f"""
SELECT NULL::int, ''::text, ''::text,
       '本年在' || village.name || '任第一书记的' || person.name || '没有考核。',
       '漏报的请补上；按规定不参加考核的请说明。'
  FROM villages_posting posting
  JOIN villages_person person ON person.id = posting.person_id
  JOIN villages_division village ON village.id = posting.village_id
 WHERE {_SERVED} AND NOT EXISTS (
        SELECT 1 FROM {_TABLE} line
         WHERE line.revision_id = %(revision)s AND line.village_id = posting.village_id
           AND (line.person_id = posting.person_id
                OR (line.person_id IS NULL AND line.person_name = person.name))
   )
 ORDER BY village.code, person.name
"""

_NO_ROSTER: Final = f"""
SELECT NULL::int, ''::text, ''::text, '本县还没有花名册（T1），无法核对考核对象。',
       '请先上报花名册。'
 WHERE NOT {_HAS_ROSTER}
"""

_OTHER_ABSENCES: Final = f"""
WITH monthly AS (
    SELECT month.person_id, sum(month.absences_count) AS absences
      FROM accountability_presencerow month
      JOIN accountability_pointer pointer ON pointer.revision_id = month.revision_id
           AND pointer.closed_at IS NULL
      JOIN accountability_submission submission ON submission.id = pointer.submission_id
      JOIN accountability_collectiontask task ON task.id = submission.task_id
     WHERE pointer.county_id = %(county)s AND task.sheet_code = 'T2'
       AND left(task.period, 4) = left(%(period)s, 4) AND month.absences_count IS NOT NULL
     GROUP BY month.person_id
)
SELECT line.row_no, line.sheet_name, 'absences_count',
       '不在岗被查' || line.absences_count || '次，本年各月报合计为' || monthly.absences || '次。',
       '同一件事两张表应一致，请核对；口径不同的请说明。'
  FROM {_TABLE} line
  JOIN monthly ON monthly.person_id = line.person_id
 WHERE line.revision_id = %(revision)s AND line.absences_count <> monthly.absences
"""

CROSS_CHECKS: Final = (
    CrossCheck("X5", Severity.ERROR, "本年没有任职", _NOT_SERVED, "docs/sources.md#x5", ("T1",)),
    CrossCheck(
        "X5", Severity.WARNING, "任职的没有考核", _NOT_ASSESSED, "docs/sources.md#x5", ("T1",)
    ),
    CrossCheck("X5", Severity.NOTICE, "没有花名册", _NO_ROSTER, "docs/sources.md#x5", ("T1",)),
    CrossCheck(
        "X15", Severity.WARNING, "与月报不一致", _OTHER_ABSENCES, "docs/sources.md#x15", ("T2",)
    ),
    same_as_before(_TABLE, "T3", Severity.WARNING),
)
