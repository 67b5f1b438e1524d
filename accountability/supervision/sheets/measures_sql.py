"""Cross-checks of T15 against the month before (X14), in SQL.

Recalls that the roster tells otherwise (X11) are told by `accountability.reconciliation`.
"""

from typing import Final

from accountability.intake.declare import CrossCheck
from accountability.intake.rules import Severity
from accountability.ledgers.sheets.likeness_sql import same_as_before

WARNING, NOTICE = Severity.WARNING, Severity.NOTICE
_TABLE: Final = "accountability_measurerow"

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

CROSS_CHECKS: Final = (
    CrossCheck("X14", WARNING, "影响期未满的没有报", _LOST, "docs/sources.md#x14", ("T15",)),
    same_as_before(_TABLE, "T15", NOTICE, whole=True),
)
