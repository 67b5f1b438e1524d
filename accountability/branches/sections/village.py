"""The branch on a village's page: who heads it, its election, its Party days."""

import datetime as dt
from collections.abc import Iterable

from accountability.intake.queries.reported import cell_url, newest, reported, source_of
from accountability.intake.rules import Period
from accountability.ledgers.models import ElectionRow, LookBackRow, PartyDayRow
from accountability.ledgers.rules.elections import FITS, FITS_NOT
from accountability.ledgers.rules.party_days import HELD
from accountability.ledgers.rules.unfinished import Entry as Unfinished
from accountability.ledgers.rules.unfinished import read_entries
from portal.access.reader import Reader
from portal.access.roles import Permission
from portal.ui.parts import Entry
from villages.branches.models import Branch, Office, OfficeHolder, SecretarySource
from villages.dossiers.sections import (
    Badge,
    Dated,
    Page,
    Section,
    Source,
    Text,
    register_badges,
    register_moments,
    register_section,
)
from villages.places.models import Division
from villages.places.queries import lineage

UNKNOWN = "未填"
_FIELDS = {"T8": "person_name", "T14": "person_name"}
_TONES = {FITS: "good", FITS_NOT: "bad"}


def day(value: dt.date | None) -> str:
    """Write a day, or that it was not told."""
    return f"{value:%Y-%m-%d}" if value else UNKNOWN


def _source(row: Branch | OfficeHolder, reader: Reader) -> Source:
    """Say which sheet, period and row an office is known from."""
    if row.source_revision_id is None or row.source_row is None:
        return Source(row.source_note or "登记录入")
    sheet, _, period = row.source_note.partition(" ")
    words = f"{sheet} {Period.parse(period).label} 第{row.source_row}行"
    if row.county_id not in reader.counties_for(Permission.SUBMISSION_VIEW):
        return Source(words)
    return Source(words, cell_url(row.source_revision_id, row.source_row, _FIELDS[sheet]))


def _holders(reader: Reader, village: Division, on: dt.date) -> list[OfficeHolder]:
    """Return who had held an office of the village by a day; its former rows count as it."""
    rows = OfficeHolder.objects.visible_to(reader).filter(
        village__in=lineage(village), valid_from__lte=on
    )
    order = [office.value for office in Office]
    return sorted(
        rows, key=lambda row: (order.index(row.office), -row.valid_from.toordinal(), -row.pk)
    )


@register_section(
    Page.VILLAGE, tab="fortress", key="branch", order=10, permission=Permission.VILLAGE_VIEW
)
def branch(reader: Reader, village: Division, on: dt.date) -> Section:
    """Show the branch with its secretary, and who held the offices of the village."""
    now = Branch.objects.visible_to(reader).as_of(on).filter(village=village).first()
    holders = _holders(reader, village, on)
    return Section(
        "村党组织",
        note="书记按县里填报的任免和新任情况，没有填报的按登记",
        entries=_branch_entries(now, holders, reader, on),
        headers=("职务", "姓名", "任职", "离任", "类别", "来源"),
        rows=[_holder_row(row, reader, on) for row in holders],
        empty="没有登记党组织，也没有填报村干部任职。",
    )


def _branch_entries(
    now: Branch | None, holders: list[OfficeHolder], reader: Reader, on: dt.date
) -> list[Entry]:
    if now is None:
        return []
    source = _source(now, reader)
    name, since, where = now.secretary_name, now.secretary_since, now.get_secretary_source_display()
    if since is not None and on < since:
        name, since, where, source = _before(now, holders, reader, on)
    words = name or f"缺职，{day(since)}起"
    return [
        Entry("党组织", now.name),
        Entry("书记", words),
        Entry("书记来源", (where or UNKNOWN) if name else "不涉及"),
        Entry("任职日期", day(since) if name else "不涉及"),
        Entry("党员数", "未登记" if now.members_count is None else f"{now.members_count}名"),
        Entry("书记信息来源", source.words, source.url),
    ]


def _before(
    now: Branch, holders: list[OfficeHolder], reader: Reader, on: dt.date
) -> tuple[str, dt.date | None, str, Source]:
    """Return who was secretary before the one known now: as reported, else as registered."""
    for row in holders:
        if row.office == Office.SECRETARY and (row.valid_to is None or row.valid_to > on):
            return row.name, row.valid_from, row.background, _source(row, reader)
    known = now.before or {}
    labels = dict(SecretarySource.choices)
    since = known.get("secretary_since")
    return (
        known.get("secretary_name", ""),
        dt.date.fromisoformat(since) if since else None,
        str(labels.get(known.get("secretary_source", ""), "")),
        Source("登记录入"),
    )


def _holder_row(row: OfficeHolder, reader: Reader, on: dt.date) -> tuple[Text | str, ...]:
    left = "在任"
    if row.valid_to is not None and row.valid_to <= on:
        left = day(row.valid_to) if row.is_end_told else f"{day(row.valid_to)}（按接任日期）"
        left += f"，{row.whereabouts}" if row.whereabouts else ""
    elif not row.name:
        left = "仍缺职"
    return (
        row.get_office_display(),
        row.name or Text("缺职", tone="bad"),
        day(row.valid_from),
        left,
        row.background or ("" if not row.name else UNKNOWN),
        _source(row, reader).text,
    )


