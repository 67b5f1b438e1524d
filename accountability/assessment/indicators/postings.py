"""First secretaries and teams: who is posted, who is in the village, who was recalled."""

import datetime as dt
from typing import Final

from accountability.assessment.indicators.declare import Direction, Indicator, Needs, Topic
from accountability.assessment.indicators.relations import lines
from accountability.assessment.indicators.weak import CASES, OPEN
from accountability.intake.rules import PeriodKind

COVERAGE, PRESENCE, ATTENDANCE, RECALL, GRADES = (
    "coverage", "presence", "attendance", "recall", "grades",
)  # fmt: skip
_SINCE: Final = dt.date(2015, 4, 1)
_NOTICE_2015: Final = "中组部等《关于做好选派机关优秀干部到村任第一书记工作的通知》（2015年4月）"

_COVERAGE: Final = f"""
WITH required AS (
    SELECT type.county_id, type.village_id
    FROM villages_villagetype AS type
    JOIN reported ON reported.county_id = type.county_id
    WHERE type.kind IN ('poor', 'deep', 'weak') AND type.valid_from <= %(last)s
      AND (type.valid_to IS NULL OR type.valid_to > %(last)s)
    UNION
    SELECT line.county_id, line.village_id FROM {CASES}
    WHERE line.village_id IS NOT NULL AND {OPEN}
),
serving AS (
    SELECT line.village_id, count(DISTINCT line.id_fingerprint) AS people,
           min(line.row_no) AS row_no, min(line.sheet_name) AS sheet_name,
           min(line.revision_id) AS revision_id,
           string_agg(line.person_name, '、' ORDER BY line.row_no) AS names
    FROM {lines("rosterrow", "T1")}
    WHERE line.team_role = '第一书记' AND line.village_id IS NOT NULL
      AND line.arrived_on <= %(last)s AND (line.left_on IS NULL OR line.left_on > %(last)s)
    GROUP BY line.village_id
)
SELECT required.county_id, (coalesce(serving.people, 0) = 1)::int AS met, 1 AS weight,
       CASE WHEN serving.people IS NULL THEN 'none' WHEN serving.people > 1 THEN 'several' END
           AS part,
       coalesce(town.name, '') || village.name AS label,
       CASE WHEN serving.people IS NULL THEN '没有在任第一书记'
            WHEN serving.people = 1 THEN '在任：' || serving.names
            ELSE '重复派驻：' || serving.names END AS why,
       serving.row_no, serving.sheet_name, serving.revision_id
FROM required
JOIN villages_division AS village ON village.id = required.village_id
LEFT JOIN villages_division AS town ON town.id = village.parent_id
LEFT JOIN serving ON serving.village_id = required.village_id
"""

# A week is met when days and nights reach what is required; leave and duty days make up for the
# smallest shortfalls first, one day for one day (docs/sources.md#e05).
_JUDGED: Final = f"""
WITH week AS (
    SELECT line.county_id, line.revision_id, line.id, line.row_no, line.sheet_name,
           line.village_name, line.person_name, line.leave_approver, part.slot, part.required,
           coalesce(line.leave_days, 0) AS leave,
           coalesce(line.leave_days, 0) + coalesce(line.duty_days, 0) AS excused,
           greatest(
               part.required - coalesce(part.days, 0),
               greatest(part.required - 1, 0) - coalesce(part.nights, 0),
               0
           ) AS shortfall
    FROM {lines("presencerow", "T2")}
    CROSS JOIN LATERAL unnest(line.required_days, line.days, line.nights)
        WITH ORDINALITY AS part(required, days, nights, slot)
    WHERE part.required > 0
),
judged AS (
    SELECT *, sum(shortfall) OVER (
        PARTITION BY id ORDER BY shortfall ROWS UNBOUNDED PRECEDING
    ) <= excused AS met
    FROM week
),
person AS (
    SELECT county_id, revision_id, id, row_no, sheet_name,
           village_name || ' ' || person_name AS label,
           count(*)::int AS weeks, (count(*) FILTER (WHERE met))::int AS weeks_met,
           max(leave) >= sum(required) AND max(leave_approver) <> '' AS is_away,
           CASE WHEN bool_and(met) THEN '各周均达标'
                ELSE '未达标：第' || string_agg(slot::text, '、' ORDER BY slot)
                     FILTER (WHERE NOT met) || '周' END AS why
    FROM judged
    GROUP BY county_id, revision_id, id, row_no, sheet_name, village_name, person_name
)
"""

_PRESENCE: Final = f"""{_JUDGED}
SELECT county_id, weeks_met AS met, weeks AS weight,
       CASE WHEN weeks_met = weeks THEN '各周达标的人' ELSE '有周未达标的人' END AS part,
       label, why, row_no, sheet_name, revision_id
FROM person
"""

_ATTENDANCE: Final = f"""{_JUDGED}
SELECT county_id, (weeks_met = weeks AND NOT is_away)::int AS met, (NOT is_away)::int AS weight,
       CASE WHEN is_away THEN '全月请假' END AS part, label,
       CASE WHEN is_away THEN '全月请假，已批准，不计入' ELSE why END AS why,
       row_no, sheet_name, revision_id
FROM person
"""

