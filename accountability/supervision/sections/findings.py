"""Findings on the page of a village and of the unit that answers for them."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from accountability.intake.queries.reported import source_of
from accountability.supervision import queries
from portal.access.reader import Reader
from portal.access.roles import Permission
from villages.dossiers.sections import (
    Badge,
    Dated,
    Page,
    Section,
    Text,
    register_badges,
    register_moments,
    register_section,
)
from villages.people.models import Unit
from villages.places.models import Division
from villages.places.queries import lineage

MOST: Final = 100
SHORT: Final = 60
HEADERS: Final = (
    "编号", "督查日期", "类别", "问题", "严重程度", "责任单位", "时限", "状态", "来源"
)  # fmt: skip
P = Permission


def of_village(reader: Reader, village: Division, on: dt.date) -> list[Any]:
    """Return the village's findings, what is open first; its former rows count as it."""
    rows = queries.findings(reader, until=on, among=Q(village_id__in=lineage(village)))
    found = list(rows.order_by("-found_on", "finding_number")[:MOST])
    return sorted(found, key=lambda row: row.closed_on is not None)


@register_section(Page.VILLAGE, tab="supervision", key="findings", order=10,
                  permission=P.SUBMISSION_VIEW)  # fmt: skip
def findings(reader: Reader, village: Division, on: dt.date) -> Section | None:
    """Tell what inspections found in the village and where each finding stands."""
    rows = of_village(reader, village, on)
    query = urlencode({"q": village.name, "county": village.county_id})
    return Section(
        "督查发现问题",
        note=_summary(rows),
        headers=HEADERS,
        rows=[_line(row, reader) for row in rows],
        empty="没有督查发现问题的记录（T6）",
        more_url=f"{reverse('supervision:findings')}?{query}",
        more_label="在问题台账中看",
    )


@register_badges(Page.VILLAGE, permission=P.SUBMISSION_VIEW, order=20)
def badge(reader: Reader, village: Division, on: dt.date) -> Iterable[Badge]:
    """Mark a village that has findings open past their term."""
    rows = queries.findings(reader, until=on, among=Q(village_id__in=lineage(village)))
    late = rows.filter(queries.OVERDUE).count()
    if late:
        yield Badge(f"{late}个问题逾期", "bad")


@register_moments(Page.VILLAGE, permission=P.SUBMISSION_VIEW)
def moments(reader: Reader, village: Division, on: dt.date) -> Iterable[Dated]:
    """Tell on which days something was found and closed."""
    for row in of_village(reader, village, on):
        if row.found_on and row.found_on <= on:
            words = f"{row.source or '督查'}发现问题：{row.description[:SHORT]}"
            yield Dated(row.found_on, words, f"{row.finding_number} {row.category}", bad=True)
        if row.closed_on and row.closed_on <= on:
            yield Dated(row.closed_on, f"问题销号：{row.finding_number} {row.category}",
                        row.verifier_name)  # fmt: skip


@register_section(Page.UNIT, key="findings", order=40, permission=P.SUBMISSION_VIEW)
def of_unit(reader: Reader, unit: Unit, on: dt.date) -> Section | None:
    """Tell for which findings a unit answers, what is open first."""
    rows = list(
        queries.findings(reader, until=on, among=Q(owner=unit)).order_by(
            "-found_on", "finding_number"
        )[:MOST]
    )
    rows.sort(key=lambda row: row.closed_on is not None)
    return Section(
        "负责整改的问题",
        note=_summary(rows),
        headers=HEADERS,
        rows=[_line(row, reader) for row in rows],
        empty="没有由本单位负责整改的问题",
    )


def _line(row: Any, reader: Reader) -> Sequence[Text | str]:
    state = queries.state_of(row)
    return (
        row.finding_number,
        f"{row.found_on:%Y-%m-%d}" if row.found_on else "未填",
        row.category,
        row.description if len(row.description) <= SHORT else f"{row.description[:SHORT]}……",
        row.gravity or "未填",
        row.owner_name,
        f"{row.due:%Y-%m-%d}" if row.due else "未填",
        Text(f"{row.closed_on:%Y-%m-%d}销号" if row.closed_on else state.words, tone=state.tone),
        source_of(row, "description", reader).text,
    )


def _summary(rows: Sequence[Any]) -> str:
    """Say how many are open, late and closed, and of which kind there are several."""
    if not rows:
        return ""
    states = [queries.state_of(row) for row in rows]
    closed = sum(row.closed_on is not None for row in rows)
    late = sum(state.days_late > 0 for state in states)
    said = f"共{len(rows)}个，未销号{len(rows) - closed}个，其中逾期{late}个，已销号{closed}个"
    kinds = Counter(row.category for row in rows)
    often = [f"{kind}{count}次" for kind, count in kinds.most_common() if count > 1]
    back = sum(row.nature == queries.AGAIN for row in rows)
    if often:
        said += f"；同类问题不止一次：{'、'.join(often)}"
    return f"{said}；反弹{back}个" if back else said