def unfinished_entry(row: ElectionRow, village: Division) -> Unfinished | None:
    """Return what a county's T7 says of a village it names as not finished."""
    if village.pk not in row.unfinished_villages:
        return None
    named = [
        entry for entry in read_entries(row.unfinished_list) if entry.village.endswith(village.name)
    ]
    return named[0] if len(named) == 1 else Unfinished(village.name)


@register_section(
    Page.VILLAGE, tab="fortress", key="election", order=20, permission=Permission.VILLAGE_VIEW
)
def election(reader: Reader, village: Division, on: dt.date) -> Section:
    """Show whether the election is finished, and how the newly elected do."""
    told = newest(
        reported(ElectionRow, reader, until=on).filter(county=village.county_id), "county"
    ).first()
    looked = newest(reported(LookBackRow, reader, until=on).filter(village=village), "person_name")
    return Section(
        "换届和回头看",
        note="换届按县里最近一期进度表的未完成村名单；回头看每人取最近一次",
        entries=_election_entries(told, village, reader),
        headers=("姓名", "职务", "上任", "评价", "存在问题", "培训安排", "结果", "日期", "来源"),
        rows=[_looked_row(row, reader) for row in looked],
    )


def _election_entries(told: ElectionRow | None, village: Division, reader: Reader) -> list[Entry]:
    if told is None:
        return [Entry("换届", "未报")]
    source = source_of(told, "unfinished_list", reader)
    left = unfinished_entry(told, village)
    if left is None:
        return [Entry("换届", "已完成（没有列入未完成村名单）"), _entry(source)]
    return [
        Entry("换届", "未完成"),
        Entry("原因", left.reason or UNKNOWN),
        Entry("预计完成", day(left.expected)),
        Entry("包村领导", left.leader or UNKNOWN),
        _entry(source),
    ]


def _entry(source: Source) -> Entry:
    return Entry("来源", source.words, source.url)


def _looked_row(row: LookBackRow, reader: Reader) -> tuple[Text | str, ...]:
    appraisal = row.appraisal or UNKNOWN
    return (
        row.person_name,
        row.post,
        day(row.took_office_on),
        Text(appraisal, tone=_TONES.get(row.appraisal, "warning")),  # type: ignore[arg-type]
        row.shortcomings or "无",
        row.training or "无",
        row.outcome or row.measure or UNKNOWN,
        day(row.reviewed_on),
        source_of(row, "appraisal", reader).text,
    )


@register_section(
    Page.VILLAGE, tab="fortress", key="party-day", order=60, permission=Permission.VILLAGE_VIEW
)
def party_day(reader: Reader, village: Division, on: dt.date) -> Section:
    """Show in which months the Party day was held, quarter by quarter."""
    rows = newest(reported(PartyDayRow, reader, until=on).filter(village=village), "revision")
    ordered = sorted(rows, key=lambda row: Period.parse(row.period).first_day, reverse=True)
    return Section(
        "主题党日",
        note="每月一次；没有填的月份是未报，不当作没有开展",
        headers=("季度", "第1月", "第2月", "第3月", "未开展原因", "来源"),
        rows=[_party_day_row(row, reader) for row in ordered],
        empty="没有布置或没有填报主题党日开展情况。",
    )


def _party_day_row(row: PartyDayRow, reader: Reader) -> tuple[Text | str, ...]:
    period = Period.parse(row.period)  # type: ignore[attr-defined]
    first = period.first_day.month
    return (
        period.label,
        *(_held(first + number, getattr(row, name)) for number, name in enumerate(HELD)),
        row.missed_reason or "无",
        source_of(row, HELD[0], reader).text,
    )


def _held(month: int, value: bool | None) -> Text:  # noqa: FBT001 - the cell itself
    if value is None:
        return Text(f"{month}月未报")
    return Text(f"{month}月开展", tone="good") if value else Text(f"{month}月未开展", tone="bad")


@register_badges(Page.VILLAGE, permission=Permission.VILLAGE_VIEW, order=30)
def marks(reader: Reader, village: Division, on: dt.date) -> Iterable[Badge]:
    """Mark a branch without a secretary and an election not finished."""
    now = Branch.objects.visible_to(reader).as_of(on).filter(village=village).first()
    if now is not None and not now.secretary_name and (now.secretary_since or on) <= on:
        yield Badge("书记缺职", "bad")
    told = newest(
        reported(ElectionRow, reader, until=on).filter(county=village.county_id), "county"
    ).first()
    if told is not None and village.pk in told.unfinished_villages:
        yield Badge("未完成换届", "bad")


@register_moments(Page.VILLAGE, permission=Permission.VILLAGE_VIEW)
def comings_and_goings(reader: Reader, village: Division, on: dt.date) -> Iterable[Dated]:
    """Tell who took and left the offices of secretary and head."""
    for row in _holders(reader, village, on):
        if row.office not in (Office.SECRETARY, Office.HEAD):
            continue
        office, note = row.get_office_display(), f"来源：{_source(row, reader).words}"
        words = f"{row.name}任{office}" if row.name else f"{office}缺职"
        yield Dated(row.valid_from, words, note, bad=not row.name)
        if row.name and row.is_end_told and row.valid_to is not None and row.valid_to <= on:
            why = f"（{row.whereabouts}）" if row.whereabouts else ""
            yield Dated(row.valid_to, f"{row.name}不再任{office}{why}", note)
