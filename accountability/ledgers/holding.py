"""The posts of heads as a county's T14 revisions tell them, in SQL: who held which, and when none.

The offices of a village are another matter (`projection.branches`): T8 tells of them as well.

A later period's word replaces an earlier one's on the same tenure (the same holder of a post in
days that overlap, or the same first day: a name put right) and on the same vacancy. Both the
projection and the check that comes before acceptance read the county through this one fold. It
sorts instead of comparing pairs: of rows written a moment ago the planner knows nothing.
"""

from typing import Final

from accountability.ledgers.rules.posts import REGISTERED

CURRENT_POSTS: Final = """
chosen AS (
    SELECT pointer.revision_id, task.period
      FROM accountability_pointer pointer
      JOIN accountability_submission submission ON submission.id = pointer.submission_id
      JOIN accountability_collectiontask task ON task.id = submission.task_id
     WHERE pointer.closed_at IS NULL AND task.sheet_code = 'T14'
       AND pointer.county_id = %(county)s
)
"""

# The same, with the staged revision in the place of its submission's current one.
POSTS_AS_IF_ACCEPTED: Final = """
chosen AS (
    SELECT pointer.revision_id, task.period
      FROM accountability_pointer pointer
      JOIN accountability_submission submission ON submission.id = pointer.submission_id
      JOIN accountability_collectiontask task ON task.id = submission.task_id
     WHERE pointer.closed_at IS NULL AND task.sheet_code = 'T14'
       AND pointer.county_id = %(county)s AND pointer.submission_id <> %(submission)s
     UNION ALL
    SELECT %(revision)s, %(period)s
)
"""

_WORDS: Final = ", ".join(f"('{word}', '{code}')" for word, code in REGISTERED.items())

# An open vacancy is known to have lasted until the end of the month that tells of it.
_KNOWN_EMPTY: Final = """
daterange(vacant_from, coalesce(vacant_to + 1, greatest(
    vacant_from + 1, (to_date(period, 'YYYY-MM') + interval '1 month')::date)))
"""

HOLDING: Final = f"""
stated AS (
    SELECT line.id, line.revision_id, line.sheet_name, line.row_no, chosen.period,
           line.division_id, titles.code AS title, line.division_name, line.post_title,
           line.person_name, line.started_on, line.ended_on, line.vacant_from, line.vacant_to
      FROM accountability_postrow line
      JOIN chosen ON chosen.revision_id = line.revision_id
      JOIN (VALUES {_WORDS}) AS titles (word, code) ON titles.word = line.post_title
      JOIN villages_division place ON place.id = line.division_id
           AND place.county_id = %(county)s
     WHERE line.revision_id = ANY (ARRAY(SELECT revision_id FROM chosen))
),
told AS (
    SELECT stated.*,
           row_number() OVER (
               PARTITION BY division_id, title, started_on ORDER BY period DESC, id DESC
           ) AS place,
           range_agg(daterange(started_on, ended_on)) OVER (
               PARTITION BY division_id, title, person_name ORDER BY period DESC, id DESC
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS later
      FROM stated
     WHERE person_name <> '' AND started_on IS NOT NULL
       AND (ended_on IS NULL OR ended_on > started_on)
),
held AS (
    SELECT * FROM told
     WHERE place = 1 AND (later IS NULL OR NOT later && daterange(started_on, ended_on))
),
told_empty AS (
    SELECT stated.*, range_agg({_KNOWN_EMPTY}) OVER (
               PARTITION BY division_id, title ORDER BY period DESC, id DESC
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS later
      FROM stated
     WHERE vacant_from IS NOT NULL AND (vacant_to IS NULL OR vacant_to >= vacant_from)
),
empty AS (
    SELECT * FROM told_empty WHERE later IS NULL OR NOT later && {_KNOWN_EMPTY}
)
"""  # noqa: S608 - our own words

# A tenure and another of the same post in the same days; a vacancy and a tenure told before it
# that has no end yet. What is told later of a tenure ends a vacancy without a word.
HOLDING_CLASHES: Final = """
clashes AS (
    SELECT one.revision_id, one.sheet_name, one.row_no, one.division_name, one.post_title,
           one.person_name, one.started_on AS begins, 'started_on' AS field,
           other.revision_id AS other_revision_id, other.row_no AS other_row_no,
           other.period AS other_period, other.person_name AS other_name,
           other.started_on AS other_started_on, other.ended_on AS other_ended_on
      FROM held one
      JOIN held other ON other.division_id = one.division_id AND other.title = one.title
           AND other.id <> one.id
           AND daterange(other.started_on, other.ended_on)
               && daterange(one.started_on, one.ended_on)
     UNION ALL
    SELECT one.revision_id, one.sheet_name, one.row_no, one.division_name, one.post_title,
           '', one.vacant_from, 'vacant_from', other.revision_id, other.row_no, other.period,
           other.person_name, other.started_on, other.ended_on
      FROM empty one
      JOIN held other ON other.division_id = one.division_id AND other.title = one.title
           AND other.started_on < one.vacant_from AND other.period <= one.period
           AND (other.ended_on IS NULL OR other.ended_on > one.vacant_from)
)
"""
