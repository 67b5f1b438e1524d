"""The Party day of village branches."""

import datetime as dt
from typing import Final

from accountability.assessment.indicators.declare import Indicator, Needs, Topic
from accountability.assessment.indicators.relations import lines
from accountability.intake.rules import PeriodKind

PARTY_DAY: Final = "party_day"

_PARTY_DAY: Final = f"""
SELECT line.county_id, told.held AS met, told.months AS weight,
       CASE WHEN told.months < 3 THEN '未填' WHEN told.held < 3 THEN '有月份未开展' END AS part,
       line.township_name || line.village_name AS label,
       CASE WHEN told.months = 0 THEN '三个月都没有填，不计入'
            ELSE '填报' || told.months || '个月，开展' || told.held || '个月'
                 || CASE WHEN told.held < told.months AND line.missed_reason <> ''
                         THEN '；未开展原因：' || line.missed_reason ELSE '' END END AS why,
       line.row_no, line.sheet_name, line.revision_id
FROM {lines("partydayrow", "T17")}
CROSS JOIN LATERAL (
    SELECT num_nonnulls(line.held_1, line.held_2, line.held_3) AS months,
           coalesce(line.held_1, false)::int + coalesce(line.held_2, false)::int
           + coalesce(line.held_3, false)::int AS held
) AS told
"""

DECLARED: Final = (
    Indicator(
        code=PARTY_DAY,
        name="主题党日开展率",
        short="主题党日",
        topic=Topic.BRANCHES,
        numerator="开展了主题党日的村月",
        denominator="填报的村月（一村一个月为一个村月）",
        formula="开展主题党日的村月数 ÷ 填报的村月数",
        needs=(Needs("T17"),),
        things=_PARTY_DAY,
        field="held_1",
        rule="H-05/2015",
        source="主题党日制度（各地通行，每月次数见参数）",
        valid_from=dt.date(2015, 1, 1),
        period_kind=PeriodKind.QUARTER,
        caution="按村月计算；没有填的月份不计入，也不当作没有开展。平台增设的表，布置了才有数。",
    ),
)
