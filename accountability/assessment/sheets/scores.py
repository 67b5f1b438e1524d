"""T3 DJ-03 第一书记年度（期满）考核评分汇总表: one row a first secretary a year."""

from typing import Final

from accountability.assessment.sheets.scores_checks import (
    ROW_CHECKS,
    check_doubles,
    check_quota,
    scheme_for,
)
from accountability.assessment.sheets.scores_columns import COLUMNS
from accountability.assessment.sheets.scores_sql import CROSS_CHECKS
from accountability.intake.declare import Sheet, register
from accountability.intake.rules import PeriodKind
from accountability.ledgers.sheets.prefill import prefill_scores

SCORES: Final = register(
    Sheet(
        code="T3",
        official_code="DJ-03",
        version="1",
        title="第一书记年度（期满）考核评分汇总表",
        period_kind=PeriodKind.YEAR,
        model="accountability.ScoreRow",
        columns=COLUMNS,
        key=("township_name", "village_name", "person_name", "id_tail"),
        label=("village_name", "person_name"),
        row_checks=ROW_CHECKS,
        sheet_checks=(check_quota, check_doubles),
        cross_checks=CROSS_CHECKS,
        context=scheme_for,
        prefill=prefill_scores,
        header_rows=2,
        unit_note="单位：分、票、次",
        notes=(
            "注：1.各项满分、权重和等次见当期考核方案；方案未正式发布前按示例口径校验。",
            "2.评为优秀和不合格的，须写明等次依据。",
            "3.考核组成员签字：县委组织部和派出单位双方签字后填“是”。",
        ),
        signers=("考核单位（县委组织部，盖章）", "审核人", "填表人", "日期"),
        attachment="附件3",
        source="docs/sources.md#t3",
    )
)
