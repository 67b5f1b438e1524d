"""References of sheet rows, checked once a statement instead of once a row.

Source: docs/decisions/0009-references-of-rows-by-statement.md.
"""

from typing import Any

import pgtrigger


class CheckReferences(pgtrigger.Trigger):
    """Refuses new rows that name a revision or a division that does not exist.

    The revision comes after its rows, so the one row the trigger writes for it carries the
    reference until the commit. Foreign keys with a constraint of their own are left to it.
    """

    name = "references"
    when = pgtrigger.After
    level = pgtrigger.Statement
    operation = pgtrigger.Insert
    referencing = pgtrigger.Referencing(new="fresh")  # type: ignore[no-untyped-call]

    def get_func(self, model: Any) -> str:
        """Return the trigger's body for the table of `model`."""
        checks = [
            _CHECK.format(column=field.column, parent=field.related_model._meta.db_table)
            for field in model._meta.concrete_fields
            if field.many_to_one and not field.db_constraint and field.name not in _SHARED
        ]
        return " ".join([_SHARE, *checks, "RETURN NULL;"])


_SHARED = ("revision", "county")
_SHARE = (
    "INSERT INTO accountability_rowset (revision_id, county_id)"
    " SELECT DISTINCT revision_id, county_id FROM fresh ON CONFLICT DO NOTHING;"
)
_CHECK = (
    "IF EXISTS (SELECT FROM (SELECT DISTINCT {column} AS id FROM fresh) AS named"
    " WHERE id IS NOT NULL AND NOT EXISTS (SELECT FROM {parent} AS parent"
    " WHERE parent.id = named.id)) THEN RAISE foreign_key_violation"
    " USING MESSAGE = '{column} names no row of {parent}'; END IF;"
)
