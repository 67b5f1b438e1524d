"""What T14 computes and checks: tenures and vacancies of a post, the alarm of C-05."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.ledgers.rules.posts import (
    AS_COUNTY,
    CITY,
    COUNTY,
    LEVELS,
    POSTS,
    PostRules,
    Poverty,
    alarm,
    is_too_long,
    post_rules,
    vacant_days,
)
from accountability.parameters.queries import parameters_on
from villages.places.models import Division, PovertyStatus

ERROR, WARNING = Severity.ERROR, Severity.WARNING
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class Month:
    """What a month's posts are checked by: bounds, levels of divisions, the county's poverty."""

    rules: PostRules
    levels: Mapping[int, str]
    poverty: Poverty | None


def month_of(setting: Setting) -> Month:
    """Read the bounds, the county's divisions and its place on the register; three queries."""
    levels = dict(Division.objects.filter(county_id=setting.county_id).values_list("id", "level"))
    if setting.is_city:
        levels[setting.county_id] = CITY
    status = PovertyStatus.objects.filter(
        division_id=setting.county_id, listed_on__lte=setting.period.last_day
    ).values_list("delisted_on", "listed_on")
    listed = list(status)
    return Month(
        post_rules(parameters_on(setting.period.last_day)),
        levels,
        Poverty(is_poor=True, delisted_on=listed[0][0], listed_on=listed[0][1]) if listed else None,
    )


