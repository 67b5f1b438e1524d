"""T7 DJ-07 村“两委”换届工作进度表: one row a county a month."""

from typing import Any, Final

from accountability.intake.declare import Sheet, register
from accountability.intake.rules import Period, PeriodKind
from accountability.ledgers.rules.unfinished import FORM
from accountability.ledgers.sheets.election_checks import (
    ROW_CHECKS,
    check_one_row,
    derive,
    month_of,
)
from accountability.ledgers.sheets.election_columns import COLUMNS
from accountability.ledgers.sheets.election_sql import CROSS_CHECKS
from accountability.ledgers.sheets.village_prefill import carried
from villages.places.models import Division, Level

_OWN: Final = {"county_name", "due_count"}
# Last month's figures stand in the blank; those of progress are still asked, for they move.
_CARRIED: Final = tuple(c.name for c in COLUMNS if not c.derived and c.name not in _OWN)


def prefill(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T7's row: the villages due by the division table, and last month's figures."""
    villages = Division.objects.as_of(period.last_day).filter(county=county, level=Level.VILLAGE)
    last = carried("T7", county, period, _CARRIED)
    return [
        {
            **(last[0] if last else {}),
            "key": county.code,
            "county_name": county.name,
            "due_count": villages.count(),
        }
    ]


ELECTION: Final = register(
    Sheet(
        code="T7",
        official_code="DJ-07",
        version="1",
        title="村“两委”换届工作进度表",
        period_kind=PeriodKind.MONTH,
        model="accountability.ElectionRow",
        columns=COLUMNS,
        key=("county_name",),
        label=("county_name",),
        row_checks=ROW_CHECKS,
        sheet_checks=(check_one_row,),
        cross_checks=CROSS_CHECKS,
        prefill=prefill,
        context=month_of,
        derive=derive,
        header_rows=3,
        numbering=("甲",),
        unit_note="单位：个、人",
        notes=(
            "平衡关系：应换届村数=已完成+正在进行+未启动+暂缓；书记各年龄段相加=村党组织已完成。",
            f"注：1.未完成村名单每村写明：{FORM}；各村用“；”隔开。",
            "2.任期届满仍未完成的，须填延期批准文号；延期最长1年。",
        ),
        attachment="附件7",
        source="docs/sources.md#t7",
    )
)
