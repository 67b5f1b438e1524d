"""Responsibility group and support of a village, on its own page and on those posted to it."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.urls import reverse

from accountability.intake.queries.reported import source_of
from accountability.intake.rules import Period
from accountability.ledgers.models import GroupMemberRow, PostingSupportRow
from accountability.ledgers.rules.support import KINDS, Kind
from accountability.ledgers.sheets.village_checks import plain
from accountability.support.queries import backing, postings
from portal.access.reader import Reader
from portal.access.roles import Permission
from villages.dossiers.sections import Page, Section, Text, register_section
from villages.people.models import Person
from villages.places.models import Division
from villages.places.queries import lineage

_MEMBER: Final = ("职务", "姓名", "身份", "单位职务", "职级", "驻村", "到组", "来源")
_MET: Final = {True: "足额", False: "未足额", None: "未填全"}


def _group(reader: Reader, villages: Sequence[int], on: dt.date) -> Section:
    members = backing.group_of(reader, villages, on)
    note = "每个贫困村一个，组长为副科级以上或驻村干部（S12）"
    if members:
        note = f"在组{len(members)}人；{note}"
    return Section(
        "脱贫责任组",
        note,
        headers=_MEMBER,
        rows=[_member(row, reader) for row in members],
        empty="没有报过责任组名册（T18），或该日没有在组成员",
    )


def _member(row: GroupMemberRow, reader: Reader) -> tuple[Text | str, ...]:
    url = reverse("villages:person", args=[row.person_id]) if row.person_id else ""
    is_known = bool(url) and row.county_id in reader.counties_for(Permission.PERSON_VIEW)
    return (
        row.group_role or "未填",
        Text(row.person_name, url if is_known else ""),
        row.identity or "未填",
        row.post or "未填",
        row.rank or "未填",
        "是" if row.is_resident else "否",
        f"{row.joined_on or '未填'}",
        source_of(row, "person_name", reader).text,
    )


def _support(reader: Reader, villages: Sequence[int], on: dt.date) -> Section:
    rows = backing.support_of(reader, villages, on)
    heads = [f"{kind.label}{kind.due_word}/{kind.paid_word}" for kind in KINDS]
    return Section(
        "补助和经费",
        "万元，各年应发应拨和实发实拨（S11）；本省标准金额未见文件（官方表述待核）",
        headers=("年度", "驻村人数", *heads, "落实", "未落实原因", "到账", "来源"),
        rows=[_year(row, reader) for row in rows],
        empty="没有报过驻村保障经费（T19）",
    )


def _year(row: PostingSupportRow, reader: Reader) -> tuple[Text | str, ...]:
    tone = {True: "good", False: "warning", None: "neutral"}[row.is_met]
    return (
        Period.parse(row.period).label,  # type: ignore[attr-defined]
        "未报" if row.posted_count is None else f"{row.posted_count}人",
        *(_amounts(row, kind) for kind in KINDS),
        Text(_MET[row.is_met], tone=tone),  # type: ignore[arg-type]
        row.unpaid_reason or "无",
        f"{row.paid_on or '未填'}",
        source_of(row, "village_name", reader).text,
    )


def _amounts(row: PostingSupportRow, kind: Kind) -> str:
    amounts = (getattr(row, kind.due), getattr(row, kind.paid))
    return "/".join("未报" if one is None else plain(one) for one in amounts)


@register_section(
    Page.VILLAGE, tab="support", key="group", order=10, permission=Permission.VILLAGE_VIEW
)
def group_of_village(reader: Reader, village: Division, on: dt.date) -> Section | None:
    """Show who belongs to the village's group."""
    return _group(reader, lineage(village), on)


@register_section(
    Page.VILLAGE, tab="support", key="funds", order=40, permission=Permission.VILLAGE_VIEW
)
def support_of_village(reader: Reader, village: Division, on: dt.date) -> Section | None:
    """Show what the village's postings were due and paid."""
    return _support(reader, lineage(village), on)


@register_section(Page.PERSON, key="group", order=30, permission=Permission.PERSON_VIEW)
def group_of_person(reader: Reader, person: Person, on: dt.date) -> Section | None:
    """Show the group of the village somebody is posted to."""
    posting = postings.posting_on(reader, person, on)
    return None if posting is None else _group(reader, lineage(posting.village), on)


@register_section(Page.PERSON, key="funds", order=40, permission=Permission.PERSON_VIEW)
def support_of_person(reader: Reader, person: Person, on: dt.date) -> Section | None:
    """Show the support of the village somebody is posted to."""
    posting = postings.posting_on(reader, person, on)
    return None if posting is None else _support(reader, lineage(posting.village), on)
