"""What T13 finds out and checks: the place of a visit, its day, copies."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.ledgers.rules import Likeness, likeness_on
from accountability.supervision.rules.findings import skeleton
from accountability.supervision.rules.visits import Target, target_of
from accountability.supervision.sheets.people import personal_numbers
from villages.places.models import Division, Level, in_force

ERROR, WARNING = Severity.ERROR, Severity.WARNING
_TEXTS: Final = (("solved", "解决事项"), ("remark", "备注"))


@dataclass(frozen=True)
class Places:
    """The county's townships by name, and of each village the township it lies in."""

    townships: Mapping[str, int]
    above: Mapping[int, int | None]
    likeness: Likeness


def places_of(setting: Setting) -> Places:
    """Read the places of the county; one query."""
    day = setting.period.last_day
    rows = Division.objects.filter(
        in_force(day),
        county_id=setting.county_id,
        level__in=[Level.TOWNSHIP, Level.VILLAGE],
    ).values_list("id", "name", "level", "parent_id")
    return Places(
        {name: pk for pk, name, level, _ in rows if level == Level.TOWNSHIP},
        {pk: parent for pk, _, level, parent in rows if level == Level.VILLAGE},
        likeness_on(day),
    )


def derive(values: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """Find the township of the visit: that of the village, or the one named."""
    places: Places = setting.context
    above = places.above.get(values.get("village_id") or 0)
    township = above or places.townships.get(values.get("township_name") or "")
    return {"township_id": township} if township else {}


def check_place(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask for the place each level is to visit: only named places count as visited."""
    del setting
    level, count = row["visitor_level"], row["villages_count"]
    target = target_of(level or "")
    is_named = {
        Target.COUNTY: True,
        Target.TOWNSHIP: bool(row["township_name"] or row["village_name"]),
        Target.VILLAGE: bool(row["village_name"]),
    }
    if target and not is_named[target]:
        what, column = (
            ("村", "village_name") if target is Target.VILLAGE else ("乡镇", "township_name")
        )
        sentence = f"{level}级走访没有填{what}，不计入走遍。"
        yield Finding(
            "T13-PLACE", WARNING, sentence, column, f"请填写走访的{what}。", "没有走访地点"
        )
    if row["village_name"] and count is not None and count != 1:
        sentence = f"到村数填的是{count}，这一行只有{row['village_name']}一个村。"
        remedy = "一个村填一行，到村数填1。"
        yield Finding("T13-COUNT", WARNING, sentence, "villages_count", remedy, "到村数与地点不符")


def check_day(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask for a day of the quarter that has come; keep personal numbers out."""
    day, period = row["visited_on"], setting.period
    if day and day > setting.today:
        sentence = f"走访日期{day}还没有到。"
        yield Finding("T13-DATE", ERROR, sentence, "visited_on", "请核对日期。", "走访日期在将来")
    elif day and not period.first_day <= day <= period.last_day:
        sentence = f"走访日期{day}不在{period.label}内。"
        remedy = "每次走访只在当季填一次，请核对；补报的请说明。"
        yield Finding("T13-DATE", WARNING, sentence, "visited_on", remedy, "不在本季度")
    yield from personal_numbers(row, "T13-PRIVATE", _TEXTS)


def check_doubles(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """Find a visit listed twice, and what was solved in the same words elsewhere."""
    places: Places = setting.context
    seen: dict[tuple[Any, ...], Row] = {}
    alike: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        where = row["village_id"] or row["village_name"] or row["township_name"]
        visit = (row["visitor_name"], where, row["visited_on"])
        first = seen.setdefault(visit, row)
        if first is not row and all(visit):
            sentence = f"与第{first.row_no}行是同一次走访。"
            remedy = "请删去重复的一行。"
            yield row, Finding("D18", ERROR, sentence, "visited_on", remedy, "走访重复")
        text = skeleton(
            row["solved"] or "", [row["township_name"] or "", row["village_name"] or ""]
        )
        if len(text) >= places.likeness.copied_characters:
            alike[text].append(row)
    for first, *others in alike.values():
        for row in others:
            sentence = f"“解决事项”与第{first.row_no}行相同，只有地名或数字不一样。"
            yield row, Finding("X14", WARNING, sentence, "solved", "请按实际填写。", "疑似照抄")


ROW_CHECKS: Final = (check_place, check_day)
