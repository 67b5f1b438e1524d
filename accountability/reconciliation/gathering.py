"""The ground of a run: which revisions count, and the stays the rosters among them tell.

Two temporary tables that the rules' statements read:
`recon_chosen`: county_id, submission_id, revision_id, sheet, period, first_day, last_day, is_latest
(the newest of its sheet in its county). A staged revision stands in the place of its submission's
current one, and nothing later than its period counts.
`recon_stay`: who is posted where from when to when, each with the roster's row that says so; no
row where the registry knew it before any roster.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from accountability.intake.hooks import Staged
from accountability.intake.models import Pointer
from accountability.intake.rules import Period
from accountability.ledgers.folding import AS_IF_ACCEPTED, FOLD
from accountability.parameters.queries import parameters_on
from villages.postings.rules import ruleset_on

WINDOW_DAYS: Final = 400
ROSTER: Final = "T1"
PARAMETERS: Final = ("claim_high", "recheck_low", "recheck_least")


@dataclass(frozen=True)
class Ground:
    """Which revisions a run compares: of every county, of one, or with one staged in its place."""

    county_id: int | None = None
    staged: Staged | None = None

    def parameters(self) -> dict[str, Any]:
        """Return what the statements may name."""
        periods = {str(one): one for one in _periods(self)}
        newest = max((one.last_day for one in periods.values()), default=timezone.localdate())
        staged = self.staged
        until = staged.period.last_day if staged else newest
        known = parameters_on(until)
        return {
            "county": staged.county_id if staged else self.county_id,
            "revision": staged.revision_id if staged else None,
            "submission": staged.submission_id if staged else None,
            "sheet": staged.sheet_code if staged else None,
            "period": str(staged.period) if staged else None,
            "first": staged.period.first_day if staged else None,
            "last": until,
            "team_least": ruleset_on(until).team_least,
            **{code: known.number(code) for code in PARAMETERS},
            "window": WINDOW_DAYS,
            "periods": json.dumps(
                [
                    {"period": text, "first_day": str(one.first_day), "last_day": str(one.last_day)}
                    for text, one in periods.items()
                ]
            ),
        }


def _periods(ground: Ground) -> list[Period]:
    """Return the periods of what is current: a task asked for ahead moves no window."""
    current = Pointer.objects.current().order_by()
    if county := ground.county_id or (ground.staged and ground.staged.county_id):
        current = current.filter(county_id=county)
    asked = current.values_list("submission__task__period", flat=True).distinct()
    return [*map(Period.parse, asked), *([ground.staged.period] if ground.staged else [])]


@contextmanager
def chosen(ground: Ground) -> Iterator[tuple[CursorWrapper, dict[str, Any]]]:
    """Prepare `recon_chosen` alone, hand on a cursor and the parameters, and drop it."""
    values = ground.parameters()
    with connection.cursor() as cursor:
        cursor.execute(_CHOSEN, values)
        cursor.execute("ANALYZE recon_chosen")
        yield cursor, values
        cursor.execute("DROP TABLE recon_chosen")


@contextmanager
def gathered(ground: Ground) -> Iterator[tuple[CursorWrapper, dict[str, Any]]]:
    """Prepare both tables, hand on a cursor and the parameters, and drop them."""
    is_roster = ground.staged is not None and ground.staged.sheet_code == ROSTER
    with chosen(ground) as (cursor, values):
        cursor.execute(_STAYS_STAGED if is_roster else _STAYS, values)
        cursor.execute(_INDEXES)
        yield cursor, values
        cursor.execute("DROP TABLE recon_stay")


_CHOSEN: Final = """
CREATE TEMPORARY TABLE recon_chosen ON COMMIT DROP AS
WITH listed AS (
    SELECT pointer.county_id, pointer.submission_id, pointer.revision_id,
           task.sheet_code AS sheet, task.period
      FROM accountability_pointer pointer
      JOIN accountability_submission submission ON submission.id = pointer.submission_id
      JOIN accountability_collectiontask task ON task.id = submission.task_id
     WHERE pointer.closed_at IS NULL
       AND (%(county)s IS NULL OR pointer.county_id = %(county)s)
       AND pointer.submission_id IS DISTINCT FROM %(submission)s
     UNION ALL
    SELECT %(county)s, %(submission)s, %(revision)s, %(sheet)s, %(period)s
     WHERE %(revision)s IS NOT NULL
),
dated AS (
    SELECT listed.*, days.first_day, days.last_day
      FROM listed
      JOIN jsonb_to_recordset(%(periods)s::jsonb)
           AS days(period text, first_day date, last_day date) ON days.period = listed.period
     WHERE days.first_day <= %(last)s AND days.last_day > %(last)s::date - %(window)s::int
),
ranked AS (
    SELECT dated.*, row_number() OVER (
               PARTITION BY county_id, sheet ORDER BY last_day DESC) = 1 AS is_latest
      FROM dated
)
SELECT county_id::bigint, submission_id::bigint, revision_id::bigint, sheet::text, period::text,
       first_day, last_day, is_latest
  FROM ranked
 WHERE %(revision)s IS NULL OR is_latest OR sheet = %(sheet)s
       OR (first_day >= %(first)s AND last_day <= %(last)s)
"""

_INDEXES: Final = """
CREATE INDEX ON recon_stay (person_id, village_id);
CREATE INDEX ON recon_stay (print);
CREATE INDEX ON recon_stay (county_id);
ANALYZE recon_stay
"""

_STAYS: Final = """
CREATE TEMPORARY TABLE recon_stay ON COMMIT DROP AS
SELECT posting.county_id, posting.village_id, village.name AS village_name, posting.person_id,
       person.name AS person_name, person.id_fingerprint AS print,
       posting.role = 'first_secretary' AS is_first, posting.started_on, posting.ended_on,
       posting.end_reason = 'recalled' AS is_recalled,
       line.revision_id, coalesce(line.sheet_name, '') AS sheet_name, line.row_no,
       source.period
  FROM villages_posting posting
  JOIN villages_person person ON person.id = posting.person_id
  JOIN villages_division village ON village.id = posting.village_id
  LEFT JOIN accountability_rosterrow line ON line.revision_id = posting.source_revision_id
       AND line.row_no = posting.source_row AND line.id_fingerprint = person.id_fingerprint
  LEFT JOIN accountability_revision source ON source.id = line.revision_id
 WHERE %(county)s IS NULL OR posting.county_id = %(county)s
"""

_STAYS_STAGED: Final = f"""
CREATE TEMPORARY TABLE recon_stay ON COMMIT DROP AS
WITH {AS_IF_ACCEPTED}, {FOLD}
SELECT %(county)s::bigint AS county_id, whole.village_id, whole.village_name,
       person.id AS person_id, whole.person_name, whole.print, whole.is_first,
       whole.started_on, whole.ended_on, whole.is_recalled,
       whole.revision_id, coalesce(whole.sheet_name, '') AS sheet_name, whole.row_no, chosen.period
  FROM whole
  LEFT JOIN chosen ON chosen.revision_id = whole.revision_id
  LEFT JOIN villages_person person ON person.id_fingerprint = whole.print
"""