_RECALL: Final = f"""
WITH posted AS (
    SELECT line.county_id, line.revision_id, max(line.id_fingerprint) AS id_fingerprint,
           min(line.row_no) AS row_no, min(line.sheet_name) AS sheet_name,
           min(line.village_name || ' ' || line.person_name) AS label,
           coalesce(bool_or(line.left_reason = '召回' AND line.left_on >= %(first)s
                            AND line.left_on <= %(last)s), false) AS is_recalled
    FROM {lines("rosterrow", "T1")}
    WHERE line.left_on IS NULL OR line.left_on >= %(first)s
    GROUP BY line.county_id, line.revision_id,
             coalesce(nullif(line.id_fingerprint, ''), line.id::text)
),
told AS (
    SELECT line.county_id, line.id_fingerprint,
           string_agg(DISTINCT line.reason, '；' ORDER BY line.reason) AS reason
    FROM {lines("measurerow", "T15")}
    WHERE line.category = '召回' AND line.id_fingerprint <> ''
    GROUP BY line.county_id, line.id_fingerprint
)
SELECT posted.county_id, posted.is_recalled::int AS met, 1 AS weight,
       CASE WHEN posted.is_recalled THEN '召回' END AS part, posted.label,
       CASE WHEN posted.is_recalled
            THEN '召回' || coalesce('：' || told.reason, '')
            ELSE '在派' END AS why,
       posted.row_no, posted.sheet_name, posted.revision_id
FROM posted
LEFT JOIN told ON told.county_id = posted.county_id
    AND told.id_fingerprint = posted.id_fingerprint
"""

_GRADES: Final = f"""
SELECT line.county_id, (line.grade = '优秀')::int AS met, 1 AS weight, line.grade AS part,
       line.village_name || ' ' || line.person_name AS label, line.grade AS why,
       line.row_no, line.sheet_name, line.revision_id
FROM {lines("scorerow", "T3")}
WHERE line.grade <> ''
"""

DECLARED: Final = (
    Indicator(
        code=COVERAGE,
        name="第一书记覆盖率",
        short="派驻覆盖",
        topic=Topic.HELPERS,
        numerator="期末有且只有1名在任第一书记的应派村",
        denominator="期末应派第一书记的村（贫困村和整顿中的软弱涣散村）",
        formula="有且只有1名在任第一书记的应派村数 ÷ 应派村数",
        needs=(Needs("T1"), Needs("T4", required=False)),
        registry=("T4",),
        things=_COVERAGE,
        field="village_name",
        rule="E-01/2015",
        source=_NOTICE_2015,
        valid_from=_SINCE,
        caution="应派村按期末当日的村类型认定；当月整顿台账中在整顿的村一并计入。",
    ),
    Indicator(
        code=PRESENCE,
        name="五天四夜达标率",
        short="五天四夜",
        topic=Topic.HELPERS,
        numerator="驻村天数和夜数均达到要求的人周",
        denominator="应驻村的人周",
        formula="达标人周数 ÷ 应驻人周数",
        needs=(Needs("T2"),),
        things=_PRESENCE,
        field="days",
        rule="E-05/2018",
        source="省委组织部驻村第一书记“五天四夜”工作要求（文号待核）",
        valid_from=_SINCE,
        caution="每周应驻天数按法定节假日和调休调整；请假、公差按日抵减；跨月的周计入其周四所在月。",
    ),
    Indicator(
        code=ATTENDANCE,
        name="在岗达标率",
        short="在岗达标",
        topic=Topic.HELPERS,
        numerator="各周均达到“五天四夜”要求的人",
        denominator="当月应在岗一周以上的人（批准的全月请假除外）",
        formula="各周均达标的人数 ÷ 应在岗人数",
        needs=(Needs("T2"),),
        things=_ATTENDANCE,
        field="days",
        rule="E-05/2018",
        source="省委组织部驻村第一书记“五天四夜”工作要求（文号待核）",
        valid_from=_SINCE,
        caution="批准的全月请假不计入分母，人数另列。",
    ),
    Indicator(
        code=RECALL,
        name="召回率",
        short="召回",
        topic=Topic.HELPERS,
        numerator="当月召回的驻村干部",
        denominator="当月在派的第一书记和工作队员（含当月离任的）",
        formula="召回人数 ÷ 在派人数",
        needs=(Needs("T1"), Needs("T15", required=False)),
        things=_RECALL,
        field="left_reason",
        direction=Direction.NONE,
        rule="E-11/2018",
        source="《河南省驻村第一书记召回办法（试行）》（条文待核）",
        valid_from=_SINCE,
        caution="召回多少本身不说明好坏，须看事由；事由取自当月约谈召回问责情况统计表。",
    ),
    Indicator(
        code=GRADES,
        name="第一书记考核优秀比例",
        short="考核优秀",
        topic=Topic.HELPERS,
        numerator="考核等次为优秀的第一书记",
        denominator="参加考核并已定等次的第一书记",
        formula="优秀人数 ÷ 已定等次人数",
        needs=(Needs("T3"),),
        things=_GRADES,
        field="grade",
        direction=Direction.NONE,
        rule="D-04/2018",
        source="第一书记年度（期满）考核，等次名额见当期考核方案",
        valid_from=_SINCE,
        period_kind=PeriodKind.YEAR,
        caution="只反映分布，不作排名依据。",
    ),
)
