"""Parts the statements share, in the order of finding.COLUMNS."""

from typing import Final


def cell(alias: str, field: str, value: str) -> str:
    """Return a side that is a cell of the row `alias`."""
    return f"{alias}.revision_id, {alias}.sheet_name, {alias}.row_no, '{field}', {value}"


def whole(alias: str, value: str) -> str:
    """Return a side that is a whole revision: something is not in it, or it is a count."""
    return f"{alias}.revision_id, ''::text, NULL::int, ''::text, {value}"


def stay(alias: str, value: str) -> str:
    """Return a side that is a stay of `recon_stay`: a roster's row, or a posting known before."""
    return f"{alias}.revision_id, {alias}.sheet_name, {alias}.row_no, 'person_name', {value}"


NOTHING: Final = "NULL::bigint, ''::text, NULL::int, ''::text, ''::text"
NO_FACT: Final = "''::text"


def fact(text: str) -> str:
    """Return a right side that no file states: the registry says `text`."""
    return f"{NOTHING}, {text}"


def span(alias: str) -> str:
    """Return a stay's dates in words."""
    return (
        f"{alias}.village_name || '（' || {alias}.started_on || '至'"
        f" || coalesce({alias}.ended_on::text, '今') || '）'"
    )


ACTIVE: Final = """
    line.arrived_on <= roster.last_day AND (line.left_on IS NULL OR line.left_on > roster.last_day)
"""

POOR_VILLAGES: Final = """
    SELECT DISTINCT ON (type.village_id) type.county_id, type.village_id, village.code,
           town.name || village.name AS name, type.kind, type.valid_from
      FROM villages_villagetype type
      JOIN villages_division village ON village.id = type.village_id
      JOIN villages_division town ON town.id = village.parent_id
"""
