"""Elections of village bodies and the look-back at the newly elected."""

import datetime as dt
from typing import Final

from accountability.assessment.indicators.declare import Indicator, Needs, Topic
from accountability.assessment.indicators.relations import lines
from accountability.intake.rules import PeriodKind

PARTY_ELECTION, COMMITTEE_ELECTION, LOOK_BACK = (
    "party_election", "committee_election", "look_back",
)  # fmt: skip
_TERMS: Final = "《关于党的基层组织任期的意见》（中办，2018年）"
_LAW: Final = "《中华人民共和国村民委员会组织法》（2018年修正）"


def _election(body: str) -> str:
    """Return the statement for one body; the villages named as unfinished are listed below it."""
    done = f"line.{body}_done"
    return f"""
SELECT line.county_id, coalesce({done}, 0) AS met,
       CASE WHEN {done} IS NULL THEN 0 ELSE coalesce(line.due_count, 0) END AS weight,
       NULL AS part, coalesce(nullif(line.county_name, ''), '全县') AS label,
       CASE WHEN {done} IS NULL THEN '已完成数未填，不计入'
            ELSE concat('已完成', {done}, '个，应换届', line.due_count, '个')
       END AS why, line.row_no, line.sheet_name, line.revision_id
FROM {lines("electionrow", "T7")}
UNION ALL
SELECT line.county_id, 0, 0, '未完成村', coalesce(town.name, '') || village.name,
       '列入未完成村名单', line.row_no, line.sheet_name, line.revision_id
FROM {lines("electionrow", "T7")}
CROSS JOIN LATERAL unnest(line.unfinished_villages) AS named(village_id)
JOIN villages_division AS village ON village.id = named.village_id
LEFT JOIN villages_division AS town ON town.id = village.parent_id
"""


_LOOK_BACK: Final = f"""
SELECT line.county_id, (is_due AND is_done)::int AS met, is_due::int AS weight,
       CASE WHEN NOT is_due THEN '上任未满月数' ELSE nullif(line.appraisal, '') END AS part,
       line.village_name || ' ' || line.person_name AS label,
       CASE WHEN NOT is_due THEN '上任未满规定月数，不计入'
            WHEN is_done THEN line.reviewed_on || '评价：' || line.appraisal
            ELSE '还没有回头看' END AS why,
       line.row_no, line.sheet_name, line.revision_id
FROM {lines("lookbackrow", "T8")}
CROSS JOIN LATERAL (
    SELECT line.appraisal <> '' AND coalesce(line.reviewed_on <= %(last)s, false) AS is_done,
           coalesce(line.took_office_on <= %(last)s
               - make_interval(months => coalesce(%(look_back_months_min)s, 0)::int), true)
               AS is_due
) AS told
"""

DECLARED: Final = (
    Indicator(
        code=PARTY_ELECTION,
        name="村党组织换届完成率",
        short="党组织换届",
        topic=Topic.BRANCHES,
        numerator="已完成党组织换届的村",
        denominator="应换届的村",
        formula="党组织已完成数 ÷ 应换届村数",
        needs=(Needs("T7"),),
        things=_election("party"),
        field="party_done",
        rule="G-01/2018",
        source=_TERMS,
        valid_from=dt.date(2015, 1, 1),
        caution="党组织和村委会分别计算；未完成的村列在下面。",
    ),
    Indicator(
        code=COMMITTEE_ELECTION,
        name="村委会换届完成率",
        short="村委会换届",
        topic=Topic.BRANCHES,
        numerator="已完成村委会换届的村",
        denominator="应换届的村",
        formula="村委会已完成数 ÷ 应换届村数",
        needs=(Needs("T7"),),
        things=_election("committee"),
        field="committee_done",
        rule="G-02/2018",
        source=_LAW,
        valid_from=dt.date(2015, 1, 1),
        caution="党组织和村委会分别计算；未完成的村列在下面。",
    ),
    Indicator(
        code=LOOK_BACK,
        name="回头看完成率",
        short="回头看",
        topic=Topic.BRANCHES,
        numerator="其中期末前已分析评价的",
        denominator="上任满规定月数的新任村“两委”干部",
        formula="已回头看人数 ÷ 应回头看人数",
        needs=(Needs("T8"),),
        things=_LOOK_BACK,
        field="appraisal",
        parameters=("look_back_months_min",),
        rule="G-07/2017",
        source="全省抓党建促脱贫攻坚工作讲话（已换届的村进行“回头看”）",
        valid_from=dt.date(2015, 1, 1),
        period_kind=PeriodKind.QUARTER,
        caution="上任未满规定月数（见参数）的不计入，人数另列。",
    ),
)
