"""三个走遍: who of the heads of organisation departments has been to every poor place."""

import datetime as dt
from typing import Final

from accountability.assessment.indicators.declare import Indicator, Needs, Span, Topic
from accountability.assessment.indicators.relations import POOR_VILLAGES, lines
from accountability.intake.rules import PeriodKind

WALKED_VILLAGES, WALKED_TOWNSHIPS, WALKED_COUNTIES = (
    "walked_villages", "walked_townships", "walked_counties",
)  # fmt: skip
SINCE: Final = "walked_since"  # the parameter: from which day on a visit counts

_POOR: Final = f"""
    SELECT poor.county_id, village.id AS village_id, village.parent_id AS township_id
    FROM ({POOR_VILLAGES}) AS poor
    JOIN villages_division AS village ON village.id = poor.village_id
"""
_TARGETS: Final = {
    "village": f"SELECT county_id, village_id AS place_id FROM ({_POOR}) AS poor",
    "township": (
        f"SELECT DISTINCT county_id, township_id AS place_id FROM ({_POOR}) AS poor"
        " WHERE township_id IS NOT NULL"
    ),
    "county": """
        SELECT reported.county_id, reported.county_id AS place_id
        FROM reported
        JOIN villages_povertystatus AS status ON status.division_id = reported.county_id
        WHERE status.listed_on <= %(last)s
    """,
}
_PLACES: Final = {
    "village": "line.village_id",
    "township": "line.township_id",
    "county": "line.county_id",
}


def _walked(place: str, visitor: str) -> str:
    """Return the statement: poor places of one level, visited by the head one level up."""
    return f"""
WITH target AS ({_TARGETS[place]}),
visited AS (
    SELECT DISTINCT ON (place_id) {_PLACES[place]} AS place_id, line.visited_on, line.visitor_name,
           line.row_no, line.sheet_name, line.revision_id
    FROM {lines("visitrow", "T13")}
    CROSS JOIN LATERAL (SELECT {_PLACES[place]} AS place_id) AS there
    WHERE line.visitor_level = '{visitor}' AND line.visited_on <= %(last)s
      AND line.visited_on >= %({SINCE})s::date AND there.place_id IS NOT NULL
    ORDER BY place_id, line.visited_on
)
SELECT target.county_id, (visited.place_id IS NOT NULL)::int AS met, 1 AS weight,
       CASE WHEN visited.place_id IS NULL THEN '未走访' END AS part,
       CASE WHEN place.level = 'village' THEN coalesce(above.name, '') ELSE '' END || place.name
           AS label,
       coalesce(visited.visited_on || ' ' || visited.visitor_name, '还没有走到') AS why,
       visited.row_no, visited.sheet_name, visited.revision_id, target.place_id
FROM target
JOIN villages_division AS place ON place.id = target.place_id
LEFT JOIN villages_division AS above ON above.id = place.parent_id
LEFT JOIN visited ON visited.place_id = target.place_id
"""


def _indicator(code: str, name: str, short: str, place: str, visitor: str, noun: str) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        short=short,
        topic=Topic.CADRES,
        numerator=f"其中{visitor}委组织部部长走访过的（同一处几次只计一次）",
        denominator=f"期末的{noun}",
        formula=f"走访过的{noun}数 ÷ {noun}数",
        needs=(Needs("T13", Span.TERM),),
        things=_walked(place, visitor),
        field="visited_on",
        rule="H-07/2017",
        source="中组部抓党建促脱贫攻坚电视电话会议（2017年8月）、全省讲话“三个走遍”",
        valid_from=dt.date(2017, 9, 1),
        parameters=(SINCE,),
        period_kind=PeriodKind.QUARTER,
        caution="自参数“走遍率自何日起计”那天起累计；以各期三个走遍登记为准，不要求照片。",
    )


DECLARED: Final = (
    _indicator(WALKED_VILLAGES, "走遍率（县级走贫困村）", "走遍贫困村", "village", "县", "贫困村"),
    _indicator(
        WALKED_TOWNSHIPS, "走遍率（市级走贫困乡镇）", "走遍贫困乡镇", "township", "市",
        "有贫困村的乡镇",
    ),
    _indicator(
        WALKED_COUNTIES, "走遍率（省级走贫困县）", "走遍贫困县", "county", "省", "贫困县"
    ),
)  # fmt: skip
