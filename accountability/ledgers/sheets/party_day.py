"""T17 DJ-17 村党组织主题党日开展情况表: one row a village a quarter; added by the portal."""

from typing import Any, Final

from accountability.intake.declare import Sheet, register
from accountability.intake.rules import Period, PeriodKind
from accountability.ledgers.rules.party_days import party_day_rules
from accountability.ledgers.sheets.party_day_checks import ROW_CHECKS, rules_for
from accountability.ledgers.sheets.party_day_columns import COLUMNS
from accountability.ledgers.sheets.party_day_sql import CROSS_CHECKS
from accountability.ledgers.sheets.village_checks import check_villages_twice
from accountability.ledgers.sheets.village_prefill import named, villages_of
from accountability.parameters.queries import parameters_on
from villages.places.models import Division


def prefill(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T17's rows: every village by its name; the months are for the county to tell."""
    return named(villages_of(county, period))


def bounds_of(period: Period) -> tuple[str, ...]:
    """Return how often a month, for the foot of the template (H-05)."""
    rules = party_day_rules(parameters_on(period.last_day))
    if rules.month_min is None:
        return ()
    return (f"口径：当月开展不少于{rules.month_min}次的填“是”{rules.mark}。",)


PARTY_DAY: Final = register(
    Sheet(
        code="T17",
        official_code="DJ-17",
        version="1",
        title="村党组织主题党日开展情况表",
        period_kind=PeriodKind.QUARTER,
        model="accountability.PartyDayRow",
        columns=COLUMNS,
        key=("township_name", "village_name"),
        label=("township_name", "village_name"),
        row_checks=ROW_CHECKS,
        sheet_checks=(check_villages_twice,),
        cross_checks=CROSS_CHECKS,
        prefill=prefill,
        context=rules_for,
        header_rows=2,
        numbering=("", "甲", "乙"),
        notes=(
            "注：1.本表为平台增设，不是上级统一报表；省委组织部需要掌握情况时才布置。",
            "2.第1月至第3月是本季度的三个月；有月份填“否”的写明未开展原因，不要求附照片、记录。",
        ),
        dated_notes=bounds_of,
        attachment="附件17（平台增设）",
        source="docs/sources.md#t17",
    )
)
