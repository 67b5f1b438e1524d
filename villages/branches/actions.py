"""Writes of the branches slice."""

import datetime as dt

from django.db.backends.utils import CursorWrapper

_CARRY = """
INSERT INTO villages_branch (village_id, county_id, name, form, secretary_name, secretary_source,
                             secretary_since, members_count, valid_from, source_revision_id,
                             source_row, source_note, before)
SELECT d.id, d.county_id, b.name, b.form, b.secretary_name, b.secretary_source, b.secretary_since,
       b.members_count, %(on)s, stays.revision_id, CASE WHEN stays.here THEN b.source_row END,
       b.source_note, CASE WHEN stays.here THEN b.before END
FROM villages_branch b
JOIN ended_branch e ON e.id = b.id
JOIN villages_division d ON d.id = e.new_id
CROSS JOIN LATERAL (
    SELECT d.county_id = b.county_id AS here,
           CASE WHEN d.county_id = b.county_id THEN b.source_revision_id END AS revision_id
) stays
"""
_ENDED = """
CREATE TEMP TABLE ended_branch ON COMMIT DROP AS
SELECT b.id, x.new_id
FROM villages_branch b
JOIN succession x ON x.old_id = b.village_id AND x.is_single
JOIN villages_division d ON d.id = x.new_id AND d.county_id IS NOT NULL
WHERE b.valid_to IS NULL AND b.valid_from < %(on)s
  AND NOT EXISTS (
      SELECT FROM villages_branch o WHERE o.village_id = x.new_id AND o.valid_to IS NULL
  )
"""
_END = """
UPDATE villages_branch SET valid_to = %(on)s WHERE id IN (SELECT id FROM ended_branch)
"""
_MOVE = """
UPDATE villages_branch b SET county_id = d.county_id
FROM villages_division d
WHERE d.id = b.village_id AND d.valid_to IS NULL AND b.valid_to IS NULL
  AND d.county_id IS NOT NULL AND d.county_id <> b.county_id
"""


def carry_branches(cursor: CursorWrapper, on: dt.date) -> int:
    """Let branches go on in the villages that succeed theirs; a step of loading an edition."""
    cursor.execute("DROP TABLE IF EXISTS pg_temp.ended_branch")
    cursor.execute(_ENDED, {"on": on})
    cursor.execute(_END, {"on": on})
    cursor.execute(_CARRY, {"on": on})
    carried = int(cursor.rowcount)
    cursor.execute(_MOVE)
    return carried + int(cursor.rowcount)
