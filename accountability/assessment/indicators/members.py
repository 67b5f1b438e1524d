"""Those who come after and those who help: reserves, young members, training, experts."""

import datetime as dt
from typing import Final

from accountability.assessment.indicators.declare import Indicator, Needs, Span, Topic
from accountability.assessment.indicators.relations import POOR_VILLAGES, VILLAGES, lines, newest
from accountability.intake.rules import PeriodKind

RESERVE, YOUNG_MEMBERS, TRAINING, SERVICE = (
    "reserve", "young_members", "training", "expert_service",
)  # fmt: skip
_SPEECH: Final = "全省抓党建促脱贫攻坚工作讲话"
_SINCE: Final = dt.date(2015, 1, 1)

_RESERVE: Final = f"""
WITH held AS (
    SELECT line.village_id, count(DISTINCT line.person_name) AS people, min(line.row_no) AS row_no,
           min(line.sheet_name) AS sheet_name, min(line.revision_id) AS revision_id,
           string_agg(DISTINCT line.person_name, '、') AS names
    FROM {lines("memberrow", "T9")}
    WHERE line.part = 'reserve' AND line.standing = '在培' AND line.person_name <> ''
    GROUP BY line.village_id
)
SELECT poor.county_id,
       coalesce(held.people BETWEEN coalesce(%(reserve_min)s, 1)
                            AND coalesce(%(reserve_max)s, held.people), false)::int AS met,
       1 AS weight,
       CASE WHEN held.people > %(reserve_max)s THEN '超过上限'
            WHEN held.people IS NULL THEN '没有后备' END AS part,
       coalesce(town.name, '') || village.name AS label,
       CASE WHEN held.people IS NULL THEN '没有在培的后备干部'
            WHEN held.people > %(reserve_max)s
            THEN held.people || '名，超过上限，不算达标：' || held.names
            ELSE held.people || '名：' || held.names END AS why,
       held.row_no, held.sheet_name, held.revision_id
FROM ({POOR_VILLAGES}) AS poor
JOIN villages_division AS village ON village.id = poor.village_id
LEFT JOIN villages_division AS town ON town.id = village.parent_id
LEFT JOIN held ON held.village_id = poor.village_id
"""

_YOUNG: Final = f"""
WITH taken AS (
    SELECT line.village_id, count(DISTINCT line.person_name) AS people,
           string_agg(DISTINCT line.person_name, '、') AS names, {newest("row_no")},
           {newest("sheet_name")}, {newest("revision_id")}
    FROM {lines("memberrow", "T9")}
    WHERE line.part <> 'reserve' AND line.age <= %(young_age_max)s
      AND line.probation_on <= %(last)s
      AND line.probation_on > %(last)s - make_interval(months => %(young_members_months)s::int)
    GROUP BY line.village_id
)
SELECT village.county_id,
       (coalesce(taken.people, 0) >= coalesce(%(young_members_min)s, 1))::int AS met, 1 AS weight,
       NULL AS part, village.label,
       coalesce(taken.people || '名：' || taken.names, '统计期内没有发展青年党员') AS why,
       taken.row_no, taken.sheet_name, taken.revision_id
FROM ({VILLAGES}) AS village
LEFT JOIN taken ON taken.village_id = village.village_id
"""

_TRAINING: Final = f"""
WITH trained AS (
    SELECT line.village_id, count(DISTINCT line.person_name) AS people,
           string_agg(DISTINCT line.person_name, '、') AS names, {newest("row_no")},
           {newest("sheet_name")}, {newest("revision_id")}
    FROM {lines("trainingrow", "T10")}
    WHERE line.part = 'trainee' AND line.is_counted
      AND line.post IN ('村党组织书记', '村主任')
    GROUP BY line.village_id
)
SELECT line.county_id, least(coalesce(trained.people, 0), due.people)::int AS met,
       due.people::int AS weight,
       CASE WHEN coalesce(trained.people, 0) < due.people THEN '还有人未轮训' END AS part,
       line.township_name || line.village_name AS label,
       '应训' || due.people || '人，' || coalesce('已训：' || trained.names, '还没有参训') AS why,
       trained.row_no, trained.sheet_name, trained.revision_id, line.village_id AS place_id
FROM {lines("guaranteerow", "T11")}
CROSS JOIN LATERAL (
    SELECT coalesce(line.secretaries_count, 0) + coalesce(line.heads_count, 0) AS people
) AS due
LEFT JOIN trained ON trained.village_id = line.village_id
"""

