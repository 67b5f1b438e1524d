"""What follows for cadres: assessed heads with a whole file, measures, encouragement and care.

Information only: how often somebody is praised or held to account says nothing good or bad of a
county by itself. All three read guarded sheets, so they are shown to who is cleared for those.
"""

import datetime as dt
from typing import Final

from accountability.assessment.indicators.declare import Direction, Indicator, Needs, Topic
from accountability.assessment.indicators.relations import lines
from accountability.intake.rules import PeriodKind

HEAD_FILES, MEASURES, INCENTIVES = "head_files", "measures", "incentives"

_HEAD_FILES: Final = f"""
WITH assessed AS (
    SELECT line.*,
           array_remove(ARRAY[
               CASE WHEN line.regular_score IS NULL OR line.regular_basis = '' THEN '平时考核' END,
               CASE WHEN line.special_score IS NULL OR line.special_basis = '' THEN '专项考核' END,
               CASE WHEN line.annual_score IS NULL OR line.annual_basis = '' THEN '年度考核' END,
               CASE WHEN line.grade = '' THEN '等次' END,
               CASE WHEN line.feedback = '' AND line.feedback_on IS NULL THEN '反馈' END
           ], NULL) AS missing
    FROM {lines("headscorerow", "T12")}
)
SELECT county_id, (cardinality(missing) = 0)::int AS met, 1 AS weight, nullif(grade, '') AS part,
       unit_name || post_title || ' ' || person_name AS label,
       CASE WHEN cardinality(missing) = 0 THEN '得分、依据、等次和反馈齐全'
            ELSE '缺' || array_to_string(missing, '、') END AS why,
       row_no, sheet_name, revision_id
FROM assessed
"""

_MEASURES: Final = f"""
SELECT line.county_id, coalesce(line.is_counted, false)::int AS met, 1 AS weight,
       nullif(line.category, '') AS part,
       line.unit_name || ' ' || line.person_name AS label,
       concat_ws('，', nullif(line.form, ''), nullif(line.standing, ''),
                 CASE WHEN line.is_counted THEN '计入问责' ELSE '不计入问责' END) AS why,
       line.row_no, line.sheet_name, line.revision_id
FROM {lines("measurerow", "T15")}
WHERE line.decided_on BETWEEN %(first)s AND %(last)s
"""

_INCENTIVES: Final = f"""
SELECT line.county_id, (line.category IN ('提拔重用', '晋升职级', '表彰'))::int AS met, 1 AS weight,
       nullif(line.category, '') AS part, line.unit_name || ' ' || line.person_name AS label,
       concat_ws('，', nullif(line.category, ''), nullif(line.content, '')) AS why,
       line.row_no, line.sheet_name, line.revision_id
FROM {lines("incentiverow", "T16")}
WHERE line.given_on BETWEEN %(first)s AND %(last)s
"""

DECLARED: Final = (
    Indicator(
        code=HEAD_FILES,
        name="正职考评档案完整率",
        short="考评档案",
        topic=Topic.CADRES,
        numerator="其中三项得分和依据、等次、反馈齐全的",
        denominator="列入考评得分表的党政正职",
        formula="档案齐全的人数 ÷ 列入考评的人数",
        needs=(Needs("T12"),),
        things=_HEAD_FILES,
        field="grade",
        direction=Direction.NONE,
        rule="A-09/2017",
        source="《市县党政正职履行脱贫攻坚责任考评办法》：考核档案建好用好（2017年4月，条文待核）",
        valid_from=dt.date(2017, 4, 26),
        period_kind=PeriodKind.YEAR,
        caution="等次分布只反映情况，不作排名依据；没有列入得分表的人不计入。",
    ),
    Indicator(
        code=MEASURES,
        name="当月处理中计入问责的比例",
        short="问责情况",
        topic=Topic.CADRES,
        numerator="其中按规定计入问责的（通报、诫勉、组织调整、党纪政务处分的决定）",
        denominator="当月决定的约谈、召回、问责处理",
        formula="计入问责的人次 ÷ 处理人次",
        needs=(Needs("T15"),),
        things=_MEASURES,
        field="category",
        direction=Direction.NONE,
        rule="4.12/2016",
        source="《中国共产党问责条例》（2016年，2019年修订）",
        valid_from=dt.date(2016, 7, 8),
        caution="提醒约谈和召回不计入问责；处理多少本身不说明好坏，须看事由。",
    ),
    Indicator(
        code=INCENTIVES,
        name="激励关爱中提拔和表彰的比例",
        short="激励关爱",
        topic=Topic.CADRES,
        numerator="其中提拔重用、晋升职级和表彰",
        denominator="当季表彰激励和关爱保障",
        formula="提拔、晋升和表彰人次 ÷ 全部人次",
        needs=(Needs("T16"),),
        things=_INCENTIVES,
        field="category",
        direction=Direction.NONE,
        rule="S22/2018",
        source="全省抓党建促脱贫攻坚工作讲话：正向激励",
        valid_from=dt.date(2015, 1, 1),
        period_kind=PeriodKind.QUARTER,
        caution="只反映构成，不评好坏。",
    ),
)
