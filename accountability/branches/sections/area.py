"""Elections and look-back of an area: finished or named, the newly elected by their state."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.urls import reverse

from accountability.branches.sections.village import UNKNOWN, day, unfinished_entry
from accountability.intake.queries.reported import newest, reported, source_of
from accountability.intake.rules import Period
from accountability.ledgers.models import ElectionRow, LookBackRow
from accountability.ledgers.rules.elections import APPRAISALS, OUTCOMES
from portal.access.reader import Reader
from portal.access.roles import Permission
from portal.ui.figures import rate_text
from portal.ui.parts import Entry
from villages.dossiers.sections import Page, Section, Text, register_section
from villages.places.models import Division, Level

MOST = 20
_UNDER = frozenset({Level.PROVINCE, Level.CITY})


def _counties(area: Division, on: dt.date) -> Sequence[int]:
    """Return the counties an area consists of, or in which it lies."""
    if area.level in _UNDER:
        return list(Division.objects.counties_under([area.pk], on).values_list("pk", flat=True))
    return [area.county_id or area.pk]


@register_section(Page.AREA, key="elections", order=40, permission=Permission.VILLAGE_VIEW)
def elections(reader: Reader, area: Division, on: dt.date) -> Section:
    """Show how far the elections are, Party and committee apart, and who is left by name."""
    rows = reported(ElectionRow, reader, until=on).filter(county__in=_counties(area, on))
    told = sorted(newest(rows.select_related("county"), "county"), key=lambda row: row.county.code)
    if not told:
        return Section("村“两委”换届", empty="未报")
    left = _left(told, area)
    return Section(
        "村“两委”换届",
        note=_asked(told),
        entries=[] if area.level == Level.TOWNSHIP else _totals(told),
        headers=(
            "县（市、区）",
            "乡镇（街道）",
            "未完成的村",
            "原因",
            "预计完成",
            "包村领导",
            "来源",
        ),
        rows=[_left_row(row, village, reader) for row, village in left[:MOST]],
        empty="没有列入未完成名单的村。",
        more_url=f"{reverse('branches:branch-list')}?{_asked_of(area)}",
        more_label=f"未完成的村共{len(left)}个" if left else "村党组织",
    )


def _asked_of(area: Division) -> str:
    """Return what keeps the list of unfinished villages in the area."""
    asked = {"tab": "unfinished"}
    if area.level != Level.PROVINCE:
        asked["county"] = str(area.pk if area.level == Level.CITY else area.county_id or area.pk)
    return urlencode(asked)


def _asked(told: Sequence[ElectionRow]) -> str:
    periods = sorted({row.period for row in told})  # type: ignore[attr-defined]
    labels = [Period.parse(text).label for text in (periods[0], periods[-1])]
    span = labels[0] if labels[0] == labels[1] else f"{labels[0]}至{labels[1]}"
    return f"各县最近一期进度表（{span}），{len(told)}个县已报"


def _totals(told: Sequence[ElectionRow]) -> list[Entry]:
    return [
        Entry("应换届村", str(sum(row.due_count or 0 for row in told))),
        Entry("村党组织已完成", _rate(told, "party_done")),
        Entry("村委会已完成", _rate(told, "committee_done")),
    ]


def _rate(told: Sequence[ElectionRow], field: str) -> str:
    """Return finished over due, of the counties that told of both."""
    pairs = [(getattr(row, field), row.due_count) for row in told]
    whole = [(done, due) for done, due in pairs if done is not None and due is not None]
    if not whole:
        return rate_text(None, None)
    missing = len(pairs) - len(whole)
    words = rate_text(sum(done for done, _ in whole), sum(due for _, due in whole))
    return f"{words}，{missing}个县未填" if missing else words


def _left(told: Sequence[ElectionRow], area: Division) -> list[tuple[ElectionRow, Division]]:
    """Return the villages not finished within the area, each with the row that names it."""
    named = {pk: row for row in told for pk in row.unfinished_villages}
    villages = Division.objects.filter(pk__in=named).select_related("parent").order_by("code")
    if area.level == Level.TOWNSHIP:
        villages = villages.filter(parent=area)
    return [(named[village.pk], village) for village in villages]


def _left_row(row: ElectionRow, village: Division, reader: Reader) -> tuple[Text | str, ...]:
    entry = unfinished_entry(row, village)
    return (
        row.county.name,
        village.parent.name if village.parent else "",
        Text(village.name, f"{reverse('villages:village', args=[village.pk])}?tab=fortress"),
        (entry and entry.reason) or UNKNOWN,
        day(entry.expected if entry else None),
        (entry and entry.leader) or UNKNOWN,
        source_of(row, "unfinished_list", reader).text,
    )


@register_section(Page.AREA, key="look-back", order=41, permission=Permission.VILLAGE_VIEW)
def look_back(reader: Reader, area: Division, on: dt.date) -> Section:
    """Count the newly elected by the state they are in, and name those who do not fit."""
    rows = reported(LookBackRow, reader, until=on).filter(county__in=_counties(area, on))
    if area.level == Level.TOWNSHIP:
        rows = rows.filter(village__parent=area)
    found = newest(rows, "village", "person_name").select_related("village__parent", "county")
    people = [row for row in found if row.village is not None]
    if not people:
        return Section("新任村“两委”干部“回头看”", empty="未报")
    concerned = [
        row for row in people if row.outcome in OUTCOMES[1:] or row.appraisal == APPRAISALS[2]
    ]
    return Section(
        "新任村“两委”干部“回头看”",
        note="每人取最近一次；先培训提升，仍不适应的调整",
        entries=_states(people),
        headers=("县（市、区）", "村", "姓名", "职务", "评价", "拟处理", "结果", "来源"),
        rows=[_person_row(row, reader) for row in concerned[:MOST]],
        empty="没有需要培训提升或调整的新任干部。",
    )


def _states(people: Iterable[LookBackRow]) -> list[Entry]:
    counted = Counter(row.outcome for row in people)
    entries = [Entry("新任干部", f"{counted.total()}人")]
    entries += [Entry(state, f"{counted[state]}人") for state in OUTCOMES]
    return [*entries, Entry("结果未填", f"{counted['']}人")] if counted[""] else entries


def _person_row(row: LookBackRow, reader: Reader) -> tuple[Text | str, ...]:
    assert row.village is not None  # noqa: S101 - filtered by who asks
    town = row.village.parent.name if row.village.parent else ""
    return (
        row.county.name,
        Text(
            f"{town}{row.village.name}",
            f"{reverse('villages:village', args=[row.village.pk])}?tab=fortress",
        ),
        row.person_name,
        row.post,
        row.appraisal or UNKNOWN,
        row.measure or UNKNOWN,
        row.outcome or UNKNOWN,
        source_of(row, "outcome" if row.outcome else "appraisal", reader).text,
    )
