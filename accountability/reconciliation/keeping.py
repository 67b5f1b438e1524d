"""From hits to records: the same contradiction is the same record, what is gone is cleared."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from accountability.reconciliation.checks import RULES

LOCK_SPACE: Final = 0x7265636F  # "reco"


@dataclass(frozen=True)
class Kept:
    """What a run changed."""

    found: int
    fresh: int
    reopened: int
    cleared: int


def keep(
    cursor: CursorWrapper, values: dict[str, Any], rules: Sequence[str], at: dt.datetime
) -> Kept:
    """Bring the records of these rules up to date with `recon_hit`; four statements."""
    given = {
        **values,
        "rules": list(rules),
        "known": list(RULES),
        "at": at,
        "today": timezone.localdate(at),
        "space": LOCK_SPACE,
    }
    cursor.execute(_ALONE if values["county"] is None else _BESIDE_OTHERS, given)
    cursor.execute(_SIGN)
    cursor.execute("SELECT count(*) FROM recon_hit")
    found = int(cursor.fetchone()[0])
    cursor.execute(_REOPEN, given)
    reopened = cursor.rowcount
    cursor.execute(_UPDATE, given)
    cursor.execute(_INSERT, given)
    fresh = cursor.rowcount
    cursor.execute(_CLEAR, given)
    return Kept(found, fresh, reopened, cursor.rowcount)


# A run of the whole province waits for those of single counties and keeps them waiting; what two
# of them would otherwise write across each other cannot lock them against each other.
_ALONE: Final = "SELECT pg_advisory_xact_lock(%(space)s)"
_BESIDE_OTHERS: Final = """
SELECT pg_advisory_xact_lock_shared(%(space)s),
       pg_advisory_xact_lock(%(space)s::int, %(county)s::int)
"""

# One hit a key: where a rule finds the same twice the first by row stands. Signed are both values.
_SIGN: Final = """
DELETE FROM recon_hit hit USING (
    SELECT ctid, row_number() OVER (
               PARTITION BY rule, county_id, key ORDER BY left_revision_id DESC, left_row, right_row
           ) AS place FROM recon_hit
) ranked
 WHERE ranked.ctid = hit.ctid AND ranked.place > 1;
ALTER TABLE recon_hit ADD COLUMN signature text;
UPDATE recon_hit SET signature = md5(concat_ws('|', left_value, right_value, right_fact));
CREATE INDEX ON recon_hit (county_id, rule, key);
ANALYZE recon_hit
"""

_SAME: Final = "hit.rule = old.rule AND hit.county_id = old.county_id AND hit.key = old.key"

# Both right and nothing changed since, in force: it stays silent.
SILENT: Final = """
EXISTS (
    SELECT 1 FROM (
        SELECT ruling.* FROM accountability_ruling ruling
         WHERE ruling.contradiction_id = old.id ORDER BY ruling.at DESC, ruling.id DESC LIMIT 1
    ) last
     WHERE last.verdict = 'both' AND last.signature = hit.signature
       AND (last.expires_on IS NULL OR last.expires_on > %(today)s)
)
"""

_REOPEN: Final = f"""
UPDATE accountability_contradiction old
   SET state = 'open', cleared_by = '', cleared_at = NULL, correct_counties = '{{}}'
  FROM recon_hit hit
 WHERE {_SAME} AND old.state = 'cleared' AND NOT {SILENT}
"""

_SIDES: Final = (
    "village_id", "period", "subject", "sentence", "remedy", "left_revision_id", "left_sheet_name",
    "left_row", "left_field", "left_value", "right_county_id", "right_revision_id",
    "right_sheet_name", "right_row", "right_field", "right_value", "right_fact", "signature",
)  # fmt: skip
_LONGEST: Final = {
    "subject": 160, "sentence": 400, "remedy": 300, "left_value": 300, "right_value": 300,
    "right_fact": 300,
}  # fmt: skip


def _taken(name: str) -> str:
    """Return how a column is taken over from a hit."""
    if name in _LONGEST:
        return f"left(coalesce(hit.{name}, ''), {_LONGEST[name]})"
    return f"coalesce(hit.{name}, '')" if name in _TEXTS else f"hit.{name}"


_TEXTS: Final = frozenset(
    {
        "period", "left_sheet_name", "left_field", "right_sheet_name", "right_field"
    }
)  # fmt: skip
_UPDATE: Final = f"""
UPDATE accountability_contradiction old
   SET last_seen_at = %(at)s, {", ".join(f"{name} = {_taken(name)}" for name in _SIDES)}
  FROM recon_hit hit WHERE {_SAME}
"""

_INSERT: Final = f"""
INSERT INTO accountability_contradiction
    (rule, county_id, key, state, cleared_by, first_seen_at, last_seen_at, correct_counties,
     explanation, {", ".join(_SIDES)})
SELECT hit.rule, hit.county_id, hit.key, 'open', '', %(at)s, %(at)s, '{{}}', '',
       {", ".join(map(_taken, _SIDES))}
  FROM recon_hit hit
 WHERE NOT EXISTS (SELECT 1 FROM accountability_contradiction old WHERE {_SAME})
ON CONFLICT (rule, county_id, key) DO NOTHING
"""

# What a run of its rule no longer finds agrees now; what lies in a period that the run no longer
# reads, or under a rule no longer in force, has expired.
_CLEAR: Final = f"""
UPDATE accountability_contradiction old
   SET state = 'cleared', cleared_at = %(at)s, correct_counties = '{{}}',
       cleared_by = CASE WHEN old.rule = ANY (%(rules)s) AND (old.period = '' OR EXISTS (
                             SELECT 1 FROM recon_chosen chosen
                              WHERE chosen.county_id = old.county_id
                                AND chosen.period = old.period)) THEN 'mended' ELSE 'expired' END
 WHERE old.state IN ('open', 'correcting')
   AND (%(county)s IS NULL OR old.county_id = %(county)s)
   AND (old.rule = ANY (%(rules)s) OR NOT old.rule = ANY (%(known)s))
   AND NOT EXISTS (SELECT 1 FROM recon_hit hit WHERE {_SAME})
"""
