"""A first secretary's assessments (T3), year by year, part by part."""

import datetime as dt
from typing import Final

from accountability.assessment.models import ScoreRow
from accountability.intake.queries.reported import reported, source_of
from accountability.intake.rules import Period
from accountability.ledgers.sheets.village_checks import plain
from portal.access.reader import Reader
from portal.access.roles import Permission
from villages.dossiers.sections import Page, Section, Text, register_section
from villages.people.models import Person

_PARTS: Final = (
    ("organization_score", "建强基层组织"),
    ("relief_score", "推动精准扶贫"),
    ("service_score", "为民办事服务"),
    ("governance_score", "提升治理水平"),
    ("attendance_score", "出勤纪律"),
    ("satisfaction_score", "群众满意度"),
    ("adjustment_score", "加减分"),
)


@register_section(
    Page.PERSON, tab="assessment", key="scores", order=10, permission=Permission.PERSON_VIEW
)
def scores(reader: Reader, person: Person, on: dt.date) -> Section | None:
    """List the years assessed, each with its parts and its source."""
    rows = reported(ScoreRow, reader, until=on).filter(person_id=person.pk)
    return Section(
        "第一书记年度（期满）考核",
        "各项得分、总分和等次以当年考核表（T3）为准；测评只计票数，不记投票人",
        headers=("年度", "村", *(label for _, label in _PARTS), "总分", "等次", "测评", "来源"),
        rows=[_year(row, reader) for row in rows.order_by("-revision__period", "row_no")],
        empty="没有考核记录",
    )


def _year(row: ScoreRow, reader: Reader) -> tuple[Text | str, ...]:
    ballots = (row.ballots_satisfied, row.ballots_fair, row.ballots_dissatisfied)
    told = "/".join("未报" if one is None else str(one) for one in ballots)
    return (
        Period.parse(row.period).label,  # type: ignore[attr-defined]
        f"{row.township_name}{row.village_name}",
        *(_points(getattr(row, field)) for field, _ in _PARTS),
        _points(row.total_score),
        row.grade or "未定",
        f"满意/基本/不满意 {told}",
        source_of(row, "total_score", reader).text,
    )


def _points(value: object) -> str:
    return "未报" if value is None else plain(value)
