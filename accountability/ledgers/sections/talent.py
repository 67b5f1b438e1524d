"""Training and talent of a village: who was trained, which experts look after it and came."""

import datetime as dt
from typing import Any

from accountability.intake.queries.reported import newest, reported, source_of
from accountability.intake.rules import Period
from accountability.ledgers.models import TalentRow, TrainingRow
from accountability.ledgers.rules.talent import LEFT
from accountability.ledgers.sheets import talent_checks
from accountability.ledgers.sheets.training_checks import TRAINEE
from portal.access.reader import Reader
from portal.access.roles import Permission
from villages.dossiers.sections import Page, Section, register_section
from villages.places.models import Division
from villages.places.queries import lineage

MOST = 30


@register_section(
    Page.VILLAGE, tab="shortfalls", key="training", order=30, permission=Permission.PERSON_VIEW
)
def training(reader: Reader, village: Division, on: dt.date) -> Section | None:
    """Tell who of the village attended a class."""
    rows: Any = (
        reported(TrainingRow, reader, until=on)
        .filter(part=TRAINEE, village_id__in=lineage(village))
        .order_by("-revision__period", "row_no")[:MOST]
    )
    if not rows:
        return None
    counted = {True: "计入", False: "不计入", None: "未填"}
    return Section(
        "参加培训",
        headers=("期次", "班次", "姓名", "职务", "轮训", "考核结果", "来源"),
        rows=[
            (
                Period.parse(row.period).label,
                row.course_name,
                row.person_name,
                row.post,
                counted[row.is_counted],
                row.result or "未填",
                source_of(row, "person_name", reader).text,
            )
            for row in rows
        ],
    )


@register_section(
    Page.VILLAGE, tab="shortfalls", key="service", order=40, permission=Permission.VILLAGE_VIEW
)
def service(reader: Reader, village: Division, on: dt.date) -> Section | None:
    """Tell which services experts gave in the village."""
    rows = (
        reported(TalentRow, reader, until=on)
        .filter(part=talent_checks.SERVICE, village_id__in=lineage(village))
        .order_by("-served_on", "row_no")[:MOST]
    )
    if not rows:
        return None
    return Section(
        "专家服务",
        headers=("日期", "主题", "专家", "服务人次", "解决事项", "来源"),
        rows=[
            (
                _day(row.served_on),
                row.subject,
                row.expert_names,
                "未填" if row.served_count is None else str(row.served_count),
                row.solved or "—",
                source_of(row, "subject", reader).text,
            )
            for row in rows
        ],
    )


@register_section(
    Page.VILLAGE, tab="shortfalls", key="experts", order=42, permission=Permission.VILLAGE_VIEW
)
def experts(reader: Reader, village: Division, on: dt.date) -> Section | None:
    """Tell who of the county's pool looks after the village, by the newest quarter."""
    rows = newest(
        reported(TalentRow, reader, until=on).filter(
            part=talent_checks.POOL, village_id__in=lineage(village)
        ),
        "person_name",
        "kind",
    )
    here = [row for row in rows if row.standing != LEFT]
    if not here:
        return None
    return Section(
        "联系本村的人才",
        headers=("姓名", "类别", "专长", "入库日期", "服务状态", "来源"),
        rows=[
            (
                row.person_name,
                row.kind,
                row.specialty,
                _day(row.pooled_on),
                row.standing,
                source_of(row, "person_name", reader).text,
            )
            for row in here
        ],
    )


def _day(day: Any) -> str:
    return f"{day:%Y-%m-%d}" if day else "未填"
