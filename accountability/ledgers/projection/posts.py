"""The projection of a county's current T14 revisions onto posts, tenures and vacancies.

A function of what the pointers make current: what T14 brought is taken away, what the registry
knew before it is put back, and the county is told anew. Moving a pointer back and projecting again
is thus the undo. Where T14 and the registry differ, T14 has the last word, since its check asked
the county to explain: a tenure of the same holder takes over T14's days, another holder's is cut
where T14's begins. Two holders that two T14 tell for the same days are refused.
"""

import datetime as dt
from typing import Any, Final

from django.db import connection, transaction

from accountability.intake.declare import ProjectionError
from accountability.intake.models import Revision, Submission
from accountability.ledgers.holding import CURRENT_POSTS, HOLDING, HOLDING_CLASHES
from portal.access.models import User

_LISTED: Final = 5


class HoldersOverlapError(ProjectionError):
    """Two would hold one post at a time; the text says where, in Chinese."""


@transaction.atomic
def project_posts(
    *, submission: Submission, revision: Revision | None, by: User | None, at: dt.datetime
) -> None:
    """Bring the T14 current in the submission's county into the registry.

    The pointer has moved already. Raises: HoldersOverlapError, and then nothing is changed.
    """
    del revision, by, at
    settle_posts(submission.county_id)


@transaction.atomic
def settle_posts(county_id: int) -> None:
    """Bring the posts of one county up to date; the same again changes nothing.

    Raises: HoldersOverlapError.
    """
    values: dict[str, Any] = {"county": county_id}
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {CURRENT_POSTS}, {HOLDING}, {HOLDING_CLASHES} {_SAY_CLASHES}", values)
        clashes = [row[0] for row in cursor.fetchall()]
        if clashes:
            raise HoldersOverlapError(_sentence(clashes))
        for statement in _STATEMENTS:
            cursor.execute(statement, values)


def _sentence(clashes: list[str]) -> str:
    more = f"等{len(clashes)}处" if len(clashes) > _LISTED else ""
    listed = "；".join(clashes[:_LISTED])
    return f"同一职务的任期重叠，不能接收：{listed}{more}。请先补填前任的离职日期。"


_SAY_CLASHES: Final = """
SELECT DISTINCT division_name || post_title || '：'
       || CASE WHEN person_name = '' THEN begins || '起缺职，' || other_name || '没有离职'
               ELSE least(person_name, other_name) || '与' || greatest(person_name, other_name) END
  FROM clashes ORDER BY 1
"""

_DEFER: Final = "SET CONSTRAINTS tenure_one_holder_at_a_time DEFERRED"
_CHECK_NOW: Final = "SET CONSTRAINTS tenure_one_holder_at_a_time IMMEDIATE"

_REMOVE: Final = """
DELETE FROM villages_tenure tenure USING villages_post post
 WHERE post.id = tenure.post_id AND post.county_id = %(county)s
   AND tenure.source_revision_id IS NOT NULL AND tenure.before IS NULL
"""

_RESTORE: Final = """
UPDATE villages_tenure tenure
   SET holder_name = before ->> 'holder_name', valid_from = (before ->> 'valid_from')::date,
       valid_to = (before ->> 'valid_to')::date, end_reason = before ->> 'end_reason',
       approval_number = before ->> 'approval_number',
       is_filed = (before ->> 'is_filed')::boolean, source_note = before ->> 'source_note',
       source_revision_id = NULL, source_row = NULL, before = NULL
  FROM villages_post post
 WHERE post.id = tenure.post_id AND post.county_id = %(county)s AND tenure.before IS NOT NULL
"""

_NO_VACANCY: Final = "DELETE FROM villages_vacancy WHERE county_id = %(county)s"

_WANTED: Final = f"""
CREATE TEMPORARY TABLE post_wanted ON COMMIT DROP AS
WITH {CURRENT_POSTS}, {HOLDING},
told_of AS (
    SELECT held.id, division_id, title, person_name, started_on AS begins, ended_on AS ends,
           false AS is_vacant
      FROM held
     UNION ALL
    SELECT empty.id, division_id, title, '', vacant_from,
           least(vacant_to, (SELECT min(held.started_on) - 1 FROM held
                              WHERE held.division_id = empty.division_id
                                AND held.title = empty.title
                                AND held.started_on >= empty.vacant_from)), true
      FROM empty
     WHERE NOT EXISTS (
            SELECT 1 FROM held
             WHERE held.division_id = empty.division_id AND held.title = empty.title
               AND held.started_on < empty.vacant_from
               AND (held.ended_on IS NULL OR held.ended_on > empty.vacant_from))
)
SELECT told_of.*, line.whereabouts, line.approval_number, line.is_filed, line.revision_id,
       line.row_no, '任免表 ' || revision.period AS note
  FROM told_of
  JOIN accountability_postrow line ON line.id = told_of.id
  JOIN accountability_revision revision ON revision.id = line.revision_id
 WHERE ends IS NULL OR ends >= begins
"""

_ADD_POSTS: Final = """
INSERT INTO villages_post (division_id, county_id, title, source_revision_id)
SELECT division_id, %(county)s, title, max(revision_id) FROM post_wanted
 GROUP BY division_id, title
ON CONFLICT (division_id, title) DO NOTHING
"""

