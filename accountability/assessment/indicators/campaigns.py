"""Campaigns: tasks done in time, counted from what is written in the portal itself."""

import datetime as dt
from typing import Final

from accountability.assessment.indicators.declare import Indicator, Topic

CAMPAIGN_TASKS: Final = "campaign_tasks"

# The same as campaigns.rules.counts_in_time: confirmed, and reported by the due date in force.
_THINGS: Final = """
SELECT item.county_id,
       coalesce(item.state = 'confirmed' AND said.day <= item.due_on, false)::int AS met,
       1 AS weight,
       CASE WHEN item.state <> 'confirmed' THEN '未核实'
            WHEN said.day > item.due_on THEN '逾期完成' END AS part,
       campaign.title || ' 任务' || task.number AS label,
       '期限' || item.due_on
       || CASE WHEN postponement.id IS NULL THEN '' ELSE '（已延期）' END
       || CASE WHEN said.day IS NULL THEN '，未报完成'
               WHEN item.state = 'returned' THEN '，退回后未再报'
               ELSE '，' || said.day || '报完成' END
       || CASE WHEN item.state = 'confirmed' THEN '，已核实' ELSE '' END AS why,
       item.id AS subject_id
FROM accountability_countytask AS item
JOIN accountability_worktask AS task ON task.id = item.task_id AND task.withdrawn_at IS NULL
JOIN accountability_campaign AS campaign ON campaign.id = item.campaign_id
    AND campaign.state IN ('issued', 'closed')
LEFT JOIN accountability_postponement AS postponement ON postponement.item_id = item.id
CROSS JOIN LATERAL (
    SELECT (item.reported_at AT TIME ZONE %(zone)s)::date AS day
) AS said
WHERE item.due_on >= %(year)s AND item.due_on <= %(last)s AND item.due_on < %(today)s
"""

_CONCERNED: Final = """
SELECT DISTINCT scope.county_id
FROM accountability_campaigncounty AS scope
JOIN accountability_campaign AS campaign ON campaign.id = scope.campaign_id
    AND campaign.state IN ('issued', 'closed') AND campaign.begins_on <= %(last)s
    AND campaign.ends_on >= %(year)s
"""

DECLARED: Final = (
    Indicator(
        code=CAMPAIGN_TASKS,
        name="专项任务按期完成率",
        short="专项任务",
        topic=Topic.WORK,
        numerator="其中县里按期报完成并经省里核实的",
        denominator="当年以来期限已到的专项县任务",
        formula="按期完成数 ÷ 已到期任务数",
        things=_THINGS,
        concerned=_CONCERNED,
        page="campaigns:item",
        rule="S20/2017",
        source="全省抓党建促脱贫攻坚工作讲话（路线图、任务书、时间表，比例由平台计算）",
        valid_from=dt.date(2015, 4, 1),
        caution="分母是期限已到的任务，不是全部任务；批准延期的按延期后的期限；以县里报完成的日期为准（退回后重报的以重报的日期为准），"
        "核实后才计入；中止的专项和撤销的任务不计入。",
    ),
)