def derive(values: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """Fill the days of a vacancy; name a county-level city's heads as those of a county."""
    filled = {} if setting.is_city else _county_title(values)
    begins = values.get("vacant_from")
    if begins is None or values.get("vacant_days") is not None:
        return filled
    days = vacant_days(begins, values.get("vacant_to"), setting.period.last_day)
    return filled | {"vacant_days": days} if days > 0 else filled


def _county_title(values: Mapping[str, Any]) -> dict[str, Any]:
    title = AS_COUNTY.get(values.get("post_title") or "")
    return {"post_title": title} if title else {}


def check_row(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask that a row is a tenure or a vacancy, of a post its division has."""
    month: Month = setting.context
    title, division = row["post_title"], row["division_id"]
    level = POSTS.get(title or "")
    if level and division and month.levels.get(division) not in (level, None):
        own = LEVELS.get(month.levels[division], "")
        sentence = f"{row['division_name']}是{own}，职务填的是“{title}”。"
        yield Finding(
            "T14-POST", ERROR, sentence, "post_title", "请核对单位和职务。", "单位与职务不符"
        )
    if not row["person_name"] and row["vacant_from"] is None:
        sentence = "没有填姓名，也没有填缺职起。"
        remedy = "有人任职的填姓名，缺职的填缺职起。"
        yield Finding("T14-EMPTY", ERROR, sentence, "person_name", remedy, "没有姓名和缺职")
    if row["person_name"] and row["started_on"] is None:
        sentence = f"{row['person_name']}没有填任职日期。"
        yield Finding("REQ", ERROR, sentence, "started_on", "请补填任职日期。", "必填项空着")


def check_dates(row: Row, setting: Setting) -> Iterator[Finding]:
    """Check the order of days, and that leaving has its whereabouts."""
    started, ended = row["started_on"], row["ended_on"]
    for column, label, first, second in (
        ("ended_on", "离职日期{}早于任职日期{}", started, ended),
        ("vacant_to", "缺职止{}早于缺职起{}", row["vacant_from"], row["vacant_to"]),
    ):
        if first is not None and second is not None and second < first:
            sentence = f"{label.format(second, first)}。"
            yield Finding("T14-DATE", ERROR, sentence, column, "请核对两个日期。", "日期先后颠倒")
    for column, label in (
        ("started_on", "任职日期"),
        ("ended_on", "离职日期"),
        ("vacant_from", "缺职起"),
    ):
        if row[column] is not None and row[column] > setting.today:
            sentence = f"{label}{row[column]}还没有到。"
            yield Finding("T14-DATE", ERROR, sentence, column, "请核对日期。", "日期在将来")
    if ended is not None and not row["whereabouts"]:
        sentence = f"{ended}离职，没有填去向。"
        yield Finding("T14-LEFT", ERROR, sentence, "whereabouts", "请选择去向。", "离职信息不全")
    elif ended is None and row["whereabouts"]:
        sentence = f"去向填的是“{row['whereabouts']}”，没有填离职日期。"
        yield Finding("T14-LEFT", ERROR, sentence, "ended_on", "请补填离职日期。", "离职信息不全")


def check_vacancy(row: Row, setting: Setting) -> Iterator[Finding]:
    """Compare typed days with the span; point out a post empty for long (S2)."""
    month: Month = setting.context
    begins, typed = row["vacant_from"], row["vacant_days"]
    if begins is None:
        return
    days = vacant_days(begins, row["vacant_to"], setting.period.last_day)
    if typed is not None and days > 0 and typed != days:
        sentence = f"缺职天数填的是{typed}天，按起止计算为{days}天。"
        remedy = "请核对起止日期；本列由系统计算，可不填。"
        yield Finding(
            "T14-DAYS", ERROR, sentence, "vacant_days", remedy, "缺职天数与计算不符", f"{days}"
        )
    said = is_too_long(row["post_title"] or "", begins, days, month.rules)
    if said and row["vacant_to"] is None:
        sentence = f"{row['division_name']}{row['post_title']}从{begins}起缺职{days}天，{said}。"
        remedy = "请尽快配齐，并说明原因和补配时间。"
        yield Finding("S2", WARNING, sentence, "vacant_from", remedy, "缺职时间长")


def check_stability(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask for the approval of a head's leaving before delisting or its grace (C-05)."""
    month: Month = setting.context
    ended = row["ended_on"]
    if ended is None or POSTS.get(row["post_title"] or "") != COUNTY:
        return
    said = alarm(ended, month.poverty or _typed(row), month.rules)
    if said and not row["approval_number"]:
        sentence = f"{row['division_name']}{row['post_title']}{ended}离职，{said}，没有填批准文号。"
        remedy = "不脱贫不调整、不摘帽不调离；经批准的请填写批准文号，并报省委组织部备案。"
        yield Finding("C-05", WARNING, sentence, "approval_number", remedy, "未摘帽县正职变动")
    if said and row["is_filed"] is not True:
        stated = "没有填" if row["is_filed"] is None else "填的是“否”"
        sentence = f"{row['division_name']}{row['post_title']}变动，是否报省委组织部备案{stated}。"
        yield Finding("C-01", WARNING, sentence, "is_filed", "请报备后填“是”。", "变动没有备案")


def _typed(row: Row) -> Poverty:
    """Return what the row says of the county where the register has no word on it."""
    return Poverty(row["is_poor_county"] is True, row["delisted_on"])


def check_posts(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """Look at the rows of one post together: overlaps, gaps, successors."""
    posts: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        if row["post_title"]:
            posts[row["division_id"] or row["division_name"], row["post_title"]].append(row)
    for own in posts.values():
        yield from _tenures([row for row in own if row["person_name"] and row["started_on"]])
        yield from _gaps(own, setting)


def _tenures(rows: list[Row]) -> Iterator[tuple[Row, Finding]]:
    """Find two holders of one post at a time."""
    ordered = sorted(rows, key=lambda row: row["started_on"])
    for one, other in pairwise(ordered):
        if one["ended_on"] is None or one["ended_on"] > other["started_on"]:
            left = one["ended_on"] or "没有离职日期"
            sentence = (
                f"{other['person_name']}{other['started_on']}任职，与第{one.row_no}行"
                f"{one['person_name']}（{left}）的任期重叠。"
            )
            remedy = "一个职务同一时间只有一人，请核对两人的任职和离职日期。"
            yield other, Finding("T14-TWICE", ERROR, sentence, "started_on", remedy, "任期重叠")


def _gaps(rows: list[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """Point out days without a holder that no vacancy tells, and a vacancy with a holder."""
    held = sorted(
        (row for row in rows if row["person_name"] and row["started_on"]),
        key=lambda row: row["started_on"],
    )
    vacant = [row for row in rows if row["vacant_from"] is not None]
    following: list[dt.date] = [row["started_on"] for row in held[1:]]
    if held:
        following.append(setting.period.last_day + _DAY)
    for row, until in zip(held, following, strict=True):
        if row["ended_on"] is None:
            continue
        days = (until - row["ended_on"]).days - 1
        told = any(row["ended_on"] <= v["vacant_from"] <= until for v in vacant)
        if days > 0 and not told:
            sentence = (
                f"{row['person_name']}{row['ended_on']}离职，到{until - _DAY}有{days}天没有人任职，"
                f"没有填缺职起。"
            )
            remedy = "缺职的请填缺职起止；已有人接任的请补上一行。"
            yield row, Finding("S2", WARNING, sentence, "vacant_from", remedy, "缺职没有填报")
    for row in vacant:
        end = row["vacant_to"] or setting.period.last_day
        busy = next((h for h in held if _holds(h, row["vacant_from"], end)), None)
        if busy is not None:
            sentence = (
                f"缺职从{row['vacant_from']}起，其间第{busy.row_no}行{busy['person_name']}任职。"
            )
            yield (
                row,
                Finding(
                    "T14-TWICE",
                    ERROR,
                    sentence,
                    "vacant_from",
                    "请核对缺职起止。",
                    "缺职与任职重叠",
                ),
            )


def _holds(row: Row, begins: dt.date, ends: dt.date) -> bool:
    """Say whether a tenure covers a day strictly inside a vacancy."""
    started, ended = row["started_on"], row["ended_on"] or dt.date.max
    return bool(started < ends and ended > begins)


ROW_CHECKS: Final = (check_row, check_dates, check_vacancy, check_stability)
