"""Cross-checks of T15 against the roster's recalls and the month before (X11, X14), in SQL."""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.sheets.likeness_sql import same_as_before

WARNING, NOTICE = Severity.WARNING, Severity.NOTICE
_TABLE: Final = "accountability_measurerow"
_RECALLED: Final = """
    posting.county_id = %(county)s AND posting.end_reason = 'recalled'
"""
_HAS_ROSTER: Final = "EXISTS (SELECT 1 FROM villages_posting WHERE county_id = %(county)s)"

_NOT_IN_ROSTER: Final = f"""
SELECT line.row_no, line.sheet_name, 'person_name',
       '召回的' || line.person_name || '与花名册（T1）不一致：名册中没有因召回离任的'
       || line.person_name || '，请核实。',
       '请核对姓名；名册没有更新的，请在T1中填写离任日期和原因“召回”。'
  FROM {_TABLE} line
 WHERE line.revision_id = %(revision)s AND line.category = '召回' AND line.person_name <> ''
   AND {_HAS_ROSTER}
   AND NOT EXISTS (
        SELECT 1 FROM villages_posting posting
          JOIN villages_person person ON person.id = posting.person_id
         WHERE {_RECALLED} AND person.name = line.person_name
           AND (line.id_fingerprint = '' OR line.id_fingerprint = person.id_fingerprint))
"""

_OTHER_DAY: Final = f"""
SELECT line.row_no, line.sheet_name, 'decided_on',
       line.person_name || '的召回日期' || line.decided_on || '与花名册（T1）的离任日期'
       || max(posting.ended_on) || '不一致，请核实。',
       '请核对两个日期；决定日期和离任日期本来不同的请说明。'
  FROM {_TABLE} line
  JOIN villages_person person ON person.name = line.person_name
       AND (line.id_fingerprint = '' OR line.id_fingerprint = person.id_fingerprint)
  JOIN villages_posting posting ON posting.person_id = person.id AND {_RECALLED}
 WHERE line.revision_id = %(revision)s AND line.category = '召回' AND line.decided_on IS NOT NULL
 GROUP BY line.id
HAVING NOT bool_or(posting.ended_on = line.decided_on)
"""

_NOT_REPORTED: Final = f"""
SELECT NULL::int, ''::text, ''::text,
       '花名册（T1）中' || village.name || '的' || person.name || '因召回于' || posting.ended_on
       || '离任，与本表不一致：本表没有，请核实。',
       '漏报的请补上一行；不是召回的请更正花名册。'
  FROM villages_posting posting
  JOIN villages_person person ON person.id = posting.person_id
  JOIN villages_division village ON village.id = posting.village_id
 WHERE {_RECALLED} AND posting.ended_on BETWEEN %(first)s AND %(last)s
   AND NOT EXISTS (
        SELECT 1 FROM {_TABLE} line
         WHERE line.revision_id = %(revision)s AND line.category = '召回'
           AND line.person_name = person.name)
 ORDER BY village.code, person.name
"""

_LOST: Final = f"""
SELECT NULL::int, ''::text, ''::text,
       '上月在列的' || before.category || '（' || before.document_number || '，'
       || before.decided_on || '）影响期到' || before.influence_to || '，本月没有报。',
       '影响期未满的请保留；决定已撤销的请说明。'
  FROM {_TABLE} before
  JOIN accountability_pointer pointer ON pointer.revision_id = before.revision_id
       AND pointer.closed_at IS NULL
  JOIN accountability_submission submission ON submission.id = pointer.submission_id
  JOIN accountability_collectiontask task ON task.id = submission.task_id
 WHERE before.county_id = %(county)s AND task.sheet_code = 'T15' AND task.period = %(previous)s
   AND before.influence_to >= %(first)s
   AND NOT EXISTS (
        SELECT 1 FROM {_TABLE} now
         WHERE now.revision_id = %(revision)s AND now.person_name = before.person_name
           AND now.category = before.category AND now.decided_on = before.decided_on)
"""

_X11: Final = "docs/sources.md#x11"
CROSS_CHECKS: Final = (
    CrossCheck("X11", WARNING, "召回不在花名册", _NOT_IN_ROSTER, _X11, ("T1",)),
    CrossCheck("X11", WARNING, "召回日期不一致", _OTHER_DAY, _X11, ("T1",)),
    CrossCheck("X11", WARNING, "花名册的召回没有报", _NOT_REPORTED, _X11, ("T1",)),
    CrossCheck("X14", WARNING, "影响期未满的没有报", _LOST, "docs/sources.md#x14", ("T15",)),
    same_as_before(_TABLE, "T15", NOTICE, whole=True),
)
