"""Computing indicators: one set-based statement each, for one county or for all.

Every statement reads only the rows of revisions that a pointer makes current, so a figure is
always the figure of files. A county without a current revision gets no row: it is 未报.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import connection

from accountability.assessment.rules import COVERAGE, GRADES, PRESENCE, indicator_on
from accountability.intake.rules import Period

_CURRENT = """
current AS (
    SELECT pointer.county_id, pointer.revision_id
    FROM accountability_pointer AS pointer
    JOIN accountability_submission AS submission ON submission.id = pointer.submission_id
    JOIN accountability_collectiontask AS task ON task.id = submission.task_id
    WHERE pointer.closed_at IS NULL AND task.sheet_code = %(sheet)s AND task.period = %(period)s
      AND (%(counties)s::bigint[] IS NULL OR pointer.county_id = ANY (%(counties)s::bigint[]))
)
"""

_COVERAGE = """
WITH {current},
required AS (
    SELECT DISTINCT type.county_id, type.village_id
    FROM villages_villagetype AS type
    JOIN current ON current.county_id = type.county_id
    WHERE type.kind IN ('poor', 'deep', 'weak') AND type.valid_from <= %(last)s
      AND (type.valid_to IS NULL OR type.valid_to > %(last)s)
),
serving AS (
    SELECT line.village_id, count(DISTINCT line.id_fingerprint) AS people
    FROM accountability_rosterrow AS line
    JOIN current ON current.revision_id = line.revision_id
    WHERE line.team_role = '第一书记' AND line.village_id IS NOT NULL
      AND line.arrived_on <= %(last)s AND (line.left_on IS NULL OR line.left_on > %(last)s)
    GROUP BY line.village_id
)
SELECT current.county_id,
       count(required.village_id) FILTER (WHERE serving.people = 1),
       count(required.village_id),
       jsonb_build_object(
           'none', count(required.village_id) FILTER (WHERE serving.people IS NULL),
           'several', count(required.village_id) FILTER (WHERE serving.people > 1)
       ),
       array_agg(DISTINCT current.revision_id)
FROM current
LEFT JOIN required ON required.county_id = current.county_id
LEFT JOIN serving ON serving.village_id = required.village_id
GROUP BY current.county_id
"""

# A week is met when days and nights reach what is required; leave and duty days make up for the
# smallest shortfalls first, one day for one day (docs/sources.md#e05).
_PRESENCE = """
WITH {current},
week AS (
    SELECT current.county_id, current.revision_id, line.id,
           coalesce(line.leave_days, 0) + coalesce(line.duty_days, 0) AS excused,
           greatest(
               part.required - coalesce(part.days, 0),
               greatest(part.required - 1, 0) - coalesce(part.nights, 0),
               0
           ) AS shortfall
    FROM accountability_presencerow AS line
    JOIN current ON current.revision_id = line.revision_id
    CROSS JOIN LATERAL unnest(line.required_days, line.days, line.nights)
        AS part(required, days, nights)
    WHERE part.required > 0
),
judged AS (
    SELECT county_id, revision_id, id,
           sum(shortfall) OVER (
               PARTITION BY id ORDER BY shortfall ROWS UNBOUNDED PRECEDING
           ) <= excused AS met
    FROM week
)
SELECT current.county_id, count(judged.id) FILTER (WHERE judged.met), count(judged.id),
       jsonb_build_object(
           'people', count(DISTINCT judged.id),
           'people_met',
           count(DISTINCT judged.id) - count(DISTINCT judged.id) FILTER (WHERE NOT judged.met)
       ),
       array_agg(DISTINCT current.revision_id)
FROM current
LEFT JOIN judged ON judged.county_id = current.county_id
GROUP BY current.county_id
"""

_GRADES = """
WITH {current},
counted AS (
    SELECT current.county_id, line.grade, count(*) AS people
    FROM accountability_scorerow AS line
    JOIN current ON current.revision_id = line.revision_id
    WHERE line.grade <> ''
    GROUP BY current.county_id, line.grade
)
SELECT current.county_id,
       coalesce(sum(counted.people) FILTER (WHERE counted.grade = '优秀'), 0)::int,
       coalesce(sum(counted.people), 0)::int,
       coalesce(
           jsonb_object_agg(counted.grade, counted.people) FILTER (WHERE counted.grade <> ''),
           '{{}}'
       ),
       array_agg(DISTINCT current.revision_id)
FROM current
LEFT JOIN counted ON counted.county_id = current.county_id
GROUP BY current.county_id
"""

STATEMENTS = {COVERAGE: _COVERAGE, PRESENCE: _PRESENCE, GRADES: _GRADES}

_STORE = """
WITH fresh(county_id, numerator, denominator, parts, revisions) AS ({computed})
INSERT INTO accountability_indicatorvalue
    (indicator, period, county_id, numerator, denominator, parts, rule, revisions, computed_at)
SELECT %(indicator)s, %(period)s, county_id, numerator, denominator, parts, %(rule)s, revisions,
       %(at)s
FROM fresh
"""


def recompute(
    indicator: str, period: Period, *, counties: Sequence[int] | None, at: dt.datetime
) -> int:
    """Compute `indicator` anew for these counties (None: all); return the counties with a value.

    Runs inside the transaction that moved a pointer, so figures and files change together.
    """
    definition = indicator_on(indicator, period.last_day)
    values = {
        "indicator": indicator,
        "period": str(period),
        "sheet": definition.sheets[0],
        "counties": list(counties) if counties is not None else None,
        "last": period.last_day,
        "rule": definition.rule,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM accountability_indicatorvalue"
            " WHERE indicator = %(indicator)s AND period = %(period)s"
            " AND (%(counties)s::bigint[] IS NULL OR county_id = ANY (%(counties)s::bigint[]))",
            values,
        )
        cursor.execute(
            _STORE.format(computed=STATEMENTS[indicator].format(current=_CURRENT)), values
        )
        return int(cursor.rowcount)


def indicators_of(sheet_code: str, period: Period) -> list[str]:
    """Return the indicators computed from this sheet."""
    return [code for code in STATEMENTS if sheet_code in indicator_on(code, period.last_day).sheets]
