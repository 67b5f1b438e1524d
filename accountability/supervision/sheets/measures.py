"""T15 DJ-15 约谈召回问责情况统计表: one row a measure."""

from typing import Final

from accountability.intake.declare import Sheet, register
from accountability.intake.rules import PeriodKind
from accountability.supervision.sheets.measures_checks import (
    ROW_CHECKS,
    check_doubles,
    derive,
    ladder_for,
)
from accountability.supervision.sheets.measures_columns import COLUMNS
from accountability.supervision.sheets.measures_sql import CROSS_CHECKS
from accountability.supervision.sheets.prefill import prefill_measures
from portal.access.roles import Permission

MEASURES: Final = register(
    Sheet(
        code="T15",
        official_code="DJ-15",
        version="1",
        title="约谈召回问责情况统计表",
        period_kind=PeriodKind.MONTH,
        model="accountability.MeasureRow",
        columns=COLUMNS,
        key=("person_name", "unit_name", "category", "form", "decided_on"),
        label=("unit_name", "category"),
        row_checks=ROW_CHECKS,
        sheet_checks=(check_doubles,),
        cross_checks=CROSS_CHECKS,
        context=ladder_for,
        derive=derive,
        prefill=prefill_measures,
        permission=Permission.MEASURE_VIEW,
        header_rows=2,
        unit_note="单位：人次",
        notes=(
            "注：1.提醒约谈、召回是日常管理，不计入问责人数。",
            "2.组织部门可以决定提醒约谈、通报、诫勉；组织调整由有管理权限的党委决定，组织部门只能提出建议。",
            "3.党纪、政务处分只登记已生效的决定，须填文号。影响期和申诉期限空着的，由系统按规定计算。",
            "4.影响期未满的逐月保留，期满后不再列出。",
        ),
        attachment="附件15",
        source="docs/sources.md#t15",
    )
)
