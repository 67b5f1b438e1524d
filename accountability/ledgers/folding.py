"""The roster of a county as its revisions tell it, in SQL: who was posted where, from when to when.

A later period's word on a person's stay in a village replaces an earlier one's; a posting the
portal knew before any roster stands until a roster speaks of it. Both the projection and the
checks that come before acceptance read the county through this one fold. It sorts instead of
comparing pairs: of rows written a moment ago the planner knows nothing and would compare each with
each. For the same reason the revisions are named as an array, which is looked up in the index.
"""

from typing import Final

from villages.places.queries import HEIRS

CURRENT: Final = """
chosen AS (
    SELECT pointer.revision_id, task.period
      FROM accountability_pointer pointer
      JOIN accountability_submission submission ON submission.id = pointer.submission_id
      JOIN accountability_collectiontask task ON task.id = submission.task_id
     WHERE pointer.closed_at IS NULL AND task.sheet_code = 'T1'
       AND pointer.county_id = %(county)s
)
"""

# The same, with the staged revision in the place of its submission's current one.
AS_IF_ACCEPTED: Final = """
chosen AS (
    SELECT pointer.revision_id, task.period
      FROM accountability_pointer pointer
      JOIN accountability_submission submission ON submission.id = pointer.submission_id
      JOIN accountability_collectiontask task ON task.id = submission.task_id
     WHERE pointer.closed_at IS NULL AND task.sheet_code = 'T1'
       AND pointer.county_id = %(county)s AND pointer.submission_id <> %(submission)s
     UNION ALL
    SELECT %(revision)s, %(period)s
)
"""

# Whether a posting comes from a roster of this county. What another county's roster brought and a
# change of divisions carried here was known before, as far as this county's rosters go.
OURS: Final = """
EXISTS (SELECT 1 FROM accountability_revision revision
         WHERE revision.id = posting.source_revision_id AND revision.county_id = %(county)s)
"""
SOURCE: Final = f"""
CROSS JOIN LATERAL (
    SELECT known.ours, CASE WHEN known.ours THEN posting.before END AS before
      FROM (SELECT {OURS} AS ours) known
) source
"""  # noqa: S608 - our own words

# A stay that lasted when its village became another goes on in that one (villages.places.queries).
FOLD: Final = f"""
heirs AS MATERIALIZED ({HEIRS}),
stated AS (
    SELECT line.id, line.revision_id, line.sheet_name, line.row_no, chosen.period,
           line.id_fingerprint AS print,
           coalesce((
               SELECT heirs.heir_id FROM heirs
                WHERE heirs.id = line.village_id
                  AND (line.left_on IS NULL OR line.left_on > heirs.changed_on)
                ORDER BY heirs.step DESC LIMIT 1
           ), line.village_id) AS village_id,
           line.team_role = '第一书记' AS is_first,
           line.arrived_on AS started_on, line.left_on AS ended_on, line.person_name,
           line.village_name, line.left_reason = '召回' AS is_recalled
      FROM accountability_rosterrow line
      JOIN chosen ON chosen.revision_id = line.revision_id
     WHERE line.revision_id = ANY (ARRAY(SELECT revision_id FROM chosen))
       AND line.village_id IS NOT NULL AND line.id_fingerprint <> '' AND line.team_role <> ''
       AND line.arrived_on IS NOT NULL AND (line.left_on IS NULL OR line.left_on > line.arrived_on)
),
told AS (
    SELECT stated.*, range_agg(daterange(started_on, ended_on)) OVER (
               PARTITION BY print, village_id ORDER BY period DESC, id DESC
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS later
      FROM stated
),
kept AS (
    SELECT id, revision_id, sheet_name, row_no, period, print, village_id, is_first, started_on,
           ended_on, person_name, village_name, is_recalled
      FROM told
     WHERE later IS NULL OR NOT later && daterange(started_on, ended_on)
),
base AS (
    SELECT posting.id, person.id_fingerprint AS print, person.name AS person_name,
           posting.village_id, village.name AS village_name,
           coalesce(source.before ->> 'role', posting.role) = 'first_secretary' AS is_first,
           coalesce((source.before ->> 'started_on')::date, posting.started_on) AS started_on,
           CASE WHEN source.before IS NULL THEN posting.ended_on
                ELSE (source.before ->> 'ended_on')::date END AS ended_on
      FROM villages_posting posting
      {SOURCE}
      JOIN villages_person person ON person.id = posting.person_id
      JOIN villages_division village ON village.id = posting.village_id
     WHERE posting.county_id = %(county)s
       AND (NOT source.ours OR source.before IS NOT NULL)
),
spoken AS (
    SELECT print, village_id, range_agg(daterange(started_on, ended_on)) AS spans
      FROM kept GROUP BY print, village_id
),
standing AS (
    SELECT base.* FROM base
      LEFT JOIN spoken ON spoken.print = base.print AND spoken.village_id = base.village_id
     WHERE spoken.spans IS NULL OR NOT spoken.spans && daterange(base.started_on, base.ended_on)
),
whole AS (
    SELECT revision_id, sheet_name, row_no, print, person_name, village_id, village_name, is_first,
           started_on, ended_on, is_recalled
      FROM kept
     UNION ALL
    SELECT NULL, NULL, NULL, print, person_name, village_id, village_name, is_first, started_on,
           ended_on, false
      FROM standing
)
"""  # noqa: S608 - our own words

# Two first secretaries of one village whose stays overlap; `one` is stated by a roster.
CLASHES: Final = """
clashes AS (
    SELECT one.revision_id, one.sheet_name, one.row_no, one.person_name, one.village_name,
           one.started_on, other.person_name AS other_name, other.started_on AS other_started_on,
           other.ended_on AS other_ended_on, other.revision_id AS other_revision_id
      FROM whole one
      JOIN whole other ON other.village_id = one.village_id AND other.print <> one.print
           AND daterange(other.started_on, other.ended_on)
               && daterange(one.started_on, one.ended_on)
     WHERE one.is_first AND other.is_first AND one.revision_id IS NOT NULL
)
"""
