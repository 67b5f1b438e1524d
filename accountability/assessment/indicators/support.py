"""What stands behind a posting: the responsibility group of the village, and what is paid."""

import datetime as dt
from typing import Final

from accountability.assessment.indicators.declare import Indicator, Needs, Topic
from accountability.assessment.indicators.relations import POOR_VILLAGES, lines
from accountability.intake.rules import PeriodKind
from accountability.ledgers.rules.support import KINDS

GROUPS, SUPPORT = "groups", "support"

_GROUPS: Final = f"""
WITH required AS ({POOR_VILLAGES}),
formed AS (
    SELECT line.village_id, count(*) AS members,
           count(*) FILTER (WHERE line.group_role = '组长') AS leaders,
           string_agg(line.person_name, '、' ORDER BY line.row_no)
               FILTER (WHERE line.group_role = '组长') AS names,
           min(line.row_no) AS row_no, min(line.sheet_name) AS sheet_name,
           min(line.revision_id) AS revision_id
    FROM {lines("groupmemberrow", "T18")}
    WHERE line.village_id IS NOT NULL
      AND (line.joined_on IS NULL OR line.joined_on <= %(last)s)
      AND (line.left_on IS NULL OR line.left_on > %(last)s)
    GROUP BY line.village_id
)
SELECT required.county_id, (coalesce(formed.leaders, 0) = 1)::int AS met, 1 AS weight,
       CASE WHEN formed.members IS NULL THEN '没有责任组' WHEN formed.leaders = 0 THEN '没有组长'
            WHEN formed.leaders > 1 THEN '组长重复' END AS part,
       coalesce(town.name, '') || village.name AS label,
       CASE WHEN formed.members IS NULL THEN '没有在组成员'
            WHEN formed.leaders = 0 THEN '在组' || formed.members || '人，没有组长'
            WHEN formed.leaders > 1 THEN '有' || formed.leaders || '名组长：' || formed.names
            ELSE '组长' || formed.names || '，在组' || formed.members || '人' END AS why,
       formed.row_no, formed.sheet_name, formed.revision_id
FROM required
JOIN villages_division AS village ON village.id = required.village_id
LEFT JOIN villages_division AS town ON town.id = village.parent_id
LEFT JOIN formed ON formed.village_id = required.village_id
"""

_MISSING: Final = ", ".join(
    f"CASE WHEN line.{kind.paid} < line.{kind.due}"
    f" THEN '{kind.label}少' || trim_scale(line.{kind.due} - line.{kind.paid}) || '万元' END"
    for kind in KINDS
)
_SUPPORT: Final = f"""
SELECT line.county_id, coalesce(line.is_met, false)::int AS met,
       (line.is_met IS NOT NULL)::int AS weight,
       CASE WHEN line.is_met IS NULL THEN '未填全' WHEN NOT line.is_met THEN '未足额' END AS part,
       line.township_name || line.village_name AS label,
       CASE WHEN line.is_met IS NULL THEN '金额未填全，不计入'
            WHEN line.is_met THEN '各项足额'
            ELSE concat_ws('，', {_MISSING}, nullif(line.unpaid_reason, '')) END AS why,
       line.row_no, line.sheet_name, line.revision_id
FROM {lines("postingsupportrow", "T19")}
"""

DECLARED: Final = (
    Indicator(
        code=GROUPS,
        name="责任组覆盖率",
        short="责任组",
        topic=Topic.HELPERS,
        numerator="期末有且只有一个在组责任组（一名组长）的贫困村",
        denominator="期末的贫困村",
        formula="有且只有一名组长的贫困村数 ÷ 贫困村数",
        needs=(Needs("T18"),),
        things=_GROUPS,
        field="village_name",
        rule="S12/2017",
        source="省委组织部、省扶贫办《关于建立贫困村脱贫责任组制度的通知》（2017年5月报道）",
        valid_from=dt.date(2017, 5, 10),
        period_kind=PeriodKind.QUARTER,
        caution="取自平台增设的责任组名册；省级没有布置的期次没有数，不等于没有责任组。",
    ),
    Indicator(
        code=SUPPORT,
        name="驻村经费落实率",
        short="经费落实",
        topic=Topic.HELPERS,
        numerator="驻村补助、工作经费和专项扶持资金都足额到账的村",
        denominator="填全了应发应拨和实发实拨的村",
        formula="各项足额到账的村数 ÷ 填报村数",
        needs=(Needs("T19"),),
        things=_SUPPORT,
        field="village_name",
        rule="S11/2018",
        source="全省抓党建促脱贫攻坚工作讲话；本省标准金额未见文件（官方表述待核）",
        valid_from=dt.date(2015, 4, 1),
        period_kind=PeriodKind.YEAR,
        caution="按各村填报的应发应拨比较；标准金额由管理员设定后才核对应发是否够数。",
    ),
)
