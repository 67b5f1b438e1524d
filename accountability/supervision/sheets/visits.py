"""T13 DJ-13 “三个走遍”登记表: one row a visit to one place."""

from typing import Final

from accountability.intake.declare import Sheet, register
from accountability.intake.rules import PeriodKind
from accountability.supervision.sheets.visits_checks import (
    ROW_CHECKS,
    check_doubles,
    derive,
    places_of,
)
from accountability.supervision.sheets.visits_columns import COLUMNS
from accountability.supervision.sheets.visits_sql import CROSS_CHECKS

VISITS: Final = register(
    Sheet(
        code="T13",
        official_code="DJ-13",
        version="1",
        title="“三个走遍”登记表",
        period_kind=PeriodKind.QUARTER,
        model="accountability.VisitRow",
        columns=COLUMNS,
        key=("visitor_name", "township_name", "village_name", "visited_on"),
        label=("visitor_name", "visitor_post"),
        row_checks=ROW_CHECKS,
        sheet_checks=(check_doubles,),
        cross_checks=CROSS_CHECKS,
        context=places_of,
        derive=derive,
        header_rows=2,
        unit_note="单位：个、户、件",
        notes=(
            "注：1.省级走遍贫困县，市级走遍贫困乡镇，县级走遍贫困村；一个地点一行，不需要照片。",
            "2.走遍按去过的不同地点计算，同一地点去几次只算一个。",
            "3.发现的问题列入督查问题台账（T6）。",
        ),
        attachment="附件13",
        source="docs/sources.md#t13",
    )
)
