"""Weak and lax village Party organisations: how many, how many mended, how many fell back."""

import datetime as dt
from typing import Final

from accountability.assessment.indicators.declare import Direction, Indicator, Needs, Topic
from accountability.assessment.indicators.relations import VILLAGES, lines
from accountability.rectification.rules import stages
from accountability.rectification.rules.standing import listed, standing

WEAK_SHARE, CONVERSION, RELAPSE, OVERTURN = (
    "weak_share", "conversion", "relapse", "overturn",
)  # fmt: skip
_SINCE: Final = dt.date(2015, 1, 1)

# A case stands where its ledger says, unless a re-check or a relapse sent it back by then.
CASES: Final = f"""{lines("weakcaserow", "T4")}
CROSS JOIN LATERAL (SELECT {standing("line", "%(last)s")} AS standing) AS now
"""
CURED: Final = f"now.standing IN {listed(stages.ACCEPTED)}"
DROPPED: Final = f"now.standing = '{stages.WITHDRAWN}'"
OPEN: Final = f"now.standing NOT IN {listed(stages.BEFORE_OPENING | stages.ACCEPTED)}"
BACK: Final = f"now.standing = '{stages.REOPENED}' OR coalesce(line.relapses_count, 0) > 0"
_LABEL: Final = "line.township_name || line.village_name AS label"
_WHERE: Final = "line.row_no, line.sheet_name, line.revision_id"

_WEAK_SHARE: Final = f"""
SELECT village.county_id, (weak.row_no IS NOT NULL)::int AS met, 1 AS weight,
       NULL AS part, village.label, coalesce('整顿中：' || weak.stage, '不在整顿') AS why,
       weak.row_no, weak.sheet_name, weak.revision_id
FROM ({VILLAGES}) AS village
LEFT JOIN (
    SELECT DISTINCT ON (line.village_id) line.village_id, now.standing AS stage, {_WHERE}
    FROM {CASES}
    WHERE line.village_id IS NOT NULL AND {OPEN}
    ORDER BY line.village_id, line.row_no
) AS weak ON weak.village_id = village.village_id
"""

_CONVERSION: Final = f"""
SELECT line.county_id, ({CURED})::int AS met, 1 AS weight, now.standing AS part, {_LABEL},
       line.opened_on || '立案，' || coalesce(nullif(now.standing, ''), '进度未填') AS why, {_WHERE}
FROM {CASES}
WHERE NOT ({DROPPED})
  AND line.opened_on <= %(last)s - make_interval(months => %(conversion_months)s::int)
"""

_RELAPSE: Final = f"""
SELECT line.county_id, is_back::int AS met, 1 AS weight, CASE WHEN is_back THEN '反弹' END AS part,
       {_LABEL},
       CASE WHEN is_back THEN '有反弹：' || now.standing
            ELSE coalesce(line.verified_on, line.finished_on) || '验收转化，未反弹' END AS why,
       {_WHERE}
FROM {CASES}
CROSS JOIN LATERAL (
    SELECT {BACK} AS is_back
) AS told
WHERE is_back OR ({CURED} AND coalesce(line.verified_on, line.finished_on)
                  > %(last)s - make_interval(months => %(tracking_months)s::int))
"""

_OVERTURN: Final = """
SELECT checked.county_id, (checked.result = 'failed')::int AS met, 1 AS weight,
       CASE checked.result WHEN 'failed' THEN '不通过' ELSE '通过' END AS part,
       coalesce(town.name, '') || village.name AS label,
       checked.checked_on || '省抽查：' || CASE checked.result WHEN 'failed' THEN '不通过'
           ELSE '通过' END || '（县报' || checked.stage || '）' AS why,
       NULL::int AS row_no, NULL::text AS sheet_name, NULL::bigint AS revision_id
FROM accountability_recheck AS checked
JOIN reported ON reported.county_id = checked.county_id
JOIN villages_division AS village ON village.id = checked.village_id
LEFT JOIN villages_division AS town ON town.id = village.parent_id
WHERE checked.level = 'province' AND checked.checked_on >= %(year)s
  AND checked.checked_on <= %(last)s
"""

DECLARED: Final = (
    Indicator(
        code=WEAK_SHARE,
        name="软弱涣散村党组织比例",
        short="软弱涣散",
        topic=Topic.BRANCHES,
        numerator="期末整顿中的软弱涣散村党组织",
        denominator="期末的行政村",
        formula="整顿中的村数 ÷ 行政村数",
        needs=(Needs("T4"),),
        things=_WEAK_SHARE,
        field="stage",
        direction=Direction.NONE,
        rule="F-04/2020",
        source="软弱涣散村党组织应整尽整，不定比例、不分指标（2019年、2020年有关要求）",
        valid_from=_SINCE,
        caution="不设比例要求，不得据此向下分配指标；已转化、跟踪巩固和销号的不计入分子。",
    ),
    Indicator(
        code=CONVERSION,
        name="软弱涣散转化率",
        short="整顿转化",
        topic=Topic.BRANCHES,
        numerator="其中已验收转化（含跟踪巩固、销号）的",
        denominator="立案满规定月数的软弱涣散村（误列撤销的除外）",
        formula="已转化数 ÷ 立案满规定月数的个案数",
        needs=(Needs("T4"),),
        things=_CONVERSION,
        field="stage",
        parameters=("conversion_months",),
        rule="F-11/2015",
        source="软弱涣散村党组织整顿验收要求（月数待核，见参数）",
        valid_from=_SINCE,
        caution="只看立案满规定月数的个案，不用“已转化÷现有个案”，避免“被整顿、被转化”。",
    ),
    Indicator(
        code=RELAPSE,
        name="整顿反弹率",
        short="整顿反弹",
        topic=Topic.BRANCHES,
        numerator="其中反弹、重新立案的",
        denominator="跟踪期内已转化的软弱涣散村和反弹的村",
        formula="反弹数 ÷（跟踪期内转化数＋反弹数）",
        needs=(Needs("T4"),),
        things=_RELAPSE,
        field="stage",
        parameters=("tracking_months",),
        direction=Direction.LOWER,
        rule="F-12/2020",
        source="验收后跟踪问效（外省做法，跟踪期见参数）",
        valid_from=_SINCE,
        caution="反弹以整顿台账的进度和反弹次数为准。",
    ),
    Indicator(
        code=OVERTURN,
        name="复核推翻率",
        short="复核推翻",
        topic=Topic.BRANCHES,
        numerator="其中抽查不通过的",
        denominator="当年以来省级对已验收个案的抽查（同一个案抽查几次计几次）",
        formula="抽查不通过次数 ÷ 省级抽查次数",
        needs=(Needs("T4"),),
        things=_OVERTURN,
        field="stage",
        direction=Direction.LOWER,
        rule="S13/2020",
        source="全省抓党建促脱贫攻坚工作讲话（防止“被整顿、被转化”，比例由平台计算）",
        valid_from=_SINCE,
        caution="抽查次数一并列出，少于5次的只列数；市抽验不计入；抽查由省级在平台登记。",
    ),
)
