"""What followed for a cadre and what thanked them: the person's tab 奖惩, the unit's page.

Only for who may see measures in the county. A row is shown where it surely concerns the person; a
namesake is never shown.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from accountability.intake.queries.reported import newest, reported, source_of
from accountability.supervision import queries
from accountability.supervision.models import MeasureRow
from accountability.supervision.sheets import words
from portal.access.reader import Reader
from portal.access.roles import Permission
from villages.dossiers.sections import (
    Dated,
    Page,
    Section,
    Text,
    register_moments,
    register_section,
)
from villages.people.models import Person, Unit

P = Permission
DOCUMENT: Final = "《党政领导干部选拔任用工作条例》（2019年）第二十四条"
PROMOTES: Final = frozenset({words.PROMOTION, words.RISE, words.HONOUR})
RUNGS: Final = ("日常管理", "通报", "诫勉", "组织处理", "党纪处分", "政务处分")
MATCHED: Final = (
    "只列身份证号一致的，以及姓名、县、日期与花名册中召回或提拔的记录都一致的；同名的人不列"
)


@register_section(Page.PERSON, tab="measures", key="measures", order=10, permission=P.MEASURE_VIEW)
def measures(reader: Reader, person: Person, on: dt.date) -> Section | None:
    """Tell the measures taken on a person: rung, whether it is 问责, how long it weighs, appeal."""
    rows = queries.measures_of(person, reader, on)
    running = [row for row in rows if weighs(row, on)]
    note = MATCHED
    if running:
        last = max(row.influence_to for row in running)
        note = (
            f"影响期内，至{last:%Y-%m-%d}：影响期未满的不得列为提拔重用的考察对象"
            f"（{DOCUMENT}）。{MATCHED}"
        )
    return Section(
        "约谈、召回和问责",
        note=note,
        headers=(
            "决定日期", "类别", "处理方式", "层次", "是否计入问责", "事由", "决定机关、文号",
            "影响期", "申诉", "来源",
        ),
        rows=[_line(row, reader, on) for row in rows],
        empty="没有确知是本人的记录（T15）",
    )  # fmt: skip


@register_section(
    Page.PERSON, tab="measures", key="incentives", order=20, permission=P.MEASURE_VIEW
)
def incentives(reader: Reader, person: Person, on: dt.date) -> Section | None:
    """Tell what a person was given: promotion, honour, care; what fell into a term is asked."""
    taken = queries.measures_of(person, reader, on)
    rows = queries.incentives_of(person, reader, on)
    return Section(
        "表彰激励和关爱",
        headers=("日期", "类别", "内容", "层级", "文号", "待核", "来源"),
        rows=[
            (
                f"{row.given_on:%Y-%m-%d}" if row.given_on else "未填",
                row.category,
                row.content or "—",
                row.honour_level or "—",
                row.document_number or "—",
                _asks(row, taken),
                source_of(row, "given_on", reader).text,
            )
            for row in rows
        ],
        empty="没有确知是本人的记录（T16）",
    )


@register_moments(Page.PERSON, permission=P.MEASURE_VIEW)
def moments(reader: Reader, person: Person, on: dt.date) -> Iterable[Dated]:
    """Tell on which days measures were decided and incentives given."""
    for row in queries.measures_of(person, reader, on):
        if row.decided_on and row.decided_on <= on:
            yield Dated(row.decided_on, f"{row.category}：{row.form or row.category}", row.reason,
                        bad=True)  # fmt: skip
    for row in queries.incentives_of(person, reader, on):
        if row.given_on and row.given_on <= on:
            yield Dated(row.given_on, row.category, row.content)


@register_section(Page.UNIT, key="measures", order=50, permission=P.MEASURE_VIEW)
def of_unit(reader: Reader, unit: Unit, on: dt.date) -> Section | None:
    """Tell the measures taken on a unit and its people."""
    rows = newest(
        reported(MeasureRow, reader, until=on).filter(unit=unit),
        "county_id", "person_name", "category", "form", "decided_on",
    )  # fmt: skip
    found = sorted(rows, key=lambda row: row.decided_on or dt.date.min, reverse=True)
    return Section(
        "约谈、召回和问责",
        note="姓名按报表所填，同名的人请以身份证号为准",
        headers=("决定日期", "对象", "类别", "是否计入问责", "事由", "影响期", "来源"),
        rows=[
            (
                f"{row.decided_on:%Y-%m-%d}" if row.decided_on else "未填",
                f"{row.person_name} {row.post_title}".strip() or "单位",
                row.category,
                _counted(row),
                row.reason,
                _influence(row, on),
                source_of(row, "category", reader).text,
            )
            for row in found
        ],
        empty="没有对本单位和本单位人员的记录（T15）",
    )


def weighs(row: Any, on: dt.date) -> bool:
    """Say whether a decided measure weighs on promotion on the day."""
    if row.standing == words.STANDINGS[1] or row.influence_to is None:
        return False
    begins = row.influence_from or row.decided_on
    return bool((begins is None or begins <= on) and on <= row.influence_to)


def _line(row: Any, reader: Reader, on: dt.date) -> tuple[Text | str, ...]:
    proposed = "（建议）" if row.standing == words.STANDINGS[1] else ""
    return (
        f"{row.decided_on:%Y-%m-%d}" if row.decided_on else "未填",
        f"{row.category}{proposed}",
        row.form or "—",
        "未定" if row.level is None else f"{row.level} {RUNGS[row.level]}",
        _counted(row),
        row.reason,
        " ".join(part for part in (row.authority, row.document_number) if part) or "未填",
        _influence(row, on),
        _appeal(row),
        source_of(row, "category", reader).text,
    )


def _counted(row: Any) -> str:
    return {True: "计入", False: "不计入（日常管理）", None: "未定"}[row.is_counted]


def _influence(row: Any, on: dt.date) -> Text | str:
    if row.influence_to is None:
        return "没有影响期" if row.level == 0 else "未定"
    if weighs(row, on):
        return Text(f"影响期内，至{row.influence_to:%Y-%m-%d}", tone="warning")
    if row.standing == words.STANDINGS[1]:
        return "建议，尚未决定"
    return f"已于{row.influence_to:%Y-%m-%d}期满" if row.influence_to < on else "尚未开始"


def _appeal(row: Any) -> str:
    until = f"，期限{row.appeal_due_on:%Y-%m-%d}" if row.appeal_due_on else ""
    return f"{row.appeal or '未填'}{until}"


def _asks(row: Any, measures: Iterable[Any]) -> Text | str:
    """Ask about a promotion or honour given while a measure weighed: a person concludes."""
    if row.category not in PROMOTES or row.given_on is None:
        return "—"
    if any(weighs(measure, row.given_on) for measure in measures):
        return Text("在影响期内，请核实（D-06）", tone="warning")
    return "—"
