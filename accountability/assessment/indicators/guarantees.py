"""What villages live on: pay of the secretary, the collective economy."""

import datetime as dt
from typing import Final

from accountability.assessment.indicators.declare import Direction, Indicator, Needs, Topic
from accountability.assessment.indicators.relations import lines
from accountability.intake.rules import PeriodKind

PAY, FUNDS, HOLLOW, THIN = "pay", "funds", "hollow", "thin"
_LABEL: Final = "line.township_name || line.village_name AS label"
_WHERE: Final = "line.row_no, line.sheet_name, line.revision_id"
_BINS: Final = "农业部农村经营管理统计报表分档（2008年），空壳、薄弱的界限见参数（官方表述待核）"
_NARROW: Final = (
    "口径：经营性收入不含补助；没有经营性收入的为空壳村，有收入但低于界限的为薄弱村，两者不重复；"
    "没有填报收入的村不计入。宽口径会把两者都称为空壳村，与别处比较前先核对口径。"
)

_PAY: Final = f"""
SELECT line.county_id, coalesce(line.is_pay_met, false)::int AS met,
       (line.is_pay_met IS NOT NULL)::int AS weight,
       CASE WHEN line.is_pay_met IS NULL THEN '未填' WHEN NOT line.is_pay_met THEN '未达标' END
           AS part, {_LABEL},
       CASE WHEN line.is_pay_met IS NULL THEN '报酬或上年收入未填，不计入'
            ELSE '书记年报酬' || line.secretary_pay || '万元，为上年县农村居民收入的'
                 || coalesce(line.pay_times::text, '—') || '倍' END AS why, {_WHERE}
FROM {lines("guaranteerow", "T11")}
"""

_FUNDS: Final = f"""
SELECT line.county_id, coalesce(line.is_funds_met, false)::int AS met,
       (line.is_funds_met IS NOT NULL)::int AS weight,
       CASE WHEN line.is_funds_met IS NULL THEN '未填' WHEN NOT line.is_funds_met THEN '未达标' END
           AS part, {_LABEL},
       CASE WHEN line.is_funds_met IS NULL THEN '财政拨付合计未填，不计入'
            ELSE '财政拨付' || line.funds_total || '万元，门槛'
                 || coalesce(line.funds_least::text, '—') || '万元' END
           AS why, {_WHERE}
FROM {lines("guaranteerow", "T11")}
"""


def _economy(word: str) -> str:
    return f"""
SELECT line.county_id, (line.weakness = '{word}')::int AS met, (line.weakness <> '')::int AS weight,
       CASE WHEN line.weakness = '' THEN '未填' WHEN line.weakness = '{word}' THEN line.weakness END
           AS part, {_LABEL},
       CASE WHEN line.weakness = '' THEN '收入未填全，不计入'
            ELSE '经营性收入' || line.operating_income || '万元'
                 || CASE WHEN line.weakness = '否' THEN '' ELSE '，' || line.weakness END END
           AS why, {_WHERE}
FROM {lines("economyrow", "T5")}
"""


DECLARED: Final = (
    Indicator(
        code=PAY,
        name="村党组织书记报酬达标率",
        short="报酬达标",
        topic=Topic.GAPS,
        numerator="书记年报酬不低于上年县农村居民人均可支配收入规定倍数的村",
        denominator="填报了书记报酬的村",
        formula="报酬达标村数 ÷ 填报村数",
        needs=(Needs("T11"),),
        things=_PAY,
        field="secretary_pay",
        rule="I-03/2015",
        source="村级组织运转经费保障有关规定（倍数见参数）",
        valid_from=dt.date(2015, 1, 1),
        period_kind=PeriodKind.YEAR,
        caution="比较的是上一年的县农村居民人均可支配收入，不是当年；倍数不作四舍五入。",
    ),
    Indicator(
        code=FUNDS,
        name="村级组织运转经费达标率",
        short="经费达标",
        topic=Topic.GAPS,
        numerator="财政拨付合计不低于当年门槛的村",
        denominator="填报了财政拨付合计的村",
        formula="经费达标村数 ÷ 填报村数",
        needs=(Needs("T11"),),
        things=_FUNDS,
        field="funds_total",
        rule="I-01/2016",
        source="村级组织运转经费保障标准（门槛见参数）",
        valid_from=dt.date(2015, 1, 1),
        period_kind=PeriodKind.YEAR,
        caution="按当年的门槛计算，2020年起的门槛文号待核；没有填报的村不计入。",
    ),
    Indicator(
        code=HOLLOW,
        name="集体经济空壳率",
        short="空壳村",
        topic=Topic.GAPS,
        numerator="空壳村",
        denominator="填报了经营性收入的村",
        formula="空壳村数 ÷ 填报村数",
        needs=(Needs("T5"),),
        things=_economy("空壳村"),
        field="income_total",
        direction=Direction.LOWER,
        rule="J-04/2015",
        source=_BINS,
        valid_from=dt.date(2015, 1, 1),
        period_kind=PeriodKind.YEAR,
        caution=_NARROW,
    ),
    Indicator(
        code=THIN,
        name="集体经济薄弱率",
        short="薄弱村",
        topic=Topic.GAPS,
        numerator="薄弱村",
        denominator="填报了经营性收入的村",
        formula="薄弱村数 ÷ 填报村数",
        needs=(Needs("T5"),),
        things=_economy("薄弱村"),
        field="income_total",
        direction=Direction.LOWER,
        rule="J-04/2015",
        source=_BINS,
        valid_from=dt.date(2015, 1, 1),
        period_kind=PeriodKind.YEAR,
        caution=_NARROW,
    ),
)
