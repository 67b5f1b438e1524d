"""Cross-checks of T6 against the months before and against T15, in SQL."""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.sheets.likeness_sql import same_as_before

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
_TABLE: Final = "accountability_findingrow"

# The county's findings as accepted in earlier months; those of the month before in `before`.
_EARLIER: Final = f"""
earlier AS (
    SELECT line.*, task.period
      FROM {_TABLE} line
      JOIN accountability_pointer pointer ON pointer.revision_id = line.revision_id
           AND pointer.closed_at IS NULL
      JOIN accountability_submission submission ON submission.id = pointer.submission_id
      JOIN accountability_collectiontask task ON task.id = submission.task_id
     WHERE line.county_id = %(county)s AND task.sheet_code = 'T6' AND task.period < %(period)s
       AND line.finding_number <> ''
),
before AS (SELECT * FROM earlier WHERE period = %(previous)s)
"""

_SAME_PROGRESS: Final = f"""
WITH {_EARLIER}
SELECT now.row_no, now.sheet_name, 'progress',
       '整改进展“' || left(now.progress, 20) || '”与上月完全相同，已连续' || (
           SELECT count(*) + 1 FROM earlier old
            WHERE old.finding_number = now.finding_number AND old.progress = now.progress
              AND old.period > coalesce((
                    SELECT max(other.period) FROM earlier other
                     WHERE other.finding_number = now.finding_number
                       AND other.progress <> now.progress), '')
       ) || '个月没有变化。',
       '请写本月的实际进展；确无进展的请说明原因。'
  FROM {_TABLE} now
  JOIN before ON before.finding_number = now.finding_number AND before.progress = now.progress
 WHERE now.revision_id = %(revision)s AND now.progress <> '' AND now.closed_on IS NULL
"""

_LOST: Final = f"""
WITH {_EARLIER}
SELECT NULL::int, ''::text, ''::text,
       '上月没有销号的问题' || before.finding_number || '（' || left(before.description, 20)
       || '）本月没有报。',
       '漏报的请补上；已销号的请保留一行并填写复核和销号情况。'
  FROM before
 WHERE before.closed_on IS NULL AND NOT EXISTS (
        SELECT 1 FROM {_TABLE} now
         WHERE now.revision_id = %(revision)s AND now.finding_number = before.finding_number)
 ORDER BY before.finding_number
"""

_OTHER: Final = f"""
WITH {_EARLIER}
SELECT now.row_no, now.sheet_name, 'finding_number',
       '编号' || now.finding_number || '上月是另一个问题：“'
       || left(before.description, 20) || '”。',
       '一个问题一个编号，新问题请重新编号；同一问题的请说明。'
  FROM {_TABLE} now
  JOIN before ON before.finding_number = now.finding_number
 WHERE now.revision_id = %(revision)s AND before.description <> now.description
   AND before.found_on IS DISTINCT FROM now.found_on
"""

_AGAIN: Final = f"""
WITH {_EARLIER}
SELECT now.row_no, now.sheet_name, 'nature',
       '问题' || now.finding_number || '已于' || max(old.closed_on) || '销号，本月又列为未销号。',
       '问题反弹的，性质请填“反弹”；误填的请更正。'
  FROM {_TABLE} now
  JOIN earlier old ON old.finding_number = now.finding_number AND old.closed_on IS NOT NULL
 WHERE now.revision_id = %(revision)s AND now.closed_on IS NULL AND now.nature <> '反弹'
 GROUP BY now.id
"""

_LATER: Final = f"""
WITH {_EARLIER}
SELECT now.row_no, now.sheet_name, 'due_on',
       '整改时限由' || before.due_on || '改为' || now.due_on || '，没有延期手续。',
       '延期的请填写延期次数、批准人和理由；原来填错的请说明。'
  FROM {_TABLE} now
  JOIN before ON before.finding_number = now.finding_number AND before.due_on < now.due_on
 WHERE now.revision_id = %(revision)s AND now.extended_to IS NULL
   AND '长期坚持' NOT IN (now.mend_type, now.status)
"""

_NO_MEASURE: Final = f"""
SELECT line.row_no, line.sheet_name, 'measure_number',
       '问责文号“' || line.measure_number || '”在约谈召回问责表（T15）中没有。',
       '请核对文号；还没有上报的请先补报T15。'
  FROM {_TABLE} line
 WHERE line.revision_id = %(revision)s AND line.measure_number <> ''
   AND NOT EXISTS (
        SELECT 1 FROM accountability_measurerow measure
          JOIN accountability_pointer pointer ON pointer.revision_id = measure.revision_id
               AND pointer.closed_at IS NULL
         WHERE measure.county_id = %(county)s AND measure.document_number = line.measure_number)
"""

_ONCE: Final = "docs/sources.md#t6"
CROSS_CHECKS: Final = (
    CrossCheck(
        "X14", WARNING, "整改进展与上月相同", _SAME_PROGRESS, "docs/sources.md#x14", ("T6",)
    ),
    CrossCheck("X14", WARNING, "上月的问题没有报", _LOST, "docs/sources.md#x14", ("T6",)),
    CrossCheck("T6-NO", WARNING, "编号用于另一个问题", _OTHER, _ONCE, ("T6",)),
    CrossCheck("T6-AGAIN", WARNING, "销号后又列出", _AGAIN, _ONCE, ("T6",)),
    CrossCheck("T6-EXTEND", WARNING, "时限后移没有手续", _LATER, _ONCE, ("T6",)),
    CrossCheck("T6-MEASURE", WARNING, "问责文号不在T15", _NO_MEASURE, _ONCE, ("T15",)),
    same_as_before(_TABLE, "T6", NOTICE, whole=True),
)
