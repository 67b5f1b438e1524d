"""Weak and lax village Party organisations: how many, how many mended, how many fell back."""

import datetime as dt
from typing import Final

from accountability.assessment.indicators.declare import Direction, Indicator, Needs, Topic
from accountability.assessment.indicators.relations import VILLAGES, lines
from accountability.ledgers.rules import weak as stages

WEAK_SHARE, CONVERSION, RELAPSE = "weak_share", "conversion", "relapse"
_SINCE: Final = dt.date(2015, 1, 1)

CURED: Final = f"line.stage IN {tuple(sorted(stages.ACCEPTED))}"
DROPPED: Final = f"line.stage = '{stages.WITHDRAWN}'"
OPEN: Final = f"line.stage NOT IN {tuple(sorted(stages.BEFORE_OPENING | stages.ACCEPTED))}"
BACK: Final = f"line.stage = '{stages.REOPENED}' OR coalesce(line.relapses_count, 0) > 0"
_LABEL: Final = "line.township_name || line.village_name AS label"
_WHERE: Final = "line.row_no, line.sheet_name, line.revision_id"

_WEAK_SHARE: Final = f"""
SELECT village.county_id, (weak.row_no IS NOT NULL)::int AS met, 1 AS weight,
       NULL AS part, village.label, coalesce('整顿中：' || weak.stage, '不在整顿') AS why,
       weak.row_no, weak.sheet_name, weak.revision_id
FROM ({VILLAGES}) AS village
LEFT JOIN (
    SELECT DISTINCT ON (line.village_id) line.village_id, line.stage, {_WHERE}
    FROM {lines("weakcaserow", "T4")}
    WHERE line.village_id IS NOT NULL AND {OPEN}
    ORDER BY line.village_id, line.row_no
) AS weak ON weak.village_id = village.village_id
"""

_CONVERSION: Final = f"""
SELECT line.county_id, ({CURED})::int AS met, 1 AS weight, line.stage AS part, {_LABEL},
       line.opened_on || '立案，' || coalesce(nullif(line.stage, ''), '进度未填') AS why, {_WHERE}
FROM {lines("weakcaserow", "T4")}
WHERE NOT ({DROPPED})
  AND line.opened_on <= %(last)s - make_interval(months => %(conversion_months)s::int)
"""

_RELAPSE: Final = f"""
SELECT line.county_id, is_back::int AS met, 1 AS weight, CASE WHEN is_back THEN '反弹' END AS part,
       {_LABEL},
       CASE WHEN is_back THEN '有反弹：' || line.stage
            ELSE coalesce(line.verified_on, line.finished_on) || '验收转化，未反弹' END AS why,
       {_WHERE}
FROM {lines("weakcaserow", "T4")}
CROSS JOIN LATERAL (
    SELECT {BACK} AS is_back
) AS told
WHERE is_back OR ({CURED} AND coalesce(line.verified_on, line.finished_on)
                  > %(last)s - make_interval(months => %(tracking_months)s::int))
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
)
