"""Relations that several indicators count from, as SQL."""

from typing import Final

POOR_VILLAGES: Final = """
    SELECT DISTINCT type.county_id, type.village_id
    FROM villages_villagetype AS type
    JOIN reported ON reported.county_id = type.county_id
    WHERE type.kind IN ('poor', 'deep') AND type.valid_from <= %(last)s
      AND (type.valid_to IS NULL OR type.valid_to > %(last)s)
"""

VILLAGES: Final = """
    SELECT village.county_id, village.id AS village_id, village.name, village.code, town.id AS town,
           coalesce(town.name, '') || village.name AS label
    FROM villages_division AS village
    JOIN reported ON reported.county_id = village.county_id
    LEFT JOIN villages_division AS town ON town.id = village.parent_id
    WHERE village.level = 'village' AND village.kind = 'division'
      AND village.valid_from <= %(last)s
      AND (village.valid_to IS NULL OR village.valid_to > %(last)s)
"""


def lines(table: str, sheet: str) -> str:
    """Return the FROM clause of a sheet's current rows: `line` beside its `current`."""
    return (
        f"current JOIN accountability_{table} AS line"
        f" ON line.revision_id = current.revision_id AND current.sheet = '{sheet}'"
    )


def newest(column: str) -> str:
    """Return the column of the newest of the rows grouped: where a reader looks first."""
    order = "ORDER BY current.last_day DESC, line.row_no"
    return f"(array_agg(line.{column} {order}))[1] AS {column}"
