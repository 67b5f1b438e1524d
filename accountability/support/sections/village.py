"""The postings of a village month by month, leave, and a first secretary who is missing."""

import datetime as dt

from django.urls import reverse

from accountability.intake.queries.reported import source_of
from accountability.ledgers.models import PresenceRow
from accountability.support.queries import backing, postings
from accountability.support.sections.presence import leave_cells, met_cell
from portal.access.reader import Reader
from portal.access.roles import Permission
from villages.dossiers.sections import (
    Badge,
    Page,
    Section,
    Text,
    register_badges,
    register_section,
)
from villages.places.models import Division, VillageKind, VillageType
from villages.places.queries import lineage
from villages.postings.models import Posting, PostingRole

SHOWN_MONTHS = 6
_REQUIRED = (VillageKind.POOR, VillageKind.DEEP, VillageKind.WEAK)


@register_section(
    Page.VILLAGE, tab="support", key="presence", order=20, permission=Permission.PERSON_VIEW
)
def presence(reader: Reader, village: Division, on: dt.date) -> Section | None:
    """List the last months of everybody posted."""
    rows = backing.presence_in(reader, lineage(village), on)
    periods = sorted({row.period for row in rows}, reverse=True)[:SHOWN_MONTHS]  # type: ignore[attr-defined]
    shown = [row for row in rows if row.period in periods]  # type: ignore[attr-defined]
    return Section(
        "月度在岗",
        f"最近{SHOWN_MONTHS}个月的在岗月报（T2）",
        headers=("月份", "姓名", "实驻天", "夜宿", "五天四夜", "来源"),
        rows=[
            (
                postings.told(row).label,
                _who(row),
                _said(row.days_total),
                _said(row.nights_total),
                met_cell(row.is_met),
                source_of(row, "days_total", reader).text,
            )
            for row in shown
        ],
        empty="没有在岗月报",
    )


@register_section(
    Page.VILLAGE, tab="support", key="leave", order=30, permission=Permission.PERSON_VIEW
)
def leave(reader: Reader, village: Division, on: dt.date) -> Section | None:
    """List the leave of the last twelve months told, with who approved it."""
    told = backing.presence_in(reader, lineage(village), on)
    last = sorted({row.period for row in told}, reverse=True)[:12]  # type: ignore[attr-defined]
    rows = [row for row in told if row.leave_days and row.period in last]  # type: ignore[attr-defined]
    bounds = postings.bounds_on(on)
    return Section(
        "请假",
        f"{bounds.short_leave_days}天以内乡镇党委批，超过的{bounds.long_leave_approver}批（E-07）",
        headers=("月份", "姓名", "天数", "审批", "来源"),
        rows=[
            (
                postings.told(row).label,
                _who(row),
                *leave_cells(row, bounds),
                source_of(row, "leave_days", reader).text,
            )
            for row in rows
        ],
        empty="已报的月报中没有请假",
    )


def _who(row: PresenceRow) -> Text:
    url = reverse("villages:person", args=[row.person_id]) if row.person_id else ""
    return Text(row.person_name, url)


def _said(number: int | None) -> str:
    return "未报" if number is None else str(number)


@register_badges(Page.VILLAGE, permission=Permission.VILLAGE_VIEW)
def missing(reader: Reader, village: Division, on: dt.date) -> list[Badge]:
    """Mark a village that must have a first secretary and has none; say whether a group covers."""
    if not VillageType.objects.as_of(on).filter(village=village, kind__in=_REQUIRED).exists():
        return []
    places = lineage(village)
    serving = Posting.objects.visible_to(reader).as_of(on)
    if serving.filter(village__in=places, role=PostingRole.FIRST_SECRETARY).exists():
        return []
    leader = backing.leader_of(backing.group_of(reader, places, on))
    if leader is not None:
        return [Badge(f"第一书记空缺，责任组{leader.person_name}包村", "warning")]
    return [Badge("应派第一书记，该日空缺", "bad")]
