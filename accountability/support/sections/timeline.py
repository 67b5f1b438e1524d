"""What happened in a person's posting, on one timeline: postings, leave, checks, classes, years."""

import datetime as dt
from collections.abc import Iterator

from accountability.assessment.models import ScoreRow
from accountability.intake.queries.reported import reported
from accountability.intake.rules import Period
from accountability.ledgers.models import PresenceRow
from accountability.ledgers.sheets.village_checks import plain
from accountability.support.queries import postings as queries
from portal.access.reader import Reader
from portal.access.roles import Permission
from villages.dossiers.queries import source_of as posting_source
from villages.dossiers.sections import Dated, Page, register_moments
from villages.people.models import Person
from villages.postings.models import EndReason, Posting


@register_moments(Page.PERSON, permission=Permission.PERSON_VIEW)
def moments(reader: Reader, person: Person, on: dt.date) -> list[Dated]:
    """Return arrivals and departures, months with leave or absences, classes and assessments."""
    postings = (
        Posting.objects.visible_to(reader)
        .filter(person=person, started_on__lte=on)
        .select_related("village__parent", "county")
    )
    found = [one for posting in postings for one in _posted(posting, on)]
    found += [one for row in queries.months_of(reader, person, on) for one in _month(row, on)]
    for row in queries.trainings_of(reader, person, on):
        day, label = _end(row.period, on)  # type: ignore[attr-defined]
        words = f"参加培训：{row.course_name}"
        found.append(Dated(day, words, f"来源：T10 {label} 第{row.row_no}行", when=label))
    for score in reported(ScoreRow, reader, until=on).filter(person_id=person.pk):
        day, label = _end(score.period, on)
        points = "" if score.total_score is None else f"，{plain(score.total_score)}分"
        words = f"年度考核{score.grade or '未定等次'}{points}"
        found.append(Dated(day, words, f"来源：T3 {label} 第{score.row_no}行", when=label))
    return found


def _end(period_text: str, on: dt.date) -> tuple[dt.date, str]:
    """Return the last day of a period, not after the day the page is about, and its name."""
    period = Period.parse(period_text)
    return min(period.last_day, on), period.label


def _posted(posting: Posting, on: dt.date) -> Iterator[Dated]:
    town = posting.village.parent
    place = f"{posting.county.name}{town.name if town else ''}{posting.village.name}"
    source = f"来源：{posting_source(posting).words}"
    role = posting.get_role_display()
    yield Dated(posting.started_on, f"到{place}任{role}", source)
    if posting.ended_on and posting.ended_on <= on:
        reason = posting.get_end_reason_display() or "原因未填"
        is_recall = posting.end_reason == EndReason.RECALLED
        yield Dated(posting.ended_on, f"离任{place}{role}（{reason}）", source, is_recall)


def _month(row: PresenceRow, on: dt.date) -> Iterator[Dated]:
    day, label = _end(row.period, on)  # type: ignore[attr-defined]
    source = f"来源：T2 {label} 第{row.row_no}行"
    if row.leave_days:
        kind, by = row.leave_kind or "类别未填", row.leave_approver or "未填"
        yield Dated(day, f"请假{row.leave_days}天（{kind}，{by}批准）", source, when=label)
    if row.checks_count:
        absent = row.absences_count or 0
        words = f"抽查{row.checks_count}次，" + (f"不在岗{absent}次" if absent else "均在岗")
        yield Dated(day, words, source, bad=bool(row.unexcused_count), when=label)
