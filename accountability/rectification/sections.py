"""What cases put on the pages of a village and of an area."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from accountability.intake.queries.reported import source_of
from accountability.parameters.queries import parameters_on
from accountability.rectification import queries
from accountability.rectification.lists import TONES
from accountability.rectification.models import Recheck, Relapse, WeakCase
from accountability.rectification.rules.cases import GROUP_LABELS, OPEN, Group, group_of
from accountability.rectification.rules.stages import weak_rules
from portal.access.reader import Reader
from portal.access.roles import Permission
from portal.ui.figures import rate_text
from portal.ui.palette import Tone
from portal.ui.parts import Entry
from villages.dossiers.sections import (
    Badge,
    Dated,
    Page,
    Section,
    Text,
    register_badges,
    register_moments,
    register_section,
)
from villages.places.models import Division, Level
from villages.places.queries import lineage

_LISTED: Final = 10


def _row(reader: Reader, village: Division, day: dt.date) -> Any:
    """Return the newest row of the ledgers about a village by then: one query and the periods."""
    keys = lineage(village)
    rows: Any = queries.rows_on(reader, day).filter(village_id__in=keys)
    return max(rows, key=lambda row: row.period, default=None)


def _group(row: Any) -> Group:
    return group_of(row.standing, is_again=bool(row.relapses_count))


@register_section(
    Page.VILLAGE, tab="fortress", key="weak-case", order=10, permission=Permission.VILLAGE_VIEW
)
def weak_case(reader: Reader, village: Division, on: dt.date) -> Section | None:
    """Show where the mending stands: stage, six steps, who is responsible, each with its cell."""
    row = _row(reader, village, on)
    if row is None:
        return None
    rules = weak_rules(parameters_on(on))
    case = (
        WeakCase.objects.visible_to(reader)
        .filter(village_ids__contains=[row.village_id])
        .order_by("-round")
        .first()
    )
    return Section(
        "软弱涣散整顿",
        note=f"六步的步骤名称是参数{rules.steps_mark}",
        headers=("事项", "情况", "来源"),
        rows=_facts(reader, row, rules.steps),
        more_url=reverse("rectification:case", args=[case.pk]) if case else "",
        more_label="整顿个案",
    )


def _facts(reader: Reader, row: Any, names: tuple[str, ...]) -> list[tuple[Text | str, ...]]:
    def line(label: str, words: str, field: str, tone: Tone = "neutral") -> tuple[Text | str, ...]:
        return (label, Text(words or "未填", tone=tone), source_of(row, field, reader).text)

    told = zip(names, row.step_states, row.step_dates, strict=False)
    return [
        line("进度", row.standing, "stage", TONES[_group(row)]),
        line("联村县级领导", _person(row.county_leader, row.county_leader_post), "county_leader"),
        line(
            "包村乡镇领导",
            _person(row.township_leader, row.township_leader_post),
            "township_leader",
        ),
        *(
            line(
                f"第{number}步 {name}",
                f"{state or ''}{f' {day:%Y-%m-%d}' if day else ''}".strip(),
                f"steps_{number}",
            )
            for number, (name, state, day) in enumerate(told, 1)
        ),
    ]


def _person(name: str, post: str) -> str:
    return f"{name}（{post}）" if name and post else name or post


@register_badges(Page.VILLAGE, permission=Permission.VILLAGE_VIEW, order=20)
def weak_badge(reader: Reader, village: Division, on: dt.date) -> Iterable[Badge]:
    """Mark a village whose branch is being mended or tracked."""
    row = _row(reader, village, on)
    group = _group(row) if row is not None else None
    if group in OPEN:
        yield Badge(
            f"软弱涣散·{'整顿中' if group is Group.MENDING else GROUP_LABELS[group]}", "warning"
        )
    elif group is Group.TRACKED:
        yield Badge("软弱涣散·跟踪巩固", "info")


@register_moments(Page.VILLAGE, permission=Permission.VILLAGE_VIEW)
def weak_moments(reader: Reader, village: Division, on: dt.date) -> Iterable[Dated]:
    """Tell the rounds of mending, re-checks and relapses."""
    keys = lineage(village)
    cases = WeakCase.objects.visible_to(reader).filter(village_ids__overlap=keys)
    for case in cases:
        more = f"（第{case.round}轮）" if case.round > 1 else ""
        for day, words in (
            (case.opened_on, "软弱涣散整顿立案"),
            (case.verified_on, "整顿县级验收"),
            (case.closed_on, f"整顿{case.stage}"),
        ):
            if day is not None and day <= on:
                yield Dated(day, f"{words}{more}")
    checks = Recheck.objects.visible_to(reader).filter(village_id__in=keys, checked_on__lte=on)
    for check in checks:
        words = f"整顿{check.get_level_display()}：{check.get_result_display()}"
        yield Dated(check.checked_on, words, check.facts, bad=check.result == "failed")
    backs = Relapse.objects.visible_to(reader).filter(village_id__in=keys, found_on__lte=on)
    for back in backs:
        yield Dated(back.found_on, "整顿后反弹", back.facts, bad=True)


@register_section(Page.AREA, key="weak-cases", order=30, permission=Permission.VILLAGE_VIEW)
def weak_cases(reader: Reader, area: Division, on: dt.date) -> Section | None:
    """Count the cases of an area by where they stand, and name who should lead one and does not."""
    counties = _counties(reader, area, on)
    known = parameters_on(on)
    count = queries.counted(
        reader,
        area,
        on,
        counties=counties,
        conversion_months=known.whole("conversion_months") or 0,
        tracking_months=known.whole("tracking_months") or 0,
    )
    if not count.groups and not count.rechecked:
        return None
    breaches = _breaches(reader, area, counties)
    groups = [
        Entry(label, f"{count.groups[group]}个村", _list_url(group, area))
        for group, label in GROUP_LABELS.items()
        if count.groups.get(group)
    ]
    return Section(
        "软弱涣散整顿",
        note="截至该日最近一期整顿台账",
        entries=(
            *groups,
            Entry("转化率", rate_text(count.converted, count.due) if count.due else "不涉及"),
            Entry(
                "反弹率", rate_text(count.fell_back, count.tracked) if count.tracked else "不涉及"
            ),
            Entry(
                "省抽查推翻",
                rate_text(count.overturned, count.rechecked) if count.rechecked else "今年没有抽查",
            ),
        ),
        headers=("村", "待核", "依据") if breaches else (),
        rows=breaches,
        more_url=_list_url("", area),
        more_label="全部个案",
    )


def _counties(reader: Reader, area: Division, on: dt.date) -> list[int]:
    if area.level in {Level.COUNTY, Level.TOWNSHIP}:
        return [area.county_id or area.pk]
    under = Division.objects.counties_under([area.pk], on).values_list("pk", flat=True)
    return [pk for pk in under if pk in reader.county_ids]


def _list_url(group: str, area: Division) -> str:
    asked = {"tab": group} if group else {}
    if area.level in {Level.COUNTY, Level.TOWNSHIP}:
        asked["county"] = str(area.county_id or area.pk)
    elif area.level == Level.CITY:
        asked["county"] = str(area.pk)
    query = urlencode(asked)
    return f"{reverse('rectification:list')}{'?' if query else ''}{query}"


def _breaches(reader: Reader, area: Division, counties: list[int]) -> list[tuple[Text | str, ...]]:
    rows = WeakCase.objects.visible_to(reader).filter(~Q(breaches=[]), county_id__in=counties)
    if area.level == Level.TOWNSHIP:
        rows = rows.filter(village__parent=area)
    found = rows.select_related("village__parent").order_by("village__code")[:_LISTED]
    return [
        (
            Text(
                f"{case.village.parent.name if case.village.parent else ''}{case.village.name}",
                reverse("rectification:case", args=[case.pk]),
            ),
            "；".join(case.breach_words),
            "F-07",
        )
        for case in found
    ]
