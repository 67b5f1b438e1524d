"""The projection of a county's current T8 and T14 onto village branches and office holders.

A function of what the pointers make current: what it brought is taken away, what the registry knew
before is put back, and the reports are told anew. Moving a pointer and projecting again is the
undo. T14 has the last word on who came and went, T8 says where the newly elected come from.
"""

import datetime as dt
from typing import Any, Final

from django.db import connection, transaction

from accountability.intake.models import Revision, Submission
from portal.access.models import User
from villages.places.queries import HEIRS


@transaction.atomic
def project_branches(
    *, submission: Submission, revision: Revision | None, by: User | None, at: dt.datetime
) -> None:
    """Bring the village offices that T8 and T14 tell of in the county into the registry.

    The pointer has moved already.
    """
    del revision, by, at
    settle_branches(submission.county_id)


@transaction.atomic
def settle_branches(county_id: int) -> None:
    """Bring the branches of one county up to date; the same again changes nothing."""
    values: dict[str, Any] = {"county": county_id}
    with connection.cursor() as cursor:
        for statement in _STATEMENTS:
            cursor.execute(statement, values)


_CHOSEN: Final = """
chosen AS (
    SELECT pointer.revision_id, task.sheet_code AS sheet, task.period
      FROM accountability_pointer pointer
      JOIN accountability_submission submission ON submission.id = pointer.submission_id
      JOIN accountability_collectiontask task ON task.id = submission.task_id
     WHERE pointer.closed_at IS NULL AND task.sheet_code IN ('T8', 'T14')
       AND pointer.county_id = %(county)s
)
"""

# As T8 and T14 name the offices; who is both secretary and head holds two.
_OFFICES: Final = (
    ("党组织书记", "secretary"),
    ("村党组织书记", "secretary"),
    ("书记主任一肩挑", "secretary"),
    ("书记主任一肩挑", "head"),
    ("村委会主任", "head"),
    ("党组织委员", "party_member"),
    ("村委会委员", "committee_member"),
    ("其他", "other"),
)
_PAIRS: Final = ", ".join(f"('{post}', '{office}')" for post, office in _OFFICES)
_WORDS: Final = f"words (post, office) AS (VALUES {_PAIRS})"

# What the two sheets say of one village's offices. T14 is believed before T8, a later period
# before an earlier one: `place` is that order.
_STATED: Final = f"""
heirs AS MATERIALIZED ({HEIRS}),
lines AS (
    SELECT line.village_id, line.post, line.person_name AS name, line.background,
           ''::text AS whereabouts, line.took_office_on AS begins, NULL::date AS ends,
           chosen.sheet, chosen.period, line.revision_id, line.row_no
      FROM accountability_lookbackrow line
      JOIN chosen ON chosen.revision_id = line.revision_id
     WHERE line.revision_id = ANY (ARRAY(SELECT revision_id FROM chosen))
       AND line.person_name <> ''
     UNION ALL
    SELECT line.division_id, line.post_title, line.person_name, '',
           line.whereabouts,
           CASE WHEN line.person_name = '' THEN line.vacant_from ELSE line.started_on END,
           CASE WHEN line.person_name = '' THEN line.vacant_to + 1 ELSE line.ended_on END,
           chosen.sheet, chosen.period, line.revision_id, line.row_no
      FROM accountability_postrow line
      JOIN chosen ON chosen.revision_id = line.revision_id
     WHERE line.revision_id = ANY (ARRAY(SELECT revision_id FROM chosen))
),
stated AS (
    SELECT lines.*, words.office, village.id AS place_id,
           row_number() OVER (
               ORDER BY lines.sheet = 'T14' DESC, lines.period DESC, lines.row_no DESC
           ) AS place
      FROM lines
      JOIN words ON words.post = lines.post
      JOIN villages_division village ON village.id = coalesce((
               SELECT heirs.heir_id FROM heirs
                WHERE heirs.id = lines.village_id
                  AND (lines.ends IS NULL OR lines.ends > heirs.changed_on)
                ORDER BY heirs.step DESC LIMIT 1
           ), lines.village_id)
     WHERE village.county_id = %(county)s AND village.level = 'village'
       AND lines.begins IS NOT NULL AND (lines.ends IS NULL OR lines.ends > lines.begins)
)
"""

