"""Visits of the heads of organisation departments on a village's page."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from accountability.intake.queries.reported import newest, reported, source_of
from accountability.supervision.models import VisitRow
from portal.access.reader import Reader
from portal.access.roles import Permission
from villages.dossiers.sections import Dated, Page, Section, register_moments, register_section
from villages.places.models import Division
from villages.places.queries import lineage

MOST = 50


def of_village(reader: Reader, village: Division, on: dt.date) -> list[Any]:
    """Return the visits to the village up to the day, each once, the latest first."""
    rows = reported(VisitRow, reader, until=on).filter(
        village_id__in=lineage(village), visited_on__lte=on
    )
    found: Iterable[Any] = newest(rows, "visited_on", "visitor_name")
    return sorted(found, key=lambda row: row.visited_on, reverse=True)[:MOST]


@register_section(
    Page.VILLAGE, tab="supervision", key="visits", order=40, permission=Permission.SUBMISSION_VIEW
)
def visits(reader: Reader, village: Division, on: dt.date) -> Section | None:
    """Tell which heads came to the village, and what they settled there."""
    rows = of_village(reader, village, on)
    if not rows:
        return None
    return Section(
        "三个走遍：到村走访",
        headers=("日期", "走访人", "职务", "走访户数", "暗访", "解决事项", "来源"),
        rows=[
            (
                f"{row.visited_on:%Y-%m-%d}",
                row.visitor_name,
                row.visitor_post,
                "未填" if row.households_count is None else str(row.households_count),
                {True: "是", False: "否", None: "未填"}[row.is_unannounced],
                row.solved or "—",
                source_of(row, "visited_on", reader).text,
            )
            for row in rows
        ],
    )


@register_moments(Page.VILLAGE, permission=Permission.SUBMISSION_VIEW)
def moments(reader: Reader, village: Division, on: dt.date) -> Iterable[Dated]:
    """Tell on which days a head came."""
    for row in of_village(reader, village, on):
        words = f"{row.visitor_post}{row.visitor_name}到村走访"
        yield Dated(row.visited_on, words, row.solved)
