"""T2 DJ-02 驻村在岗情况月报表（五天四夜）: one row a person a month."""

from typing import Final

from accountability.intake.declare import Sheet, register
from accountability.intake.rules import PeriodKind
from accountability.ledgers.sheets.prefill import prefill_presence
from accountability.ledgers.sheets.presence_checks import (
    ROW_CHECKS,
    check_doubles,
    derive,
    month_of,
)
from accountability.ledgers.sheets.presence_columns import COLUMNS
from accountability.ledgers.sheets.presence_sql import CROSS_CHECKS

PRESENCE: Final = register(
    Sheet(
        code="T2",
        official_code="DJ-02",
        version="1",
        title="驻村在岗情况月报表（五天四夜）",
        period_kind=PeriodKind.MONTH,
        model="accountability.PresenceRow",
        columns=COLUMNS,
        key=("township_name", "village_name", "person_name", "id_tail"),
        label=("village_name", "person_name"),
        row_checks=ROW_CHECKS,
        sheet_checks=(check_doubles,),
        cross_checks=CROSS_CHECKS,
        context=month_of,
        derive=derive,
        prefill=prefill_presence,
        header_rows=3,
        unit_note="单位：天、夜、次",
        notes=(
            "注：1.一周从周一到周日，归入其周四所在的月；不足5周的，第5周空着。",
            "2.应驻天数＝5天－周一至周五中的法定节假日＋调休上班日；请假、公差按日抵减。",
            "3.请假3天以内由乡镇党委批准，超过3天由县委组织部和派出单位批准。",
        ),
        attachment="附件2",
        source="docs/sources.md#t2",
    )
)