# One row a stay: of what is said of the same person in the same office and days, the first. In an
# office that one person holds, a stay without an end ends where the next begins.
_HOLDERS: Final = """
told AS (
    SELECT stated.*, range_agg(daterange(begins, ends)) OVER (
               PARTITION BY place_id, office, name ORDER BY place
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS better
      FROM stated
),
stays AS (
    SELECT told.*, lead(begins) OVER (
               PARTITION BY place_id, office ORDER BY begins, place DESC
           ) AS next_begins
      FROM told WHERE better IS NULL OR NOT better && daterange(begins, ends)
),
ended AS (
    SELECT stays.*, CASE WHEN office IN ('secretary', 'head') THEN least(ends, next_begins)
                         ELSE ends END AS until
      FROM stays
),
holders AS (
    SELECT ended.place_id, ended.office, ended.name, ended.whereabouts, ended.begins, ended.until,
           ended.until IS NOT NULL AND ended.until IS NOT DISTINCT FROM ended.ends AS is_end_told,
           coalesce(nullif(ended.background, ''), known.background, '') AS background,
           ended.revision_id, ended.row_no,
           ended.sheet || ' ' || ended.period AS note
      FROM ended
      LEFT JOIN LATERAL (
            SELECT stated.background FROM stated
             WHERE stated.place_id = ended.place_id AND stated.office = ended.office
               AND stated.name = ended.name AND stated.background <> ''
             ORDER BY stated.place LIMIT 1
      ) known ON TRUE
     WHERE ended.until IS NULL OR ended.until > ended.begins
)
"""

_INSERT: Final = f"""
WITH {_CHOSEN}, {_WORDS}, {_STATED}, {_HOLDERS}
INSERT INTO villages_officeholder
    (village_id, county_id, office, name, background, whereabouts, valid_from, valid_to,
     is_end_told, source_revision_id, source_row, source_note)
SELECT place_id, %(county)s, office, name, background, whereabouts, begins, until, is_end_told,
       revision_id, row_no, note
  FROM holders ORDER BY place_id, office, begins
"""

_FORGET: Final = "DELETE FROM villages_officeholder WHERE county_id = %(county)s"

_UNMAKE: Final = """
DELETE FROM villages_branch
 WHERE county_id = %(county)s AND source_revision_id IS NOT NULL AND before IS NULL
"""

_RESTORE: Final = """
UPDATE villages_branch
   SET secretary_name = before ->> 'secretary_name',
       secretary_source = before ->> 'secretary_source',
       secretary_since = (before ->> 'secretary_since')::date,
       source_note = before ->> 'source_note', source_revision_id = NULL, source_row = NULL,
       before = NULL
 WHERE county_id = %(county)s AND before IS NOT NULL
"""

# Where a secretary comes from; "" where T8 does not say.
_SOURCE: Final = """
CASE WHEN last.name = '' THEN ''
     WHEN last.background = '机关选派' THEN 'sent'
     WHEN last.background = '第一书记兼任' THEN 'first_secretary'
     WHEN last.background <> '' THEN 'local' ELSE '' END
"""

# The last word on each village's secretary. Who is said to have left, with nobody after them,
# leaves a vacancy, if it is them whom the registry knows.
_LAST: Final = """
last AS (
    SELECT DISTINCT ON (village_id) village_id, name, background, valid_from AS since, valid_to,
           source_revision_id, source_row, source_note
      FROM villages_officeholder
     WHERE county_id = %(county)s AND office = 'secretary'
     ORDER BY village_id, valid_from DESC, id DESC
)
"""

_UPDATE: Final = f"""
WITH {_LAST}
UPDATE villages_branch branch
   SET before = jsonb_build_object(
           'secretary_name', branch.secretary_name, 'secretary_source', branch.secretary_source,
           'secretary_since', branch.secretary_since, 'source_note', branch.source_note),
       secretary_name = CASE WHEN last.valid_to IS NULL THEN last.name ELSE '' END,
       secretary_source = CASE
           WHEN last.valid_to IS NOT NULL THEN ''
           WHEN last.background = '' AND branch.secretary_name = last.name
           THEN branch.secretary_source
           ELSE {_SOURCE} END,
       secretary_since = coalesce(last.valid_to, last.since),
       source_revision_id = last.source_revision_id, source_row = last.source_row,
       source_note = last.source_note
  FROM last
 WHERE branch.village_id = last.village_id AND branch.county_id = %(county)s
   AND branch.valid_to IS NULL
   AND (last.valid_to IS NULL OR branch.secretary_name = last.name)
"""

_ADD: Final = f"""
WITH {_LAST}
INSERT INTO villages_branch
    (village_id, county_id, name, form, secretary_name, secretary_source, secretary_since,
     valid_from, source_revision_id, source_row, source_note)
SELECT last.village_id, %(county)s, village.name || '党组织', '', last.name,
       {_SOURCE}, last.since, last.since, last.source_revision_id,
       last.source_row, last.source_note
  FROM last
  JOIN villages_division village ON village.id = last.village_id AND village.valid_to IS NULL
 WHERE last.valid_to IS NULL AND NOT EXISTS (
        SELECT 1 FROM villages_branch branch
         WHERE branch.village_id = last.village_id AND branch.valid_to IS NULL)
"""

_STATEMENTS: Final = (_FORGET, _UNMAKE, _RESTORE, _INSERT, _UPDATE, _ADD)
