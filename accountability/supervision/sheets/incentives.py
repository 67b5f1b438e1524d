"""T16 DJ-16 表彰激励和关爱保障情况统计表: one row an act."""

from typing import Final

from accountability.intake.declare import Sheet, register
from accountability.intake.rules import PeriodKind
from accountability.supervision.sheets.incentives_checks import ROW_CHECKS, check_doubles
from accountability.supervision.sheets.incentives_columns import COLUMNS
from accountability.supervision.sheets.incentives_sql import CROSS_CHECKS
from accountability.supervision.sheets.prefill import prefill_incentives
from portal.access.roles import Permission

INCENTIVES: Final = register(
    Sheet(
        code="T16",
        official_code="DJ-16",
        version="1",
        title="表彰激励和关爱保障情况统计表",
        period_kind=PeriodKind.QUARTER,
        model="accountability.IncentiveRow",
        columns=COLUMNS,
        key=("person_name", "unit_name", "category", "given_on", "content"),
        label=("unit_name", "category"),
        row_checks=ROW_CHECKS,
        sheet_checks=(check_doubles,),
        cross_checks=CROSS_CHECKS,
        prefill=prefill_incentives,
        permission=Permission.MEASURE_VIEW,
        header_rows=2,
        unit_note="单位：人次、元",
        notes=(
            "注：1.每件事只在发生的季度填一次。表彰集体的，姓名空着。",
            "2.提拔重用、晋升职级、表彰须填文号；影响期未满的不得提拔和表彰。",
        ),
        attachment="附件16",
        source="docs/sources.md#t16",
    )
)
