"""The SQL of the projection onto units and postings."""

from typing import Final

from accountability.ledgers.folding import CURRENT, FOLD, OURS, SOURCE

DEFER: Final = "SET CONSTRAINTS posting_one_first_secretary_a_village DEFERRED"
CHECK_NOW: Final = "SET CONSTRAINTS posting_one_first_secretary_a_village IMMEDIATE"
FORGET: Final = "DROP TABLE IF EXISTS roster_pair; DROP TABLE IF EXISTS roster_wanted"

_LEVEL: Final = """
CASE line.sending_level WHEN '中央' THEN 'central' WHEN '省' THEN 'province'
     WHEN '市' THEN 'city' ELSE 'county' END
"""

# The county itself, what lies above it, and to whom it reports: where its units may belong.
_ABOVE: Final = """
above AS (
    SELECT county.id FROM villages_division county WHERE county.id = %(county)s
     UNION
    SELECT unnest(ARRAY[county.parent_id, city.parent_id]) FROM villages_division county
      LEFT JOIN villages_division city ON city.id = county.parent_id
     WHERE county.id = %(county)s
     UNION
    SELECT reporting.parent_id FROM villages_reportingline reporting
     WHERE reporting.division_id = %(county)s
)
"""

ADD_UNITS: Final = f"""
WITH {CURRENT}, {FOLD}, {_ABOVE}
INSERT INTO villages_unit (name, initials, level, division_id, is_demo)
SELECT DISTINCT ON (line.sending_unit) line.sending_unit, '', {_LEVEL},
       CASE WHEN {_LEVEL} = 'county' THEN %(county)s END, county.is_demo
  FROM kept
  JOIN accountability_rosterrow line ON line.id = kept.id
  JOIN villages_division county ON county.id = %(county)s
 WHERE line.sending_unit <> '' AND NOT EXISTS (
        SELECT 1 FROM villages_unit unit
         WHERE unit.name = line.sending_unit
           AND (unit.division_id IS NULL OR unit.division_id IN (SELECT id FROM above))
   )
 ORDER BY line.sending_unit, kept.period DESC
ON CONFLICT DO NOTHING
"""

WANTED: Final = f"""
CREATE TEMPORARY TABLE roster_wanted ON COMMIT DROP AS
WITH {CURRENT}, {FOLD}, {_ABOVE}
SELECT kept.id, person.id AS person_id, kept.village_id, kept.started_on, kept.ended_on,
       CASE line.team_role WHEN '第一书记' THEN 'first_secretary' WHEN '队长' THEN 'leader'
            ELSE 'member' END AS role,
       {_LEVEL} AS level, unit.id AS unit_id, line.rank, line.is_detached, line.is_relation_moved,
       line.due_on,
       CASE line.left_reason WHEN '期满' THEN 'expired' WHEN '调整' THEN 'adjusted'
            WHEN '召回' THEN 'recalled' WHEN '提拔' THEN 'promoted' WHEN '其他' THEN 'other'
            ELSE '' END AS end_reason,
       kept.revision_id AS source_revision_id, kept.row_no AS source_row,
       '花名册 ' || kept.period AS source_note
  FROM kept
  JOIN accountability_rosterrow line ON line.id = kept.id
  JOIN villages_person person ON person.id_fingerprint = kept.print
  JOIN villages_division place ON place.id = kept.village_id AND place.county_id = %(county)s
  LEFT JOIN LATERAL (
        SELECT unit.id FROM villages_unit unit
         WHERE unit.name = line.sending_unit
           AND (unit.division_id IS NULL OR unit.division_id IN (SELECT id FROM above))
         ORDER BY unit.division_id = %(county)s DESC NULLS LAST, unit.id
         LIMIT 1
  ) unit ON TRUE
"""

NOTHING_WANTED: Final = f"""
CREATE TEMPORARY TABLE roster_pair ON COMMIT DROP AS
SELECT posting.id AS posting_id, NULL::bigint AS wanted_id, source.before IS NULL AS is_ours
  FROM villages_posting posting
  {SOURCE}
 WHERE posting.county_id = %(county)s AND source.ours
"""

