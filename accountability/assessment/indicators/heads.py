"""Heads of Party and government: do those of poor counties stay, and does any post stand empty."""

import datetime as dt
from typing import Final

from accountability.assessment.indicators.declare import (
    Direction,
    Indicator,
    Needs,
    Span,
    Topic,
)
from accountability.assessment.indicators.relations import lines
from accountability.ledgers.leaving import alarm_of
from accountability.ledgers.rules.posts import REGISTERED

STABILITY, VACANCY, VACANCY_DAYS = "stability", "vacancy", "vacancy_days"

_STABILITY: Final = f"""
WITH held AS (
    SELECT line.*, current.last_day,
           coalesce(line.ended_on >= %(year)s AND line.ended_on <= %(last)s
                    AND EXISTS (SELECT 1 FROM accountability_stabilityalarm AS alarm
                                 WHERE {alarm_of("line")}), false) AS is_unexplained
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
       CASE WHEN is_unexplained THEN '没有批准也没有认定的离任' END AS part,
       division_name || post_title AS label,
       CASE WHEN is_unexplained
            THEN person_name || ended_on || '离任，没有批准文号，也没有认定为例外，须核实'
            ELSE '没有须说明的变动' END AS why,
       row_no, sheet_name, revision_id
FROM post
"""

_TITLES: Final = ", ".join(f"'{title}'" for title in REGISTERED)

# What the month's T14 says of each post of a county and its townships: who is in it at the end, and
# on how many of the month's days it was told to be empty.
_POSTS: Final = f"""
WITH post AS (
    SELECT line.county_id, line.revision_id, line.division_name || line.post_title AS label,
           NOT coalesce(bool_or(line.person_name <> ''
               AND (line.ended_on IS NULL OR line.ended_on > %(last)s)), false) AS is_vacant,
           min(line.vacant_from) FILTER (
               WHERE line.vacant_to IS NULL OR line.vacant_to >= %(first)s) AS since,
           coalesce(sum(greatest(0, least(coalesce(line.vacant_to, %(last)s), %(last)s)
               - greatest(line.vacant_from, %(first)s) + 1))
               FILTER (WHERE line.vacant_from IS NOT NULL), 0)::int AS days,
           (array_agg(line.row_no ORDER BY line.vacant_from IS NULL, line.row_no DESC))[1]
               AS row_no,
           (array_agg(line.sheet_name ORDER BY line.vacant_from IS NULL, line.row_no DESC))[1]
               AS sheet_name
    FROM {lines("postrow", "T14")}
    WHERE line.post_title IN ({_TITLES})
    GROUP BY line.county_id, line.revision_id, line.division_id, line.division_name,
             line.post_title
)
"""

_VACANCY: Final = f"""{_POSTS}
SELECT county_id, is_vacant::int AS met, 1 AS weight,
       CASE WHEN is_vacant THEN '缺职' END AS part, label,
       CASE WHEN NOT is_vacant THEN '月末在任'
            ELSE '月末没有人任职' || coalesce('，' || since || '起缺职', '') END AS why,
       row_no, sheet_name, revision_id
FROM post
"""

_VACANCY_DAYS: Final = f"""{_POSTS}
SELECT county_id, days AS met, %(last)s::date - %(first)s::date + 1 AS weight,
       CASE WHEN days > 0 THEN '有缺职的职位' END AS part, label,
       CASE WHEN days > 0 THEN '当月缺职' || days || '天，' || since || '起'
            ELSE '当月没有填报缺职' END AS why,
       row_no, sheet_name, revision_id
FROM post
"""

_NO_GAP: Final = "省委要求贫困地区班子配齐配强，不能出现责任空白"

DECLARED: Final = (
    Indicator(
        code=STABILITY,
        name="党政正职稳定指数",
        short="正职稳定",
        topic=Topic.CADRES,
        numerator="其中当年没有未经批准离任的",
        denominator="未摘帽贫困县的党政正职职位",
        formula="1 − 没有批准文号、也没有认定为例外的变动职位数 ÷ 职位数",
        needs=(Needs("T14", Span.YEAR),),
        things=_STABILITY,
        field="ended_on",
        rule="C-05/2016",
        source="中组部、国务院扶贫办《关于脱贫攻坚期内保持贫困县党政正职稳定的通知》（2016年4月）",
        valid_from=dt.date(2016, 4, 1),
        caution="只比对日期、批准文号和省级认定，不代表对人和单位的评价；已摘帽的县不涉及。",
    ),
    Indicator(
        code=VACANCY,
        name="党政正职缺职率",
        short="正职缺职",
        topic=Topic.CADRES,
        numerator="其中月末没有人任职的（缺职数）",
        denominator="任免和缺职表中的县乡党政正职职位",
        formula="缺职职位数 ÷ 职位数",
        needs=(Needs("T14"),),
        things=_VACANCY,
        field="vacant_from",
        direction=Direction.LOWER,
        rule="S2/2018",
        source=_NO_GAP,
        valid_from=dt.date(2015, 1, 1),
        caution="按当月任免和缺职表计；没有填报的职位不计入，不当作在任。",
    ),
    Indicator(
        code=VACANCY_DAYS,
        name="党政正职缺职天数占比",
        short="缺职天数",
        topic=Topic.CADRES,
        numerator="其中填报缺职的天数（缺职天数）",
        denominator="县乡党政正职职位数 × 当月天数",
        formula="缺职天数 ÷ （职位数 × 当月天数）",
        needs=(Needs("T14"),),
        things=_VACANCY_DAYS,
        field="vacant_from",
        direction=Direction.LOWER,
        rule="S2/2018",
        source=_NO_GAP,
        valid_from=dt.date(2015, 1, 1),
        caution="只计当月之内填报的缺职起止；前后任之间没有填报的空档不计入。",
    ),
)
