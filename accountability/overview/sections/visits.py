"""三个走遍 on the page of an area: how many of its poor places were visited, and which were not."""

import datetime as dt
from typing import Final

from django.urls import reverse

from accountability.assessment.indicators.visits import (
    WALKED_COUNTIES,
    WALKED_TOWNSHIPS,
    WALKED_VILLAGES,
)
from accountability.intake.queries.reported import periods_of
from accountability.overview.queries.coverage import coverage, walked_since
from portal.access.reader import Reader
from portal.access.roles import Permission
from portal.ui.figures import rate_text
from villages.dossiers.sections import Page, Section, Text, register_section
from villages.places.models import Division, Level

LEVELS: Final = (
    (WALKED_COUNTIES, "省级走遍贫困县"),
    (WALKED_TOWNSHIPS, "市级走遍贫困乡镇"),
    (WALKED_VILLAGES, "县级走遍贫困村"),
)


@register_section(Page.AREA, key="visits", order=60, permission=Permission.OVERVIEW_VIEW)
def visits(reader: Reader, area: Division, on: dt.date) -> Section | None:
    """Tell how far the three levels have walked in the area by the newest quarter reported."""
    known = periods_of("T13", until=on)
    if area.level == Level.TOWNSHIP or not known:
        return None
    period, url = known[-1], reverse("overview:visits")
    rows = []
    for code, label in LEVELS:
        found = coverage(reader, area, code, period)
        if not found.lines:
            continue
        names = [name for _, line in found.lines for name in line.names][:6]
        more = f"等{found.places}处" if found.places > len(names) else ""
        rows.append(
            (
                Text(label, f"{url}?a={area.code}&level={code}&p={period}"),
                rate_text(found.met, found.weight) if found.weight else "不涉及",
                f"{'、'.join(names)}{more}" or "—",
                f"{len(found.unreported)}个县未报" if found.unreported else "—",
            )
        )
    return Section(
        "三个走遍",
        note=f"{period.label}，{walked_since(period)}",
        headers=("层级", "走遍", "还没有走到", "未报"),
        rows=rows,
        empty="还没有接收的走访登记（T13）",
    )