# Each wanted stay takes one posting of the same person and village it overlaps, one known before
# any roster first; postings a roster brought and none wants any more stay without a partner.
PAIR: Final = f"""
CREATE TEMPORARY TABLE roster_pair ON COMMIT DROP AS
WITH candidates AS (
    SELECT wanted.id AS wanted_id, posting.id AS posting_id,
           row_number() OVER (
               PARTITION BY wanted.id
               ORDER BY source.ours AND source.before IS NULL,
                        posting.started_on, posting.id
           ) AS choice
      FROM roster_wanted wanted
      JOIN villages_posting posting
        ON posting.county_id = %(county)s AND posting.person_id = wanted.person_id
       AND posting.village_id = wanted.village_id
      {SOURCE}
     WHERE daterange(
               coalesce((source.before ->> 'started_on')::date, posting.started_on),
               CASE WHEN source.before IS NULL THEN posting.ended_on
                    ELSE (source.before ->> 'ended_on')::date END
           ) && daterange(wanted.started_on, wanted.ended_on)
),
taken AS (
    SELECT DISTINCT ON (posting_id) posting_id, wanted_id FROM candidates WHERE choice = 1
     ORDER BY posting_id, wanted_id
)
SELECT posting.id AS posting_id, taken.wanted_id,
       source.ours AND source.before IS NULL AS is_ours
  FROM villages_posting posting
  {SOURCE}
  LEFT JOIN taken ON taken.posting_id = posting.id
 WHERE posting.county_id = %(county)s
   AND (taken.wanted_id IS NOT NULL OR source.ours)
"""

REMOVE: Final = """
DELETE FROM villages_posting posting USING roster_pair pair
 WHERE pair.posting_id = posting.id AND pair.wanted_id IS NULL AND pair.is_ours
"""

RESTORE: Final = """
UPDATE villages_posting posting
   SET role = before ->> 'role', level = before ->> 'level', rank = before ->> 'rank',
       unit_id = (before ->> 'unit_id')::bigint,
       is_detached = (before ->> 'is_detached')::boolean,
       is_relation_moved = (before ->> 'is_relation_moved')::boolean,
       started_on = (before ->> 'started_on')::date, due_on = (before ->> 'due_on')::date,
       ended_on = (before ->> 'ended_on')::date, end_reason = before ->> 'end_reason',
       source_note = before ->> 'source_note',
       source_revision_id = (before ->> 'source_revision_id')::bigint,
       source_row = (before ->> 'source_row')::integer,
       before = nullif(before -> 'before', 'null')
  FROM roster_pair pair
 WHERE pair.posting_id = posting.id AND pair.wanted_id IS NULL AND NOT pair.is_ours
   AND posting.before IS NOT NULL AND posting.county_id = %(county)s
"""

UPDATE: Final = f"""
UPDATE villages_posting posting
   SET before = CASE WHEN {OURS} THEN posting.before
                     ELSE jsonb_build_object(
                         'role', posting.role, 'level', posting.level, 'rank', posting.rank,
                         'unit_id', posting.unit_id, 'is_detached', posting.is_detached,
                         'is_relation_moved', posting.is_relation_moved,
                         'started_on', posting.started_on, 'due_on', posting.due_on,
                         'ended_on', posting.ended_on, 'end_reason', posting.end_reason,
                         'source_note', posting.source_note,
                         'source_revision_id', posting.source_revision_id,
                         'source_row', posting.source_row, 'before', posting.before
                     ) END,
       role = wanted.role, level = wanted.level, rank = wanted.rank, unit_id = wanted.unit_id,
       is_detached = wanted.is_detached, is_relation_moved = wanted.is_relation_moved,
       started_on = wanted.started_on, due_on = wanted.due_on, ended_on = wanted.ended_on,
       end_reason = wanted.end_reason, source_revision_id = wanted.source_revision_id,
       source_row = wanted.source_row, source_note = wanted.source_note
  FROM roster_pair pair
  JOIN roster_wanted wanted ON wanted.id = pair.wanted_id
 WHERE pair.posting_id = posting.id
"""

INSERT: Final = """
INSERT INTO villages_posting
    (person_id, village_id, county_id, role, level, unit_id, rank, is_detached, is_relation_moved,
     started_on, due_on, ended_on, end_reason, source_revision_id, source_row, source_note)
SELECT person_id, village_id, %(county)s, role, level, unit_id, rank, is_detached,
       is_relation_moved, started_on, due_on, ended_on, end_reason, source_revision_id, source_row,
       source_note
  FROM roster_wanted wanted
 WHERE NOT EXISTS (SELECT 1 FROM roster_pair pair WHERE pair.wanted_id = wanted.id)
 ORDER BY id
"""
