"""Who serves beside a person, what training was told, who came before and after, recalls."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.urls import reverse

from accountability.intake.queries.reported import source_of
from accountability.intake.rules import Period
from accountability.ledgers.models import TrainingRow
from accountability.supervision.models import MeasureRow
from accountability.support.queries import backing, postings
from accountability.support.queries.postings import Succession
from portal.access.reader import Reader
from portal.access.roles import Permission
from villages.dossiers.queries import source_of as posting_source
from villages.dossiers.sections import Page, Section, Text, register_section
from villages.people.models import Person
from villages.places.models import Division
from villages.places.queries import lineage
from villages.postings.models import EndReason, Posting, PostingRole

_TURN: Final = ("第一书记", "任期", "离任", "前任", "接任", "来源")
_RECALL: Final = ("被召回", "决定日期", "事由", "决定机关", "文号", "接任", "来源")


def _name(posting: Posting | None, *, when: bool = True) -> Text:
    if posting is None:
        return Text("无")
    since = f"（{posting.started_on}到村）" if when else ""
    url = reverse("villages:person", args=[posting.person_id])
    return Text(f"{posting.person.name}{since}", url)


def _turns(reader: Reader, villages: Sequence[int], on: dt.date) -> Section | None:
    turns = postings.successions(reader, villages, on)
    return Section(
        "前任和接任",
        "一个村同一时间只有一名第一书记；召回和轮换分开记",
        headers=_TURN,
        rows=[_turn(one, on) for one in turns],
        empty="没有第一书记任职记录",
    )


def _turn(one: Succession, on: dt.date) -> tuple[Text | str, ...]:
    posting, ended = one.posting, one.posting.ended_on
    is_over = ended is not None and ended <= on
    reason = posting.get_end_reason_display() or "原因未填"
    is_recall = is_over and posting.end_reason == EndReason.RECALLED
    left = f"{ended} {reason}" if is_over else "在任"
    return (
        _name(posting, when=False),
        f"{posting.started_on}至{ended if is_over else '今'}",
        Text(left, tone="bad" if is_recall else "neutral"),
        _name(one.before),
        _name(one.after) if is_over else Text("无"),
        Text(*_source(posting)),
    )


def _source(posting: Posting) -> tuple[str, str]:
    source = posting_source(posting)
    return source.words, source.url


@register_section(
    Page.VILLAGE, tab="support", key="turns", order=50, permission=Permission.PERSON_VIEW
)
def turns_of_village(reader: Reader, village: Division, on: dt.date) -> Section | None:
    """Show which first secretary followed which."""
    return _turns(reader, lineage(village), on)


@register_section(Page.PERSON, key="turns", order=50, permission=Permission.PERSON_VIEW)
def turns_of_person(reader: Reader, person: Person, on: dt.date) -> Section | None:
    """Show who came before and after a first secretary in the village."""
    posting = postings.posting_on(reader, person, on)
    if posting is None or posting.role != PostingRole.FIRST_SECRETARY:
        return None
    return _turns(reader, lineage(posting.village), on)


def _recalls(reader: Reader, villages: Sequence[int], on: dt.date) -> Section | None:
    """Show recalls with the record of the measures; nothing where nobody was recalled."""
    turns = postings.successions(reader, villages, on)
    recalled = {
        one.posting.person.id_fingerprint: one
        for one in turns
        if one.posting.end_reason == EndReason.RECALLED
        and one.posting.ended_on is not None
        and one.posting.ended_on <= on
    }
    if not recalled:
        return None
    rows = backing.recalls_of(reader, recalled, on)
    return Section(
        "召回记录",
        "取自约谈召回问责情况统计表（T15）；条文待核（E-11）",
        headers=_RECALL,
        rows=[_recall(row, recalled[row.id_fingerprint], reader) for row in rows],
        empty="花名册记为召回，约谈召回问责情况统计表中没有记录，待核实",
    )


def _recall(row: MeasureRow, one: Succession, reader: Reader) -> tuple[Text | str, ...]:
    return (
        _name(one.posting, when=False),
        f"{row.decided_on or '未填'}",
        row.reason or "未填",
        row.authority or "未填",
        row.document_number or "无",
        _name(one.after),
        source_of(row, "decided_on", reader).text,
    )


@register_section(
    Page.VILLAGE, tab="support", key="recalls", order=60, permission=Permission.MEASURE_VIEW
)
def recalls_of_village(reader: Reader, village: Division, on: dt.date) -> Section | None:
    """Show recalls from the village."""
    return _recalls(reader, lineage(village), on)


@register_section(Page.PERSON, key="recalls", order=60, permission=Permission.MEASURE_VIEW)
def recalls_of_person(reader: Reader, person: Person, on: dt.date) -> Section | None:
    """Show recalls in the village somebody serves or served in."""
    posting = postings.posting_on(reader, person, on)
    return None if posting is None else _recalls(reader, lineage(posting.village), on)


@register_section(Page.PERSON, key="team", order=20, permission=Permission.PERSON_VIEW)
def team(reader: Reader, person: Person, on: dt.date) -> Section | None:
    """Show who else is posted to the village on the day."""
    own = postings.posting_on(reader, person, on)
    if own is None:
        return None
    others = (
        Posting.objects.visible_to(reader)
        .as_of(on)
        .filter(village=own.village_id)
        .exclude(person=person)
        .select_related("person", "unit")
        .order_by("role", "started_on", "pk")
    )
    return Section(
        "同村驻村人员",
        headers=("姓名", "队内职务", "派出单位", "到村", "来源"),
        rows=[
            (
                _name(one, when=False),
                one.get_role_display(),
                one.unit.name if one.unit else "未填",
                f"{one.started_on}",
                Text(*_source(one)),
            )
            for one in others
        ],
        empty="该日没有其他驻村人员",
    )


@register_section(Page.PERSON, key="training", order=70, permission=Permission.PERSON_VIEW)
def training(reader: Reader, person: Person, on: dt.date) -> Section | None:
    """Show the classes that name the person, last year and this."""
    if postings.posting_on(reader, person, on) is None:
        return None
    rows = postings.trainings_of(reader, person, on)
    return Section(
        "培训",
        "各季度报的参训名单（T10）",
        headers=("期次", "班次", "职务", "计入轮训", "考核", "来源"),
        rows=[_class(row, reader) for row in rows],
        empty="已报的参训名单中没有本人",
    )


def _class(row: TrainingRow, reader: Reader) -> tuple[Text | str, ...]:
    return (
        Period.parse(row.period).label,  # type: ignore[attr-defined]
        row.course_name,
        row.post or "未填",
        {True: "是", False: "否", None: "未填"}[row.is_counted],
        row.result or "未填",
        source_of(row, "person_name", reader).text,
    )
