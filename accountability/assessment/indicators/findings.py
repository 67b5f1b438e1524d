"""Findings of inspections: closed by their term, overdue, thrown back on re-check."""

import datetime as dt
from typing import Final

from accountability.assessment.indicators.declare import (
    Direction,
    Indicator,
    Needs,
    Span,
    Topic,
)
from accountability.assessment.indicators.relations import lines

CLOSED, OVERDUE, SENT_BACK = "closed", "overdue", "sent_back"
_SINCE: Final = dt.date(2015, 1, 1)
_NEEDS: Final = (Needs("T6", Span.YEAR),)

# The ledger of a month leaves out what was closed before: each finding counts as it stood last.
_DUE: Final = f"""
WITH latest AS (
    SELECT DISTINCT ON (line.county_id, line.finding_number) line.*, current.last_day,
           coalesce(line.extended_to, line.due_on) AS due
    FROM {lines("findingrow", "T6")}
    ORDER BY line.county_id, line.finding_number, current.last_day DESC
),
told AS (
    SELECT county_id, due, closed_on, gravity, row_no, sheet_name, revision_id,
           finding_number || ' ' || category AS label,
           '时限' || due || CASE WHEN closed_on <= %(last)s THEN '，' || closed_on || '销号'
                                ELSE '，尚未销号' END AS why
    FROM latest
    WHERE due >= %(year)s AND due <= %(last)s AND mend_type <> '长期坚持'
)
"""

_CLOSED: Final = f"""{_DUE}
SELECT county_id, coalesce(closed_on <= due, false)::int AS met, 1 AS weight,
       CASE WHEN closed_on > due AND closed_on <= %(last)s THEN '逾期后销号'
            WHEN closed_on IS NULL OR closed_on > %(last)s THEN '未销号' END AS part,
       label, why, row_no, sheet_name, revision_id
FROM told
"""

_OVERDUE: Final = f"""{_DUE}
SELECT county_id, is_late::int AS met, 1 AS weight, CASE WHEN is_late THEN gravity END AS part,
       label, why, row_no, sheet_name, revision_id
FROM told
CROSS JOIN LATERAL (
    SELECT due < %(last)s AND (closed_on IS NULL OR closed_on > %(last)s) AS is_late
) AS late
"""

_SENT_BACK: Final = f"""
SELECT county_id, (verify_result = '退回')::int AS met, 1 AS weight, verify_result AS part,
       finding_number || ' ' || category AS label,
       verified_on || verifier_name || '复核：' || verify_result AS why,
       row_no, sheet_name, revision_id
FROM (
    SELECT DISTINCT ON (line.county_id, line.finding_number, line.verified_on) line.*
    FROM {lines("findingrow", "T6")}
    LEFT JOIN villages_unit AS unit ON unit.id = line.verifier_id
    WHERE line.verify_result IN ('通过', '退回')
      AND line.verified_on >= %(year)s AND line.verified_on <= %(last)s
      AND (unit.level = 'province' OR line.verifier_name LIKE '省%%')
    ORDER BY line.county_id, line.finding_number, line.verified_on, current.last_day DESC
) AS checked
"""

DECLARED: Final = (
    Indicator(
        code=CLOSED,
        name="问题销号率",
        short="问题销号",
        topic=Topic.GAPS,
        numerator="其中在整改时限内销号的",
        denominator="当年以来整改时限已到的督查问题",
        formula="按期销号数 ÷ 已到期问题数",
        needs=_NEEDS,
        things=_CLOSED,
        field="closed_on",
        rule="K-01/2018",
        source="督查问题台账管理要求（整改时限由交办单位规定）",
        valid_from=_SINCE,
        caution="分母是已到期的问题，不是全部未销号的问题；批准延期的按延期后的时限；长期坚持的不计入。",
    ),
    Indicator(
        code=OVERDUE,
        name="问题逾期率",
        short="问题逾期",
        topic=Topic.GAPS,
        numerator="其中期末仍未销号的",
        denominator="当年以来整改时限已到的督查问题",
        formula="逾期未销号数 ÷ 已到期问题数",
        needs=_NEEDS,
        things=_OVERDUE,
        field="due_on",
        direction=Direction.LOWER,
        rule="K-01/2018",
        source="督查问题台账管理要求（整改时限由交办单位规定）",
        valid_from=_SINCE,
        caution="逾期后已销号的不算逾期率的分子，也不算销号率的分子；批准延期的按延期后的时限。",
    ),
    Indicator(
        code=SENT_BACK,
        name="问题复核退回率",
        short="复核退回",
        topic=Topic.GAPS,
        numerator="其中复核结果为退回的",
        denominator="当年以来省级单位复核过的问题（同一问题复核几次计几次）",
        formula="退回次数 ÷ 省级复核次数",
        needs=_NEEDS,
        things=_SENT_BACK,
        field="verify_result",
        direction=Direction.LOWER,
        rule="K-01/2018",
        source="督查问题台账管理要求（复核由交办单位或其上级负责，比例由平台计算）",
        valid_from=_SINCE,
        caution="样本少，复核次数一并列出，少于5次的只列数。",
    ),
)
