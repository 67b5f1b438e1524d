"""The SQL of the projection of T4 onto cases and types of villages."""

from typing import Final

from accountability.rectification.rules.cases import WAITING, Group, Order
from accountability.rectification.rules.leading import ORGANIZER, SECRETARY, Breach
from accountability.rectification.rules.stages import (
    ACCEPTED,
    BEFORE_OPENING,
    BEFORE_PLAN,
    CLOSED,
    DONE,
    FOUR_ONES,
    OVER,
    REOPENED,
    WITHDRAWN,
)
from accountability.rectification.rules.standing import failed, listed, relapsed, standing
from villages.places.queries import HEIRS

# Two acceptances of one county follow each other.
LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('weak cases'), %(county)s::int)"

_CHOSEN: Final = """
chosen AS (
    SELECT pointer.revision_id, task.period,
           to_date(task.period || '-01', 'YYYY-MM-DD') AS first_day,
           (to_date(task.period || '-01', 'YYYY-MM-DD') + interval '1 month - 1 day')::date
               AS last_day
      FROM accountability_pointer pointer
      JOIN accountability_submission submission ON submission.id = pointer.submission_id
      JOIN accountability_collectiontask task ON task.id = submission.task_id
     WHERE pointer.closed_at IS NULL AND task.sheet_code = 'T4'
       AND pointer.county_id = %(county)s
)
"""

# One line a village and month, by the village as it is called today; a case goes on in the
# village that followed (villages.places.queries).
_TOLD: Final = f"""
heirs AS MATERIALIZED ({HEIRS}),
told AS (
    SELECT DISTINCT ON (place, chosen.period) line.*, chosen.period, chosen.first_day,
           chosen.last_day,
           coalesce((SELECT heirs.heir_id FROM heirs WHERE heirs.id = line.village_id
                      ORDER BY heirs.step DESC LIMIT 1), line.village_id) AS place
      FROM accountability_weakcaserow line
      JOIN chosen ON chosen.revision_id = line.revision_id
     WHERE line.revision_id = ANY (ARRAY(SELECT revision_id FROM chosen))
       AND line.village_id IS NOT NULL AND line.stage <> ''
     ORDER BY place, chosen.period, line.row_no
),
marked AS (
    SELECT told.*, lag(stage) OVER (PARTITION BY place ORDER BY period) AS was FROM told
),
numbered AS (
    SELECT marked.*, sum(CASE WHEN was IS NULL OR stage = '{REOPENED}' AND was <> '{REOPENED}'
                                   OR was IN {listed(OVER)} AND stage <> was THEN 1 ELSE 0 END)
           OVER (PARTITION BY place ORDER BY period)::int AS round
      FROM marked
)
"""

_ROUNDS: Final = f"""
spans AS (
    SELECT place, round, min(period) AS first_period, min(first_day) AS first_day,
           array_agg(DISTINCT village_id) AS ids, bool_or(stage = '{REOPENED}') AS is_again,
           min(last_day) FILTER (WHERE stage IN {listed(OVER)}) AS closed_on,
           coalesce(max(relapses_count), 0) AS relapses
      FROM numbered GROUP BY place, round
),
latest AS (
    SELECT DISTINCT ON (place, round) * FROM numbered ORDER BY place, round, period DESC
),
joined AS (
    SELECT latest.*, spans.first_period, spans.first_day AS began, spans.is_again,
           spans.closed_on, spans.relapses,
           ARRAY(SELECT DISTINCT unnest(spans.ids || latest.place)) AS village_ids,
           lag(latest.opened_on) OVER every AS opened_before,
           lead(latest.round) OVER every IS NULL AS is_last
      FROM latest JOIN spans USING (place, round)
    WINDOW every AS (PARTITION BY place ORDER BY round)
)
"""

_JUDGED: Final = f"""
judged AS (
    SELECT joined.*,
           CASE WHEN NOT is_last THEN stage
                ELSE {standing("joined", "'infinity'", "= ANY (joined.village_ids)")}
           END AS standing,
           CASE WHEN NOT is_last THEN ''
                WHEN {relapsed("joined", "= ANY (joined.village_ids)", "'infinity'")}
                THEN '{Order.RELAPSED}'
                WHEN {failed("joined", "= ANY (joined.village_ids)", "'infinity'")}
                THEN '{Order.OVERTURNED}' ELSE '' END AS sent_back
      FROM joined
)
"""

