"""Those who come after, on a village's page: reserve cadres and young Party members."""

import datetime as dt

from accountability.branches.known import POOR, Known, people_by_village, told_to
from accountability.branches.rules import Mark, reserve_mark, young_mark
from accountability.branches.sections.village import UNKNOWN, day
from accountability.intake.queries.reported import newest, reported, source_of
from accountability.intake.rules import Period, PeriodKind
from accountability.ledgers.models import MemberRow
from accountability.ledgers.rules.members import IN_TRAINING, STEPS
from portal.access.reader import Reader
from portal.access.roles import Permission
from portal.ui.parts import Entry
from villages.dossiers.sections import Page, Section, Text, register_section
from villages.places.models import Division, VillageType


def _known(reader: Reader, village: Division, on: dt.date) -> Known | None:
    """Return what is known for the last quarter the village's county told of by a day."""
    told = [one for one in told_to(reader, village.county_id) if one.period.first_day <= on]
    quarters = [one.period for one in told if one.sheet == "T9"]
    return Known(told, quarters[-1]) if quarters else None


@register_section(
    Page.VILLAGE, tab="fortress", key="reserve", order=40, permission=Permission.VILLAGE_VIEW
)
def reserve(reader: Reader, village: Division, on: dt.date) -> Section:
    """Show the reserve cadres of the last quarter told of, by the rule of that quarter."""
    known = _known(reader, village, on)
    if known is None:
        return Section("后备干部", empty="未报")
    rows = (
        reported(MemberRow, reader, until=on)
        .filter(village=village, part="reserve", revision__period=str(known.quarter))
        .order_by("row_no")
    )
    lines = list(rows)
    members = known.rules.members
    trained = {row.person_name for row in lines if row.standing == IN_TRAINING and row.person_name}
    poor = VillageType.objects.as_of(known.day).filter(village=village, kind__in=POOR).exists()
    mark = reserve_mark(len(trained), members, is_told=True, is_asked=poor)
    least, most = members.reserve_min or 1, members.reserve_max
    asked = f"贫困村{least}至{most}名" if most else f"贫困村不少于{least}名"
    return Section(
        "后备干部",
        note=f"{known.quarter.label}台账；上任、退出的不计入",
        entries=[
            Entry("在培后备干部", mark.words),
            Entry("标准", f"{asked}（H-01 全省抓党建促脱贫攻坚工作讲话）"),
        ],
        headers=("姓名", "年龄", "来源", "培养人", "培养措施", "入库", "现状", "数据来源"),
        rows=[_reserve_row(row, reader) for row in lines],
    )


def _reserve_row(row: MemberRow, reader: Reader) -> tuple[Text | str, ...]:
    pooled = {True: day(row.pooled_on), False: "未入库", None: UNKNOWN}[row.is_pooled]
    return (
        row.person_name,
        UNKNOWN if row.age is None else f"{row.age}岁",
        row.background or UNKNOWN,
        row.mentor or UNKNOWN,
        "、".join(row.measures or ()) or UNKNOWN,
        pooled,
        Text(row.standing or UNKNOWN, tone="good" if row.standing == IN_TRAINING else "neutral"),
        source_of(row, "person_name", reader).text,
    )


@register_section(
    Page.VILLAGE, tab="fortress", key="young", order=50, permission=Permission.VILLAGE_VIEW
)
def young(reader: Reader, village: Division, on: dt.date) -> Section:
    """Show who came into the Party or is on the way, and the rolling count by the rule."""
    known = _known(reader, village, on)
    if known is None:
        return Section("党员发展", empty="未报")
    lines = newest(
        reported(MemberRow, reader, until=on).filter(village=village, part="member"), "person_name"
    )
    members = known.rules.members
    count = people_by_village(known.young(), [village.pk]).get(village.pk, 0)
    mark = young_mark(count, known.rules.young_min, is_told=True)
    window = Period.containing(known.day, PeriodKind.QUARTER).label
    return Section(
        "党员发展",
        note=f"每人取最近一期台账；截至{window}末往前滚动{members.window_months or ''}个月",
        entries=_young_entries(known, mark),
        headers=("姓名", "年龄", *(label for _, label in STEPS), "培养联系人", "数据来源"),
        rows=[_member_row(row, reader) for row in lines],
    )


def _young_entries(known: Known, mark: Mark) -> list[Entry]:
    members = known.rules.members
    age = (
        f"{members.young_age_max}岁及以下{members.young_mark}" if members.young_age_max else "青年"
    )
    standard = f"每{members.window_months or 24}个月不少于{known.rules.young_min}名，{age}"
    return [
        Entry("期内接收青年预备党员", mark.words),
        Entry("标准", f"{standard}（H-03 全省抓党建促脱贫攻坚工作讲话）"),
    ]


def _member_row(row: MemberRow, reader: Reader) -> tuple[Text | str, ...]:
    return (
        row.person_name,
        UNKNOWN if row.age is None else f"{row.age}岁",
        *(day(getattr(row, name)) if getattr(row, name) else "未到" for name, _ in STEPS),
        row.contact or UNKNOWN,
        source_of(row, "probation_on" if row.probation_on else "applied_on", reader).text,
    )
