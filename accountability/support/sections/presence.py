"""A person's months in the village: strip, months one by one, leave against who may grant it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from django.urls import reverse
from django.utils.safestring import mark_safe

from accountability.intake.queries.reported import source_of
from accountability.intake.rules import Period
from accountability.ledgers.models import PresenceRow
from accountability.support.queries import postings as queries
from accountability.support.rules import (
    KIND_LABELS,
    Bounds,
    alerts,
    is_over_approver,
    leave_of,
    may_approve,
    term_of,
)
from portal.access.reader import Reader
from portal.access.roles import Permission
from portal.ui.charts import Attendance, month_strip
from portal.ui.parts import Entry
from villages.dossiers.sections import (
    Badge,
    Page,
    Section,
    Text,
    register_badges,
    register_section,
)
from villages.people.models import Person
from villages.postings.models import Posting
from villages.postings.rules import required_nights

MET_WORDS: Final = {True: "达标", False: "未达标", None: "未报"}
_MONTH: Final = (
    "月份", "应驻天", "实驻天", "夜宿", "请假", "审批", "公差", "抽查/不在岗/无故", "五天四夜",
    "来源",
)  # fmt: skip


def strip(rows: Iterable[PresenceRow]) -> str:
    """Draw months against the five days and four nights; months of other villages look alike."""
    drawn = [
        Attendance(
            _short(row),
            _sum(row.required_days),
            row.days_total,
            _nights(row),
            row.nights_total,
            (row.leave_days or 0) + (row.duty_days or 0),
            row.is_met,
        )
        for row in rows
    ]
    if not drawn:
        return ""
    picture = month_strip(drawn, line="五天四夜线", label="各月在岗")
    return mark_safe(picture)  # noqa: S308 - the chart escapes what it says


def _short(row: PresenceRow) -> str:
    period = Period.parse(row.period)  # type: ignore[attr-defined]
    return f"{period.first_day:%y}-{period.first_day:%m}"


def _sum(weeks: Sequence[int | None] | None) -> int | None:
    told = [days for days in weeks or () if days is not None]
    return sum(told) if told else None


def _nights(row: PresenceRow) -> int | None:
    """Return the nights that go with the days each week asks for."""
    told = [days for days in row.required_days or () if days is not None]
    return sum(map(required_nights, told)) if told else None


def leave_cells(row: PresenceRow, bounds: Bounds) -> tuple[Text, str]:
    """Return the leave of a month, and who approved it beside who may."""
    days, by = row.leave_days, row.leave_approver
    if not days:
        return Text("未报" if days is None else "无"), ""
    kind = f"（{row.leave_kind}）" if row.leave_kind else ""
    if is_over_approver(days, by, bounds):
        words = f"{by or '未填'}；应由{may_approve(days, bounds)}，待核实"
        return Text(f"{days}天{kind}", tone="warning"), words
    return Text(f"{days}天{kind}"), by or "未填"


def met_cell(is_met: bool | None) -> Text:  # noqa: FBT001 - one cell
    """Return whether a month was met, as a mark."""
    tones = {True: "good", False: "warning", None: "neutral"}
    return Text(MET_WORDS[is_met], tone=tones[is_met])  # type: ignore[arg-type]


@register_section(
    Page.PERSON, tab="presence", key="presence-strip", order=10, permission=Permission.PERSON_VIEW
)
def months_strip(reader: Reader, person: Person, on: dt.date) -> Section | None:
    """Show the strip of the last months told."""
    rows = queries.months_of(reader, person, on)
    note = "横线是按日历应驻的天数和夜数，请假、公差按日抵减；只用月报，没有定位签到"
    return Section("驻村（五天四夜）", note, chart=strip(rows), empty="还没有在岗月报")


@register_section(
    Page.PERSON, tab="presence", key="presence-months", order=20, permission=Permission.PERSON_VIEW
)
def months_table(reader: Reader, person: Person, on: dt.date) -> Section | None:
    """List the months told, each with its leave, checks and source."""
    rows = queries.months_of(reader, person, on)
    bounds = queries.bounds_on(on)
    year = max((queries.told(row).first_day.year for row in rows), default=on.year)
    total = leave_of(year, [queries.told(row) for row in rows])
    cap = bounds.leave_year_max
    allowed = f"，上限{cap.normalize():f}天{bounds.leave_mark}" if cap is not None else ""
    return Section(
        "各月在岗和请假",
        f"{year}年已报请假{total}天{allowed}；{bounds.short_leave_days}天以内乡镇党委批，"
        f"超过的{bounds.long_leave_approver}批（E-07）",
        headers=_MONTH,
        rows=[_month(row, bounds, reader) for row in reversed(rows)],
        empty="还没有在岗月报",
    )


def _month(row: PresenceRow, bounds: Bounds, reader: Reader) -> tuple[Text | str, ...]:
    checks = (row.checks_count, row.absences_count, row.unexcused_count)
    return (
        queries.told(row).label,
        _said(_sum(row.required_days)),
        _said(row.days_total),
        _said(row.nights_total),
        *leave_cells(row, bounds),
        f"{row.duty_days}天 {row.duty_reason}".strip() if row.duty_days else "无",
        "/".join(_said(count) for count in checks),
        met_cell(row.is_met),
        source_of(row, "days_total", reader).text,
    )


def _said(number: int | None) -> str:
    return "未报" if number is None else str(number)


@register_section(Page.PERSON, key="standing", order=10, permission=Permission.PERSON_VIEW)
def standing(reader: Reader, person: Person, on: dt.date) -> Section | None:
    """Show the posting of the day: where, for whom, how far the term is, what to look into."""
    posting = queries.posting_on(reader, person, on)
    if posting is None:
        return None
    months = queries.months_of(reader, person, on)
    trainings = queries.trainings_of(reader, person, on)
    known = queries.standing_of(reader, posting, months, trainings, on)
    told = list(alerts(known, queries.bounds_on(on)))
    return Section(
        "驻村概况",
        "提示只列事实和规则，由人核实",
        entries=_entries(posting, on),
        chart=strip(months),
        headers=("提示", "事实", "规则") if told else (),
        rows=[(Text(KIND_LABELS[one.kind], tone="warning"), one.words, one.rule) for one in told],
        more_url=reverse("support:leave"),
        more_label="请假和在岗异常",
    )


def _entries(posting: Posting, on: dt.date) -> list[Entry]:
    place, town = posting.village, posting.village.parent
    ended = posting.ended_on if posting.ended_on and posting.ended_on <= on else None
    until = f"，{ended}离任（{posting.get_end_reason_display() or '原因未填'}）" if ended else ""
    return [
        Entry("驻村", f"{posting.county.name}{town.name if town else ''}{place.name}",
              reverse("villages:village", args=[place.pk])),
        Entry("职务", posting.get_role_display()),
        Entry("派出单位", posting.unit.name if posting.unit else "未填"),
        Entry("任期", f"{term_of(posting.started_on, posting.due_on, ended, on)}，"
                      f"{posting.started_on}到村{until}"),
    ]  # fmt: skip


@register_badges(Page.PERSON, permission=Permission.PERSON_VIEW)
def badges(reader: Reader, person: Person, on: dt.date) -> list[Badge]:
    """Mark the post of the day and what is to be looked into."""
    posting = queries.posting_on(reader, person, on)
    if posting is None:
        return []
    is_over = posting.ended_on is not None and posting.ended_on <= on
    role = f"{posting.village.name}{posting.get_role_display()}"
    if is_over:
        return [Badge(f"{role}，已离任（{posting.get_end_reason_display() or '原因未填'}）")]
    months = queries.months_of(reader, person, on)
    known = queries.standing_of(
        reader, posting, months, queries.trainings_of(reader, person, on), on
    )
    marks = {one.kind: one for one in alerts(known, queries.bounds_on(on))}
    labels = [Badge(KIND_LABELS[kind], "warning") for kind in marks]
    return [Badge(f"{role}，{term_of(posting.started_on, posting.due_on, None, on)}", "info"),
            *labels]  # fmt: skip
