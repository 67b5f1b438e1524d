"""The cities' own offices (市本级): one beside the counties of each city, no row of any table.

Each is a function of its city's row: its name, its dates, what it was before and what became of
it. The same again changes nothing. ADR 0011 says what for.
"""

from django.db.backends.utils import CursorWrapper

# One whose city was respelled or has ended follows it.
FOLLOW = """
UPDATE villages_division own
SET name = city.name || '本级', short_name = city.name || '本级', initials = city.initials || 'bj',
    sort_key = city.sort_key, valid_to = city.valid_to
FROM villages_division city
WHERE city.id = own.parent_id AND own.kind = 'city_own'
  AND (own.name, own.valid_to) IS DISTINCT FROM (city.name || '本级', city.valid_to)
"""
# The row 90 of a province holds the counties the province runs; it has no offices.
BEGIN = """
WITH city AS (
    SELECT nextval(pg_get_serial_sequence('villages_division', 'id')) AS own_id, one.*
    FROM villages_division one
    WHERE one.level = 'city' AND one.kind = 'division' AND one.valid_to IS NULL
      AND one.code LIKE '____00000000' AND one.code NOT LIKE '__90%'
      AND NOT EXISTS (
          SELECT FROM villages_division own
          WHERE own.parent_id = one.id AND own.kind = 'city_own'
      )
    ORDER BY one.code
)
INSERT INTO villages_division (id, code, name, short_name, initials, sort_key, level, kind,
                               parent_id, county_id, valid_from, is_demo)
SELECT own_id, left(code, 4) || '99000000', name || '本级', name || '本级', initials || 'bj',
       sort_key, 'county', 'city_own', id, own_id, valid_from, is_demo
FROM city
"""
LINES = (
    """
    UPDATE villages_reportingline line SET valid_to = own.valid_to
    FROM villages_division own
    WHERE own.id = line.division_id AND own.kind = 'city_own'
      AND line.valid_to IS DISTINCT FROM own.valid_to
    """,
    """
    INSERT INTO villages_reportingline (division_id, parent_id, valid_from, valid_to)
    SELECT own.id, own.parent_id, own.valid_from, own.valid_to
    FROM villages_division own
    WHERE own.kind = 'city_own' AND NOT EXISTS (
        SELECT FROM villages_reportingline line WHERE line.division_id = own.id
    )
    """,
)
CHANGES = """
INSERT INTO villages_divisionchange (predecessor_id, successor_id, changed_on, change, document)
SELECT old.id, new.id, city.changed_on, city.change, city.document
FROM villages_divisionchange city
JOIN villages_division old ON old.parent_id = city.predecessor_id AND old.kind = 'city_own'
JOIN villages_division new ON new.parent_id = city.successor_id AND new.kind = 'city_own'
ON CONFLICT DO NOTHING
"""


def settle_city_own(cursor: CursorWrapper) -> int:
    """Bring the cities' own offices to the state of their cities; return how many rows changed."""
    changed = 0
    for statement in (FOLLOW, BEGIN, *LINES, CHANGES):
        cursor.execute(statement)
        changed += max(0, int(cursor.rowcount))
    return changed