# Of a township's cases from the plan on the hardest is led by its secretary (F-07).
_LED: Final = f"""
hard AS (
    SELECT judged.*, place.parent_id AS township,
           is_last AND standing NOT IN {listed(BEFORE_PLAN | OVER | ACCEPTED)} AS counts
      FROM judged JOIN villages_division place ON place.id = judged.place
),
ranked AS (
    SELECT hard.*, counts AND difficulty = max(difficulty) FILTER (WHERE counts)
           OVER (PARTITION BY township) AS is_top
      FROM hard
),
led AS (
    SELECT ranked.*, bool_or(is_top AND township_leader_post ~ '{SECRETARY.pattern}')
           OVER (PARTITION BY township) AS is_led
      FROM ranked
)
"""

_MISSING: Final = " || ".join(
    f"CASE WHEN {name} = '' THEN ARRAY['{label}'] ELSE '{{}}' END" for name, label in FOUR_ONES
)

# A round reported with the opening day of the one before began with the month that says so.
WANTED: Final = f"""
CREATE TEMPORARY TABLE weak_wanted ON COMMIT DROP AS
WITH {_CHOSEN}, {_TOLD}, {_ROUNDS}, {_JUDGED}, {_LED}
SELECT place AS village_id, village_ids, round, first_period, period, stage, standing, sent_back,
       is_again, is_last, last_day, (SELECT max(last_day) FROM chosen) AS told_until,
       closed_on, relapses, opened_on, planned_on, finished_on,
       verified_on, tracked_until, coalesce(weak_types, '{{}}') AS weak_types, difficulty,
       is_hardest,
       county_leader, county_leader_post, township_leader, township_leader_post,
       (SELECT count(*) FROM unnest(step_states) AS state WHERE state = '{DONE}') AS steps_done,
       ({_MISSING})::varchar[] AS missing_ones,
       (CASE WHEN is_last AND is_hardest AND standing NOT IN {listed(OVER | ACCEPTED)}
                  AND county_leader_post !~ '{ORGANIZER.pattern}'
             THEN ARRAY['{Breach.ORGANIZER}'] ELSE '{{}}' END
        || CASE WHEN is_top AND NOT is_led
                THEN ARRAY['{Breach.SECRETARY}'] ELSE '{{}}' END)::varchar[] AS breaches,
       revision_id, sheet_name, row_no,
       CASE WHEN round = 1 THEN least(coalesce(opened_on, began), began)
            WHEN opened_on > opened_before THEN least(opened_on, began) ELSE began END AS began_on,
       CASE WHEN stage IN {listed(BEFORE_OPENING - {WITHDRAWN})} THEN NULL
            WHEN round = 1 OR opened_on > opened_before THEN opened_on ELSE began END AS weak_from
  FROM led
"""

DROP: Final = "DROP TABLE IF EXISTS pg_temp.weak_wanted"

GONE: Final = """
DELETE FROM accountability_weakcase old
 WHERE old.county_id = %(county)s AND NOT EXISTS (
        SELECT 1 FROM weak_wanted wanted
         WHERE wanted.village_id = old.village_id AND wanted.began_on = old.began_on
   )
"""

GROUP: Final = f"""
CASE WHEN NOT is_last THEN '{Group.PAST}'
     WHEN standing = '{WITHDRAWN}' THEN '{Group.DROPPED}'
     WHEN standing = '{CLOSED}' THEN '{Group.CLOSED}'
     WHEN standing IN {listed(ACCEPTED)} THEN '{Group.TRACKED}'
     WHEN standing IN {listed(BEFORE_OPENING)} THEN '{Group.LISTED}'
     WHEN is_again OR standing = '{REOPENED}' THEN '{Group.BACK}'
     WHEN standing IN {listed(WAITING)} THEN '{Group.WAITING}'
     ELSE '{Group.MENDING}' END
"""

_ORDERED_ON: Final = f"""
CASE sent_back
     WHEN '{Order.RELAPSED}' THEN (
        SELECT max(back.found_on) FROM accountability_relapse back
         WHERE back.village_id = ANY (village_ids))
     WHEN '{Order.OVERTURNED}' THEN (
        SELECT max(bad.checked_on) FROM accountability_recheck bad
         WHERE bad.village_id = ANY (village_ids) AND bad.result = 'failed')
END
"""

_FIELDS: Final = (
    "village_ids", "round", "first_period", "period", "stage", "standing", "weak_types",
    "difficulty", "is_hardest", "missing_ones", "breaches", "county_leader", "county_leader_post",
    "township_leader", "township_leader_post", "steps_done", "opened_on", "planned_on",
    "finished_on", "verified_on", "tracked_until", "closed_on", "relapses", "told_until",
)  # fmt: skip
_NAMED: Final = (*_FIELDS, "group", "order", "ordered_on", "source_revision_id", "source_sheet",
                 "source_row")  # fmt: skip

