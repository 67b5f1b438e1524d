"""T19 DJ-19 驻村保障经费落实情况表: one row a village with posted cadres, each year."""

from typing import Any, Final

from django.db.models import Count

from accountability.intake.declare import Sheet, register
from accountability.intake.rules import Period, PeriodKind
from accountability.ledgers.rules.support import KINDS, lines_of
from accountability.ledgers.sheets.support_checks import (
    ROW_CHECKS,
    derive,
    lines_for,
    tell_unmet,
)
from accountability.ledgers.sheets.support_columns import COLUMNS
from accountability.ledgers.sheets.support_sql import CROSS_CHECKS
from accountability.ledgers.sheets.village_checks import check_villages_twice, plain
from accountability.ledgers.sheets.village_prefill import carried_by_village, named, villages_of
from accountability.parameters.queries import parameters_on
from villages.places.models import Division
from villages.postings.models import Posting

_CARRIED: Final = tuple(kind.due for kind in KINDS)


def prefill(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T19's rows: every village somebody was posted to, with how many and last year's due.

    What was paid is left to the county.
    """
    served = dict(
        Posting.objects.filter(county=county)
        .during(period.first_day, period.last_day)
        .order_by()
        .values_list("village_id")
        .annotate(persons=Count("person_id", distinct=True))
    )
    last = carried_by_village("T19", county, period, _CARRIED)
    villages = villages_of(county, period)
    rows = [
        {**row, "posted_count": served[village.pk], **last.get(village.pk, {})}
        for village, row in zip(villages, named(villages), strict=True)
        if village.pk in served
    ]
    return [{**row, "serial": number} for number, row in enumerate(rows, 1)]


def standards_of(period: Period) -> tuple[str, ...]:
    """Return the year's lines for the foot of the template, or that nobody has set any."""
    lines = lines_of(parameters_on(period.last_day))
    said = [
        f"{line.kind.label}{'每人' if line.kind.is_per_person else '每村'}每年不低于"
        f"{plain(line.least)}万元{line.mark}"
        for line in lines
        if line.least is not None
    ]
    if said:
        return (f"口径：{'；'.join(said)}。",)
    return ("口径：本省标准未见文件，应发、应拨按当地规定填写（官方表述待核）。",)


SUPPORT: Final = register(
    Sheet(
        code="T19",
        official_code="DJ-19",
        version="1",
        title="驻村保障经费落实情况表",
        period_kind=PeriodKind.YEAR,
        model="accountability.PostingSupportRow",
        columns=COLUMNS,
        key=("township_name", "village_name"),
        label=("township_name", "village_name"),
        row_checks=ROW_CHECKS,
        sheet_checks=(check_villages_twice, tell_unmet),
        cross_checks=CROSS_CHECKS,
        prefill=prefill,
        context=lines_for,
        derive=derive,
        header_rows=2,
        numbering=("", "甲", "乙"),
        unit_note="单位：人、万元",
        notes=(
            "注：1.本表为平台增设，省级需要时才布置；每年一次，有驻村人员的村一村一行。",
            "2.实发、实拨少于应发、应拨的，填写未落实原因；到账日期填最后一笔到账的日期。",
        ),
        dated_notes=standards_of,
        attachment="附件19（平台增设）",
        source="docs/sources.md#t19",
    )
)
