"""T20 DJ-20 人才和专家服务情况表: the pool of talent and services in villages, each quarter.

The portal adds it: the sixteen sheets carry nothing of S16. The province opens it only if it asks.
"""

from typing import Any, Final

from accountability.intake.declare import Part, Sheet, register
from accountability.intake.rules import Period, PeriodKind
from accountability.ledgers.rules.talent import LEFT
from accountability.ledgers.sheets import talent_checks as checks
from accountability.ledgers.sheets.talent_columns import POOL, SERVICES
from accountability.ledgers.sheets.talent_sql import CROSS_CHECKS
from accountability.ledgers.sheets.village_prefill import carried
from villages.places.models import Division

_CARRIED: Final = (
    "person_name", "kind", "specialty", "township_name", "village_name", "pooled_on", "standing",
)  # fmt: skip


def prefill(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T20's rows: who was in the pool last quarter and has not left; no service is carried.

    A village that is no more is left for the county to name anew.
    """
    last = carried("T20", county, period, ("part", "key", "village_id", *_CARRIED))
    names = set(
        Division.objects.as_of(period.last_day)
        .filter(pk__in=[row["village_id"] for row in last if row["village_id"]])
        .values_list("pk", flat=True)
    )
    rows = [row for row in last if row["part"] == checks.POOL and row["standing"] != LEFT]
    return [
        {
            "part": checks.POOL,
            "key": row["key"],
            "serial": number,
            **{name: row[name] for name in _CARRIED},
            **({} if row["village_id"] in names else {"village_name": ""}),
        }
        for number, row in enumerate(rows, 1)
    ]


TALENT: Final = register(
    Sheet(
        code="T20",
        official_code="DJ-20",
        version="1",
        title="人才和专家服务情况表",
        period_kind=PeriodKind.QUARTER,
        model="accountability.TalentRow",
        parts=(
            Part(
                checks.POOL,
                "人才库",
                POOL,
                key=("person_name", "township_name", "village_name"),
                label=("person_name", "kind"),
                row_checks=checks.OF_POOL,
                sheet_checks=(checks.check_pool_twice,),
            ),
            Part(
                checks.SERVICE,
                "服务活动",
                SERVICES,
                key=("served_on", "township_name", "village_name", "subject"),
                label=("village_name", "subject"),
                row_checks=checks.OF_SERVICES,
                sheet_checks=(checks.check_services_twice, checks.TOLD_ALIKE),
                required=False,
            ),
        ),
        sheet_checks=checks.OF_BOTH,
        cross_checks=CROSS_CHECKS,
        prefill=prefill,
        unit_note="单位：人、人次",
        notes=(
            "注：1.本表为平台增设，省里要求时才填报。",
            "2.一人联系几个村的，各列一行，人数按人去重计算；退出的填明后下期不再列入。",
            "3.服务活动一次一行，只填本季度开展的，不需要照片。",
        ),
        attachment="附件20",
        source="docs/sources.md#t20",
    )
)