KEEP: Final = f"""
INSERT INTO accountability_weakcase
       (county_id, village_id, began_on, {", ".join(f'"{name}"' for name in _NAMED)})
SELECT %(county)s, village_id, began_on, {", ".join(f'"{name}"' for name in _FIELDS)},
       {GROUP}, sent_back, {_ORDERED_ON}, revision_id, sheet_name, row_no
  FROM weak_wanted
    ON CONFLICT (village_id, began_on) DO UPDATE
   SET county_id = excluded.county_id,
       {", ".join(f'"{name}" = excluded."{name}"' for name in _NAMED)}
"""

LINK: Final = """
UPDATE accountability_weakcase one
   SET previous_id = (
        SELECT earlier.id FROM accountability_weakcase earlier
         WHERE earlier.village_id = one.village_id AND earlier.round = one.round - 1
           AND earlier.county_id = %(county)s)
 WHERE one.county_id = %(county)s
"""

# The types. What a ledger of this county brought goes, what stood before comes back ...
TAKE_BACK: Final = """
DELETE FROM villages_villagetype type USING accountability_revision revision
 WHERE revision.id = type.source_revision_id AND revision.county_id = %(county)s
   AND type.kind = 'weak'
"""
# What stood of a village that has become another goes on in that one.
RESTORE: Final = f"""
WITH heirs AS MATERIALIZED ({HEIRS}),
back AS (
    DELETE FROM accountability_heldtype held WHERE held.county_id = %(county)s RETURNING held.*
),
stood AS (
    SELECT back.id, back.village_id, back.valid_from, back.valid_to, back.source FROM back
     UNION ALL
    SELECT back.id, heirs.heir_id, heirs.changed_on, back.valid_to, back.source
      FROM back JOIN heirs ON heirs.id = back.village_id
       AND (back.valid_to IS NULL OR back.valid_to > heirs.changed_on)
)
INSERT INTO villages_villagetype (village_id, county_id, kind, valid_from, valid_to, source)
SELECT stood.village_id, place.county_id, 'weak', stood.valid_from,
       least(stood.valid_to, place.valid_to), stood.source
  FROM stood JOIN villages_division place ON place.id = stood.village_id
 ORDER BY stood.id
    ON CONFLICT DO NOTHING
"""

# ... and is held again where the ledgers say from when to when the village is weak.
HOLD: Final = """
WITH spoken AS (
    SELECT unnest(village_ids) AS village_id, min(weak_from) AS since
      FROM weak_wanted WHERE weak_from IS NOT NULL GROUP BY 1
),
taken AS (
    DELETE FROM villages_villagetype type USING spoken
     WHERE spoken.village_id = type.village_id AND type.kind = 'weak'
       AND type.source_revision_id IS NULL
       AND (type.valid_to IS NULL OR type.valid_to > spoken.since)
    RETURNING type.*
)
INSERT INTO accountability_heldtype (village_id, county_id, valid_from, valid_to, source)
SELECT village_id, %(county)s, valid_from, valid_to, source FROM taken ORDER BY id
"""

# Until the acceptance that stands; each division a village has been has its own part.
TYPES: Final = f"""
WITH spans AS (
    SELECT wanted.*, least(
               CASE WHEN standing IN {listed(ACCEPTED)}
                    THEN coalesce(verified_on, finished_on, last_day)
                    WHEN standing = '{WITHDRAWN}' THEN last_day END,
               lead(weak_from) OVER (PARTITION BY village_id ORDER BY round)
           ) AS weak_to
      FROM weak_wanted wanted WHERE weak_from IS NOT NULL
),
parts AS (
    SELECT spans.*, place.id AS place_id, place.county_id,
           CASE WHEN row_number() OVER (
                    PARTITION BY spans.village_id, round ORDER BY place.valid_from, place.id) = 1
                THEN weak_from ELSE greatest(weak_from, place.valid_from) END AS since,
           least(weak_to, place.valid_to) AS until
      FROM spans JOIN villages_division place ON place.id = ANY (village_ids)
)
INSERT INTO villages_villagetype
       (village_id, county_id, kind, valid_from, valid_to, source, source_revision_id, source_row)
SELECT place_id, county_id, 'weak', since, until, '整顿台账 ' || period, revision_id, row_no
  FROM parts WHERE until IS NULL OR until > since
    ON CONFLICT DO NOTHING
"""

ALL: Final = (
    LOCK, TAKE_BACK, RESTORE, DROP, WANTED, GONE, KEEP, LINK, HOLD, TYPES, DROP,
)  # fmt: skip
