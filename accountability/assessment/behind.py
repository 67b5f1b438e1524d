"""What lies behind a figure: the rows, and in each row the cells, that were counted.

The same conditions as rollup.py, written to list instead of to count; a test holds them equal.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from accountability.assessment.rules import COVERAGE, GRADES, PRESENCE
from accountability.intake.models import Revision
from accountability.intake.rules import Period


@dataclass(frozen=True)
class Counted:
    """One thing a figure counted: whether into the numerator, why, and its row where it has one."""

    label: str
    in_numerator: bool
    weight: int
    met: int
    why: str
    row_no: int | None
    sheet_name: str
    fields: tuple[str, ...]


_COVERAGE = """
WITH serving AS (
    SELECT line.village_id, count(DISTINCT line.id_fingerprint) AS people,
           min(line.row_no) AS row_no, min(line.sheet_name) AS sheet_name,
           string_agg(line.person_name, '、' ORDER BY line.row_no) AS names
    FROM accountability_rosterrow AS line
    WHERE line.revision_id = %(revision)s AND line.team_role = '第一书记'
      AND line.village_id IS NOT NULL AND line.arrived_on <= %(last)s
      AND (line.left_on IS NULL OR line.left_on > %(last)s)
    GROUP BY line.village_id
),
required AS (
    SELECT DISTINCT village_id FROM villages_villagetype
    WHERE county_id = %(county)s AND kind IN ('poor', 'deep', 'weak')
      AND valid_from <= %(last)s AND (valid_to IS NULL OR valid_to > %(last)s)
)
SELECT town.name || village.name, coalesce(serving.people = 1, false), 1,
       (coalesce(serving.people, 0) = 1)::int,
       CASE WHEN serving.people IS NULL THEN '没有在任第一书记'
            WHEN serving.people = 1 THEN '在任：' || serving.names
            ELSE '重复派驻：' || serving.names END,
       serving.row_no, coalesce(serving.sheet_name, '')
FROM required
JOIN villages_division AS village ON village.id = required.village_id
LEFT JOIN villages_division AS town ON town.id = village.parent_id
LEFT JOIN serving ON serving.village_id = required.village_id
ORDER BY 2, village.code
"""

_PRESENCE = """
WITH week AS (
    SELECT line.id, line.row_no, line.sheet_name, line.label, line.village_name,
           line.person_name, part.slot,
           coalesce(line.leave_days, 0) + coalesce(line.duty_days, 0) AS excused,
           greatest(
               part.required - coalesce(part.days, 0),
               greatest(part.required - 1, 0) - coalesce(part.nights, 0),
               0
           ) AS shortfall
    FROM accountability_presencerow AS line
    CROSS JOIN LATERAL unnest(line.required_days, line.days, line.nights)
        WITH ORDINALITY AS part(required, days, nights, slot)
    WHERE line.revision_id = %(revision)s AND part.required > 0
),
judged AS (
    SELECT *, sum(shortfall) OVER (
        PARTITION BY id ORDER BY shortfall ROWS UNBOUNDED PRECEDING
    ) <= excused AS met
    FROM week
)
SELECT village_name || ' ' || person_name, bool_and(met), count(*), count(*) FILTER (WHERE met),
       CASE WHEN bool_and(met) THEN '各周均达标'
            ELSE '未达标：第' || string_agg(slot::text, '、' ORDER BY slot)
                 FILTER (WHERE NOT met) || '周' END,
       row_no, sheet_name
FROM judged
GROUP BY id, row_no, sheet_name, village_name, person_name
ORDER BY 2, row_no
"""

_GRADES = """
SELECT village_name || ' ' || person_name, grade = '优秀', 1, (grade = '优秀')::int, grade,
       row_no, sheet_name
FROM accountability_scorerow
WHERE revision_id = %(revision)s AND grade <> ''
ORDER BY 2 DESC, row_no
"""

_STATEMENTS: dict[str, tuple[str, tuple[str, ...]]] = {
    COVERAGE: (_COVERAGE, ("village_name", "team_role", "arrived_on", "left_on")),
    PRESENCE: (_PRESENCE, ("days", "nights", "required_days", "leave_days", "duty_days")),
    GRADES: (_GRADES, ("grade",)),
}


_NAMES = ("label", "in_numerator", "weight", "met", "why", "row_no", "sheet_name")


def has_rows(indicator: str) -> bool:
    """Say whether the indicator is counted from rows of a sheet."""
    return indicator in _STATEMENTS


def counted(indicator: str, revision: Revision) -> list[Counted]:
    """Return what the figure of this county was counted from, the shortfalls first.

    Shapes: the weights sum to the denominator, `met` to the numerator.
    """
    sql, fields = _STATEMENTS[indicator]
    values: dict[str, Any] = {
        "revision": revision.pk,
        "county": revision.county_id,
        "last": Period.parse(revision.period).last_day,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Counted(fields=fields, **dict(zip(_NAMES, row, strict=True))) for row in cursor]
