"""T5 DJ-05 村级集体经济发展情况统计表: one row a village a year, by components."""

from typing import Any, Final

from accountability.intake.declare import Sheet, register
from accountability.intake.rules import Period, PeriodKind
from accountability.ledgers.rules.economy import economy_rules
from accountability.ledgers.sheets.economy_checks import (
    ROW_CHECKS,
    check_even,
    derive,
    rules_for,
)
from accountability.ledgers.sheets.economy_columns import COLUMNS
from accountability.ledgers.sheets.economy_sql import CROSS_CHECKS
from accountability.ledgers.sheets.village_checks import check_villages_twice, plain
from accountability.ledgers.sheets.village_prefill import carried_by_village, named, villages_of
from accountability.parameters.queries import parameters_on
from villages.places.models import Division

_CARRIED: Final = ("assets_total", "assets_operating", "ways")


def prefill(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T5's rows: every village, with last year's assets and ways; no income is carried."""
    villages = villages_of(county, period)
    last = carried_by_village("T5", county, period, _CARRIED)
    return [
        {**row, **last.get(village.pk, {})}
        for village, row in zip(villages, named(villages), strict=True)
    ]


def definitions(period: Period) -> tuple[str, ...]:
    """Return what is called empty and weak in the year, for the foot of the template (J-04)."""
    rules = economy_rules(parameters_on(period.last_day))
    empty, weak = plain(rules.empty_most), plain(rules.weak_below)
    return (f"口径：经营性收入不高于{empty}万元的为空壳村，低于{weak}万元的为薄弱村{rules.mark}。",)


ECONOMY: Final = register(
    Sheet(
        code="T5",
        official_code="DJ-05",
        version="1",
        title="村级集体经济发展情况统计表",
        period_kind=PeriodKind.YEAR,
        model="accountability.EconomyRow",
        columns=COLUMNS,
        key=("township_name", "village_name"),
        label=("township_name", "village_name"),
        row_checks=ROW_CHECKS,
        sheet_checks=(check_villages_twice, check_even),
        cross_checks=CROSS_CHECKS,
        prefill=prefill,
        context=rules_for,
        derive=derive,
        header_rows=3,
        numbering=("", "甲", "乙"),
        unit_note="单位：万元（保留两位小数）",
        notes=(
            "平衡关系：1=2+3+4+5+6；7=8+9+10；11=1-7；12=2+3+4。",
            "注：1.没有的填0，没有掌握的留空；经营性收入不含补助，由系统计算。",
            "2.分类按经营性收入确定；属一次性补助的，请在备注中写明扶贫项目收益计入情况。",
        ),
        dated_notes=definitions,
        attachment="附件5",
        source="docs/sources.md#t5",
    )
)