_DROP_POSTS: Final = """
DELETE FROM villages_post post
 WHERE post.county_id = %(county)s AND post.source_revision_id IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM post_wanted wanted
                    WHERE wanted.division_id = post.division_id AND wanted.title = post.title)
   AND NOT EXISTS (SELECT 1 FROM villages_tenure tenure WHERE tenure.post_id = post.id)
"""

_BEFORE: Final = """
jsonb_build_object(
    'holder_name', tenure.holder_name, 'valid_from', tenure.valid_from,
    'valid_to', tenure.valid_to, 'end_reason', tenure.end_reason,
    'approval_number', tenure.approval_number, 'is_filed', tenure.is_filed,
    'source_note', tenure.source_note)
"""

# Each wanted tenure takes over one that the registry knew of the same holder in days that overlap.
_TAKE_OVER: Final = f"""
WITH pairs AS (
    SELECT DISTINCT ON (wanted.id) wanted.id AS wanted_id, tenure.id AS tenure_id
      FROM post_wanted wanted
      JOIN villages_post post ON post.division_id = wanted.division_id
           AND post.title = wanted.title
      JOIN villages_tenure tenure ON tenure.post_id = post.id
      LEFT JOIN villages_person person ON person.id = tenure.person_id
     WHERE NOT wanted.is_vacant
       AND coalesce(person.name, tenure.holder_name) = wanted.person_name
       AND daterange(tenure.valid_from, tenure.valid_to) && daterange(wanted.begins, wanted.ends)
     ORDER BY wanted.id, tenure.valid_from
),
once AS (
    SELECT DISTINCT ON (tenure_id) tenure_id, wanted_id FROM pairs ORDER BY tenure_id, wanted_id
)
UPDATE villages_tenure tenure
   SET before = {_BEFORE}, holder_name = wanted.person_name, valid_from = wanted.begins,
       valid_to = wanted.ends, end_reason = wanted.whereabouts,
       approval_number = wanted.approval_number, is_filed = wanted.is_filed,
       source_revision_id = wanted.revision_id, source_row = wanted.row_no,
       source_note = wanted.note
  FROM once JOIN post_wanted wanted ON wanted.id = once.wanted_id AND NOT wanted.is_vacant
 WHERE tenure.id = once.tenure_id
"""

_CUT: Final = f"""
WITH cuts AS (
    SELECT DISTINCT ON (tenure.id) tenure.id, wanted.begins, wanted.revision_id, wanted.row_no,
           wanted.note
      FROM villages_tenure tenure
      JOIN villages_post post ON post.id = tenure.post_id AND post.county_id = %(county)s
      JOIN post_wanted wanted ON wanted.division_id = post.division_id
           AND wanted.title = post.title
           AND daterange(tenure.valid_from, tenure.valid_to) && daterange(wanted.begins,
               CASE WHEN wanted.is_vacant THEN wanted.ends + 1 ELSE wanted.ends END)
     WHERE tenure.source_revision_id IS NULL
     ORDER BY tenure.id, wanted.begins
)
UPDATE villages_tenure tenure
   SET before = {_BEFORE}, valid_to = greatest(tenure.valid_from, cuts.begins),
       source_revision_id = cuts.revision_id, source_row = cuts.row_no, source_note = cuts.note
  FROM cuts WHERE tenure.id = cuts.id
"""

_INSERT: Final = """
INSERT INTO villages_tenure
    (post_id, holder_name, valid_from, valid_to, end_reason, approval_number, is_filed,
     source_revision_id, source_row, source_note)
SELECT post.id, wanted.person_name, wanted.begins, wanted.ends, wanted.whereabouts,
       wanted.approval_number, wanted.is_filed, wanted.revision_id, wanted.row_no, wanted.note
  FROM post_wanted wanted
  JOIN villages_post post ON post.division_id = wanted.division_id AND post.title = wanted.title
 WHERE NOT wanted.is_vacant AND NOT EXISTS (
        SELECT 1 FROM villages_tenure tenure
         WHERE tenure.post_id = post.id AND tenure.source_revision_id = wanted.revision_id
           AND tenure.source_row = wanted.row_no AND tenure.valid_from = wanted.begins
           AND tenure.holder_name = wanted.person_name)
 ORDER BY wanted.id
"""

_INSERT_VACANT: Final = """
INSERT INTO villages_vacancy
    (post_id, county_id, vacant_from, vacant_to, source_revision_id, source_row, source_note)
SELECT post.id, %(county)s, wanted.begins, wanted.ends, wanted.revision_id, wanted.row_no,
       wanted.note
  FROM post_wanted wanted
  JOIN villages_post post ON post.division_id = wanted.division_id AND post.title = wanted.title
 WHERE wanted.is_vacant
 ORDER BY wanted.id
"""

_STATEMENTS: Final = (
    _DEFER, _REMOVE, _RESTORE, _NO_VACANCY, _WANTED, _ADD_POSTS, _DROP_POSTS, _TAKE_OVER, _CUT,
    _INSERT, _INSERT_VACANT, "DROP TABLE post_wanted", _CHECK_NOW,
)  # fmt: skip