_SERVICE: Final = f"""
WITH served AS (
    SELECT line.village_id, count(*) AS times, max(line.served_on) AS latest,
           string_agg(DISTINCT line.subject, '、') AS subjects, {newest("row_no")},
           {newest("sheet_name")}, {newest("revision_id")}
    FROM {lines("talentrow", "T20")}
    WHERE line.part = 'service' AND line.served_on >= %(year)s AND line.served_on <= %(last)s
    GROUP BY line.village_id
)
SELECT poor.county_id, (served.times IS NOT NULL)::int AS met, 1 AS weight,
       CASE WHEN served.times IS NULL THEN '没有服务' END AS part,
       coalesce(town.name, '') || village.name AS label,
       coalesce(served.times || '次，最近' || served.latest || '：' || served.subjects,
                '当年没有专家到村服务') AS why,
       served.row_no, served.sheet_name, served.revision_id, poor.village_id AS place_id
FROM ({POOR_VILLAGES}) AS poor
JOIN villages_division AS village ON village.id = poor.village_id
LEFT JOIN villages_division AS town ON town.id = village.parent_id
LEFT JOIN served ON served.village_id = poor.village_id
"""

DECLARED: Final = (
    Indicator(
        code=RESERVE,
        name="后备干部达标率",
        short="后备达标",
        topic=Topic.BRANCHES,
        numerator="在培后备干部在规定人数以内的贫困村",
        denominator="期末的贫困村",
        formula="后备干部1至2名的贫困村数 ÷ 贫困村数",
        needs=(Needs("T9"),),
        things=_RESERVE,
        field="person_name",
        parameters=("reserve_min", "reserve_max"),
        rule="H-01/2017",
        source=_SPEECH,
        valid_from=_SINCE,
        period_kind=PeriodKind.QUARTER,
        caution="超过上限的是超员，不算达标，也不加分；上任、退出的不计入。",
    ),
    Indicator(
        code=YOUNG_MEMBERS,
        name="青年党员达标率",
        short="青年党员",
        topic=Topic.BRANCHES,
        numerator="统计期内接收过青年预备党员的村",
        denominator="期末的行政村",
        formula="滚动24个月内发展青年党员的村数 ÷ 行政村数",
        needs=(Needs("T9", Span.TERM),),
        things=_YOUNG,
        field="probation_on",
        parameters=("young_age_max", "young_members_months", "young_members_min"),
        rule="H-03/2017",
        source=f"{_SPEECH}（年龄上限待核，见参数）",
        valid_from=_SINCE,
        period_kind=PeriodKind.QUARTER,
        caution="按接收为预备党员的日期往前滚动计算，不按自然年度；年龄以台账填报的为准。",
    ),
    Indicator(
        code=TRAINING,
        name="村干部轮训覆盖率",
        short="轮训覆盖",
        topic=Topic.GAPS,
        numerator="当年已计入轮训的村党组织书记和村主任（同一人只计一次）",
        denominator="应轮训的村党组织书记和村主任",
        formula="已轮训人数 ÷ 应轮训人数",
        needs=(Needs("T10", Span.YEAR), Needs("T11", Span.LATEST)),
        things=_TRAINING,
        field="person_name",
        rule="H-06/2017",
        source=_SPEECH,
        valid_from=_SINCE,
        period_kind=PeriodKind.QUARTER,
        caution="当年累计，按人去重；应训人数取最近一期运转保障情况表的书记、主任人数。",
    ),
    Indicator(
        code=SERVICE,
        name="专家服务覆盖率",
        short="专家服务",
        topic=Topic.GAPS,
        numerator="当年有专家到村服务过的贫困村（一村几次只计一次）",
        denominator="期末的贫困村",
        formula="当年有专家服务的贫困村数 ÷ 贫困村数",
        needs=(Needs("T20", Span.YEAR),),
        things=_SERVICE,
        field="subject",
        rule="S16/2018",
        source=f"{_SPEECH}（科技特派员、博士服务团、县级本土人才库；次数未作规定，平台只看有没有）",
        valid_from=_SINCE,
        period_kind=PeriodKind.QUARTER,
        caution="当年累计；表为平台增设，省里没有要求填报的期次没有这项指标。",
    ),
)
