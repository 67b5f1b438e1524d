"""Writes of the postings slice."""

import datetime as dt

from django.db.backends.utils import CursorWrapper

# A posting that lasts goes on in the village that succeeds its own; one that ended stays.
_FOLLOW = """
UPDATE villages_posting p SET village_id = d.id, county_id = d.county_id
FROM succession x JOIN villages_division d ON d.id = x.new_id AND d.county_id IS NOT NULL
WHERE x.old_id = p.village_id AND x.is_single AND (p.ended_on IS NULL OR p.ended_on > %(on)s)
"""
_MOVE = """
UPDATE villages_posting p SET county_id = d.county_id
FROM villages_division d
WHERE d.id = p.village_id AND d.valid_to IS NULL
  AND d.county_id IS NOT NULL AND d.county_id <> p.county_id
"""


def carry_postings(cursor: CursorWrapper, on: dt.date) -> int:
    """Let postings follow the villages that become others; a step of loading an edition."""
    cursor.execute(_FOLLOW, {"on": on})
    followed = int(cursor.rowcount)
    cursor.execute(_MOVE)
    return followed + int(cursor.rowcount)
