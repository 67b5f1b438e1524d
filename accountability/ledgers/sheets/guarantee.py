"""T11 DJ-11 村级组织运转保障情况表: one row a village a year."""

from typing import Any, Final

from accountability.intake.declare import Sheet, register
from accountability.intake.rules import Period, PeriodKind
from accountability.ledgers.rules.guarantees import guarantee_rules
from accountability.ledgers.sheets.guarantee_checks import (
    ROW_CHECKS,
    check_met,
    check_one_income,
    derive,
    income_of,
    measure_of,
)
from accountability.ledgers.sheets.guarantee_columns import COLUMNS
from accountability.ledgers.sheets.guarantee_sql import CROSS_CHECKS
from accountability.ledgers.sheets.village_checks import check_villages_twice, plain
from accountability.ledgers.sheets.village_prefill import carried_by_village, named, villages_of
from accountability.parameters.queries import parameters_on
from villages.places.models import Division

_OWN: Final = {"township_name", "village_name", "county_income"}
_CARRIED: Final = tuple(c.name for c in COLUMNS if c.prefilled and c.name not in _OWN)


def prefill(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T11's rows: every village with last year's values and the published income."""
    villages = villages_of(county, period)
    last = carried_by_village("T11", county, period, _CARRIED)
    income = income_of(county.pk, period.first_day.year - 1)
    return [
        {**row, "county_income": income, **last.get(village.pk, {})}
        for village, row in zip(villages, named(villages), strict=True)
    ]


def bounds_of(period: Period) -> tuple[str, ...]:
    """Return the year's bounds, for the foot of the template (I-01, I-03)."""
    rules = guarantee_rules(parameters_on(period.last_day))
    said = []
    if rules.pay_times is not None:
        said.append(f"书记年报酬不低于{plain(rules.pay_times)}倍{rules.pay_mark}")
    if rules.funds_least is not None:
        said.append(f"财政拨付合计不低于{plain(rules.funds_least)}万元{rules.funds_mark}")
    return (f"口径：{'；'.join(said)}为达标。",) if said else ()


GUARANTEE: Final = register(
    Sheet(
        code="T11",
        official_code="DJ-11",
        version="1",
        title="村级组织运转保障情况表",
        period_kind=PeriodKind.YEAR,
        model="accountability.GuaranteeRow",
        columns=COLUMNS,
        key=("township_name", "village_name"),
        label=("township_name", "village_name"),
        row_checks=ROW_CHECKS,
        sheet_checks=(check_villages_twice, check_one_income, check_met),
        cross_checks=CROSS_CHECKS,
        prefill=prefill,
        context=measure_of,
        derive=derive,
        header_rows=2,
        numbering=("", "甲", "乙"),
        unit_note="单位：人、万元、平方米",
        notes=(
            "注：1.书记兼任主任的，“主任”填0；其他干部年报酬填全年合计。",
            "2.倍数＝书记年报酬÷上年县农村居民人均可支配收入，由系统计算。",
        ),
        dated_notes=bounds_of,
        attachment="附件11",
        source="docs/sources.md#t11",
    )
)
