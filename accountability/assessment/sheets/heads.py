"""T12 DJ-12 市县党政正职履行脱贫攻坚责任考评得分表: one row a head a year."""

from typing import Final

from accountability.assessment.sheets.heads_checks import (
    ROW_CHECKS,
    check_doubles,
    derive,
    scheme_for,
)
from accountability.assessment.sheets.heads_columns import COLUMNS
from accountability.assessment.sheets.heads_prefill import prefill_heads
from accountability.assessment.sheets.heads_sql import CROSS_CHECKS
from accountability.intake.declare import Sheet, register
from accountability.intake.rules import PeriodKind
from portal.access.roles import Permission

HEADS: Final = register(
    Sheet(
        code="T12",
        official_code="DJ-12",
        version="1",
        title="市县党政正职履行脱贫攻坚责任考评得分表",
        period_kind=PeriodKind.YEAR,
        model="accountability.HeadScoreRow",
        columns=COLUMNS,
        key=("person_name", "post_title"),
        label=("person_name", "post_title"),
        row_checks=ROW_CHECKS,
        sheet_checks=(check_doubles,),
        cross_checks=CROSS_CHECKS,
        context=scheme_for,
        asks_city=True,
        derive=derive,
        prefill=prefill_heads,
        permission=Permission.MEASURE_VIEW,
        header_rows=2,
        unit_note="单位：分",
        notes=(
            "注：1.总分＝各项得分占满分的比例×权重之和＋加减分；权重和等次未正式发布前按示例口径校验。",
            "2.有红线事项的不得评为“好”；评为“差”的须写明可查的依据。",
            "3.任现职不满规定月数的不确定等次。结果公布前须向本人反馈。",
        ),
        signers=("考核组组长（签字）", "审核人", "填表人", "日期"),
        attachment="附件12",
        source="docs/sources.md#t12",
    )
)
