"""T8 DJ-08 新任村“两委”干部“回头看”分析表: one row a newly elected cadre a quarter."""

from typing import Any, Final

from accountability.intake.declare import Sheet, register
from accountability.intake.rules import Period, PeriodKind
from accountability.ledgers.projection.branches import project_branches
from accountability.ledgers.rules.elections import REPLACED
from accountability.ledgers.sheets.lookback_checks import (
    ROW_CHECKS,
    check_persons_twice,
    rules_for,
)
from accountability.ledgers.sheets.lookback_columns import COLUMNS
from accountability.ledgers.sheets.lookback_sql import CROSS_CHECKS
from accountability.ledgers.sheets.village_checks import no_copies
from accountability.ledgers.sheets.village_prefill import carried, heirs_of, villages_of
from villages.places.models import Division

_CARRIED: Final = ("person_name", "post", "took_office_on", "background", "mentor")


def prefill(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T8's rows: who was looked at last quarter and stays in office."""
    villages = {village.pk: village for village in villages_of(county, period)}
    rows: list[dict[str, Any]] = []
    heirs = heirs_of(county.pk, period)
    for last in carried("T8", county, period, ("village_id", "outcome", *_CARRIED)):
        place = last.pop("village_id")
        village = villages.get(heirs.get(place, place))
        if last.pop("outcome") == REPLACED or village is None:
            continue
        rows.append(
            {
                "key": f"{village.code}-{last['person_name']}",
                "serial": len(rows) + 1,
                "township_name": village.parent.name if village.parent else "",
                "village_name": village.name,
                **last,
            }
        )
    return rows


LOOK_BACK: Final = register(
    Sheet(
        code="T8",
        official_code="DJ-08",
        version="1",
        title="新任村“两委”干部“回头看”分析表",
        period_kind=PeriodKind.QUARTER,
        model="accountability.LookBackRow",
        columns=COLUMNS,
        key=("township_name", "village_name", "person_name"),
        label=("village_name", "person_name"),
        row_checks=ROW_CHECKS,
        sheet_checks=(check_persons_twice, no_copies(("shortcomings", "存在问题"))),
        cross_checks=CROSS_CHECKS,
        project=project_branches,
        prefill=prefill,
        context=rules_for,
        header_rows=2,
        unit_note="单位：人",
        notes=(
            "注：1.上任满3个月的新任村“两委”干部每季度分析一次。",
            "2.“不适应”的先安排培训提升，仍不适应的予以调整；调整后在任免情况表（T14）中填报。",
        ),
        attachment="附件8",
        source="docs/sources.md#t8",
    )
)
