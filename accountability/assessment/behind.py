"""What lies behind a figure: the things, and in each its row and cell, that were counted.

The same statement as rollup.py, selected to list instead of to sum, and read from the revisions
the figure was computed from: a document of March leads to the rows of March for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from accountability.assessment.indicators import Direction, Indicator
from accountability.assessment.rollup import given_to
from accountability.intake.models import Revision
from accountability.intake.rules import Period

_LIST: Final = """
WITH current AS (
    SELECT %(county)s::bigint AS county_id, known.*, known.period = %(period)s AS is_own
    FROM unnest(%(revisions)s::bigint[], %(sheets)s::text[], %(periods)s::text[], %(lasts)s::date[])
        AS known(revision_id, sheet, period, last_day)
),
reported AS (SELECT %(county)s::bigint AS county_id)
SELECT label, met, weight, coalesce(part, ''), coalesce(why, ''), row_no,
       coalesce(sheet_name, ''), revision_id, %(field)s
FROM ({things}) AS thing
ORDER BY weight = 0, (met = weight) <> %(is_met_first)s, label, row_no
"""


@dataclass(frozen=True)
class Counted:
    """One thing a figure counted, why, and its row where a file says it.

    Shapes: `met` of `weight` went into the numerator; a thing of weight 0 is told, not counted.
    `subject_id` is the row of the portal itself that says it.
    """

    label: str
    met: int
    weight: int
    part: str
    why: str
    row_no: int | None
    sheet_name: str
    revision_id: int | None
    field: str
    subject_id: int | None = None

    @property
    def in_numerator(self) -> bool:
        """Say whether all of it went into the numerator."""
        return self.weight > 0 and self.met == self.weight


def counted(
    definition: Indicator, period: Period, county_id: int, revisions: Sequence[int]
) -> list[Counted]:
    """Return what a county's figure counted in these revisions; what wants a look comes first.

    Shapes: the weights sum to the denominator, `met` to the numerator.
    """
    known = Revision.objects.filter(pk__in=revisions, county_id=county_id)
    read = list(known.values_list("pk", "sheet_code", "period"))
    given: dict[str, Any] = given_to(definition, period) | {
        "county": county_id,
        "revisions": [pk for pk, _, _ in read],
        "sheets": [sheet for _, sheet, _ in read],
        "periods": [text for _, _, text in read],
        "lasts": [Period.parse(text).last_day for _, _, text in read],
        "field": definition.field,
        "is_met_first": definition.direction != Direction.HIGHER,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LIST.format(things=definition.things), given)
        return [Counted(*row) for row in cursor.fetchall()]


def kept(things: Sequence[dict[str, Any]]) -> list[Counted]:
    """Return what a figure of the portal's own rows counted, as it was kept with the figure."""
    return [
        Counted(
            label=one["label"],
            met=one["met"],
            weight=one["weight"],
            part=one["part"] or "",
            why=one["why"] or "",
            row_no=None,
            sheet_name="",
            revision_id=None,
            field="",
            subject_id=one["subject_id"],
        )
        for one in things
    ]
