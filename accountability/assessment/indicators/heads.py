"""Heads of Party and government of poor counties: do they stay."""

import datetime as dt
from typing import Final

from accountability.assessment.indicators.declare import Indicator, Needs, Span, Topic
from accountability.assessment.indicators.relations import lines

STABILITY: Final = "stability"

_STABILITY: Final = f"""
WITH held AS (
    SELECT line.*, current.last_day,
           coalesce(line.ended_on >= %(year)s AND line.ended_on <= %(last)s
                    AND line.ended_on >= status.listed_on
                    AND (status.delisted_on IS NULL OR line.ended_on < status.delisted_on)
                    AND line.approval_number = '', false) AS is_unexplained
    FROM {lines("postrow", "T14")}
    JOIN villages_povertystatus AS status ON status.division_id = line.county_id
    WHERE line.division_id = line.county_id AND line.post_title <> ''
      AND status.listed_on <= %(last)s
      AND (status.delisted_on IS NULL OR status.delisted_on > %(last)s)
),
post AS (
    SELECT DISTINCT ON (county_id, post_title) *
    FROM held
    ORDER BY county_id, post_title, is_unexplained DESC, last_day DESC, row_no DESC
)
SELECT county_id, (NOT is_unexplained)::int AS met, 1 AS weight,
       CASE WHEN is_unexplained THEN '没有批准文号的离任' END AS part,
       division_name || post_title AS label,
       CASE WHEN is_unexplained
            THEN person_name || ended_on || '离任，没有批准文号，须核实'
            ELSE '没有须说明的变动' END AS why,
       row_no, sheet_name, revision_id
FROM post
"""

DECLARED: Final = (
    Indicator(
        code=STABILITY,
        name="党政正职稳定指数",
        short="正职稳定",
        topic=Topic.CADRES,
        numerator="其中当年没有未经批准离任的",
        denominator="未摘帽贫困县的党政正职职位",
        formula="1 − 没有批准文号的变动职位数 ÷ 职位数",
        needs=(Needs("T14", Span.YEAR),),
        things=_STABILITY,
        field="ended_on",
        rule="C-05/2016",
        source="中组部、国务院扶贫办《关于脱贫攻坚期内保持贫困县党政正职稳定的通知》（2016年4月）",
        valid_from=dt.date(2016, 4, 1),
        caution="只比对日期和批准文号，不代表对人和单位的评价；已摘帽的县不涉及。",
    ),
)
