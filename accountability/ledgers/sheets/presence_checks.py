"""What T2 computes and checks: weeks against the calendar, leave, duty, spot checks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.ledgers.rules import Likeness, likeness_on
from accountability.ledgers.sheets.presence_columns import WEEKS
from villages.postings.models import CalendarDay, Posting
from villages.postings.rules import (
    Presence,
    RuleSet,
    is_met,
    required_in,
    ruleset_on,
    weeks_of,
)

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
_SUNDAY: Final = 6
_COPIED: Final = (("duty_reason", "公差事由"), ("work_summary", "月度工作小结"))


@dataclass(frozen=True)
class Month:
    """What a month asks: its weeks and the days each asks of anyone, and of the people posted.

    `asked` is by (person, village), for those whose posting began or ended within the weeks.
    """

    rules: RuleSet
    likeness: Likeness
    mondays: tuple[dt.date, ...]
    full: tuple[int, ...]
    asked: Mapping[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)

    def required(self, person_id: int | None, village_id: int | None) -> tuple[int, ...]:
        """Return the days each week asks of a person."""
        return self.asked.get((person_id or 0, village_id or 0), self.full)


def month_of(setting: Setting) -> Month:
    """Read the calendar and the postings that a month's checks need; two queries."""
    mondays = tuple(weeks_of(setting.period.first_day))
    first, last = mondays[0], mondays[-1] + dt.timedelta(days=_SUNDAY)
    rules = ruleset_on(setting.period.last_day)
    exceptions = CalendarDay.objects.exceptions(first, last)

    def asked(begins: dt.date | None = None, ends: dt.date | None = None) -> tuple[int, ...]:
        return tuple(
            required_in(monday, exceptions, rules=rules, begins=begins, ends=ends)
            for monday in mondays
        )

    postings = Posting.objects.filter(county_id=setting.county_id).during(first, last)
    partly: dict[tuple[int, int], tuple[int, ...]] = {}
    for person, village, begins, ends in postings.values_list(
        "person_id", "village_id", "started_on", "ended_on"
    ):
        if begins > first or (ends is not None and ends <= last):
            before = partly.get((person, village), (0,) * len(mondays))
            partly[person, village] = tuple(
                a + b for a, b in zip(before, asked(begins, ends), strict=True)
            )
    return Month(rules, likeness_on(setting.period.last_day), mondays, asked(), partly)


def presences(values: Mapping[str, Any]) -> list[Presence]:
    """Return the weeks of a row."""
    return [
        Presence(
            values.get(f"required_days_{week}"),
            values.get(f"days_{week}"),
            values.get(f"nights_{week}"),
        )
        for week in range(1, WEEKS + 1)
    ]


def excused(values: Mapping[str, Any]) -> int:
    """Return the days of leave and duty that reduce what is asked."""
    return (values.get("leave_days") or 0) + (values.get("duty_days") or 0)


def derive(values: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """Fill what follows: days asked by the calendar, sums, whether the month is met."""
    month: Month = setting.context
    found: dict[str, Any] = {}
    asked = month.required(values.get("person_id"), values.get("village_id"))
    for week, days in enumerate(asked, 1):
        if values.get(f"required_days_{week}") is None:
            found[f"required_days_{week}"] = days
    for name in ("days", "nights"):
        weekly = [values.get(f"{name}_{week}") for week in range(1, WEEKS + 1)]
        reported = [number for number in weekly if number is not None]
        if values.get(f"{name}_total") is None and None not in weekly[: len(asked)]:
            found[f"{name}_total"] = sum(reported)
    if values.get("is_met") is None:
        met = is_met(presences({**values, **found}), excused(values), month.rules)
        if met is not None:
            found["is_met"] = met
    return found


def check_weeks(row: Row, setting: Setting) -> Iterator[Finding]:
    """Check nights against days, weeks against the month, what is asked against the calendar."""
    month: Month = setting.context
    asked = month.required(row["person_id"], row["village_id"])
    for week in range(1, WEEKS + 1):
        days, nights = row[f"days_{week}"], row[f"nights_{week}"]
        if days is not None and nights is not None and nights > days + 1:
            sentence = f"第{week}周实驻夜{nights}多于实驻天{days}加1。"
            yield Finding(
                "T2-NIGHT", ERROR, sentence, f"nights_{week}", "请核对天数和夜数。", "夜数多于天数"
            )
        if week > len(asked):
            if days or nights:
                sentence = f"{setting.period.label}按周四归属只有{len(asked)}周，第{week}周应空着。"
                remedy = "请核对各周的日期，跨月的周归入其周四所在的月。"
                yield Finding("T2-WEEK", WARNING, sentence, f"days_{week}", remedy, "多出的周")
            continue
        typed, due = row[f"required_days_{week}"], asked[week - 1]
        if typed is not None and typed != due:
            sentence = f"第{week}周应驻填的是{typed}天，按日历和任期应为{due}天。"
            remedy = "法定节假日减、调休上班加；请核对，另有规定的请说明。"
            yield Finding(
                "T2-ASKED", WARNING, sentence, f"required_days_{week}", remedy, "应驻天数与日历不符"
            )


def check_reported(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask for the days and nights of each week that asks for any: blank is 未报, not zero."""
    month: Month = setting.context
    for week, asked in enumerate(month.required(row["person_id"], row["village_id"]), 1):
        for name, label in (("days", "实驻天"), ("nights", "实驻夜")) if asked else ():
            if row[f"{name}_{week}"] is None:
                sentence = f"第{week}周{label}没有填。"
                remedy = "请填写；一天也没有驻的填0。"
                yield Finding("REQ", ERROR, sentence, f"{name}_{week}", remedy, "必填项空着")


def check_sums(row: Row, setting: Setting) -> Iterator[Finding]:
    """Check the month's days and nights against the sum of the weeks."""
    del setting
    for name, what in (("days", "天"), ("nights", "夜")):
        total = row[f"{name}_total"]
        weekly = [row[f"{name}_{week}"] for week in range(1, WEEKS + 1)]
        reported = [number for number in weekly if number is not None]
        if total is not None and reported and total != sum(reported):
            sentence = f"合计{what}为{total}，各周相加为{sum(reported)}。"
            yield Finding(
                "T2-SUM", ERROR, sentence, f"{name}_total", "请核对各周和合计。", "合计与各周不符"
            )


def check_leave(row: Row, setting: Setting) -> Iterator[Finding]:
    """Leave is approved where the rules say (E-07); duty has a reason."""
    month: Month = setting.context
    days, approver = row["leave_days"] or 0, row["leave_approver"]
    short = month.rules.short_leave_days
    if days and not approver:
        sentence = f"请假{days}天，没有填审批人。"
        yield Finding(
            "E-07", ERROR, sentence, "leave_approver", "请填写批准请假的单位。", "请假没有审批人"
        )
    elif days > short and approver != month.rules.long_leave_approver:
        sentence = (
            f"请假{days}天，超过{short}天的须经县委组织部和派出单位批准，填的是“{approver}”。"
        )
        remedy = f"请补办手续后改为“{month.rules.long_leave_approver}”。"
        yield Finding("E-07", ERROR, sentence, "leave_approver", remedy, "请假审批层级不够")
    if days and not row["leave_kind"]:
        sentence = f"请假{days}天，没有填类别。"
        yield Finding(
            "T2-LEAVE", WARNING, sentence, "leave_kind", "请选择请假类别。", "请假没有类别"
        )
    if row["duty_days"] and not row["duty_reason"]:
        sentence = f"公差{row['duty_days']}天，没有填事由。"
        yield Finding("T2-DUTY", ERROR, sentence, "duty_reason", "请填写公差事由。", "公差没有事由")


def check_spot_checks(row: Row, setting: Setting) -> Iterator[Finding]:
    """Absences are among the checks; what other places attach to them is shown, not applied."""
    month: Month = setting.context
    checks, absent, unexcused = row["checks_count"], row["absences_count"], row["unexcused_count"]
    if absent is not None and absent > (checks or 0):
        sentence = f"不在岗{absent}次，多于抽查{checks or 0}次。"
        yield Finding(
            "T2-CHECK", ERROR, sentence, "absences_count", "请核对次数。", "不在岗多于抽查"
        )
    if unexcused is not None and unexcused > (absent or 0):
        sentence = f"无故不在岗{unexcused}次，多于不在岗{absent or 0}次。"
        yield Finding(
            "T2-CHECK", ERROR, sentence, "unexcused_count", "请核对次数。", "无故多于不在岗"
        )
    effect = month.rules.effect_of(unexcused or 0)
    if effect:
        sentence = f"无故不在岗{unexcused}次。外省做法：{effect}（仅供参考，本系统不据此处理）。"
        yield Finding("E-10", NOTICE, sentence, "unexcused_count", "", "无故不在岗")


def check_met(row: Row, setting: Setting) -> Iterator[Finding]:
    """Compare 是否达标 as typed with what the weeks give; another answer wants a reason."""
    month: Month = setting.context
    met = is_met(presences(row.values), excused(row.values), month.rules)
    typed = row["is_met"]
    if met is None or typed is None or typed == met or row["override_reason"]:
        return
    sentence = f"填的是“{'是' if typed else '否'}”，按五天四夜计算应为“{'是' if met else '否'}”。"
    remedy = "请核对天数、夜数和请假；确有理由的请说明。"
    yield Finding("E-05", WARNING, sentence, "is_met", remedy, "是否达标与计算不符")


def check_doubles(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """Find a person listed twice, and the same text in several rows."""
    month: Month = setting.context
    seen: dict[object, Row] = {}
    for row in rows:
        name = (row["village_id"] or row["village_name"], row["person_name"], row["id_tail"])
        if not row["person_name"]:
            continue
        first = seen.setdefault(name, row)
        if first is not row:
            sentence = f"与第{first.row_no}行是同一个人（{row.label}）。"
            yield (
                row,
                Finding("D18", ERROR, sentence, "person_name", "请删去重复的一行。", "人员重复"),
            )
    yield from _copied(rows, month.likeness.copied_characters)


def _copied(rows: Sequence[Row], least: int) -> Iterator[tuple[Row, Finding]]:
    for column, label in _COPIED:
        texts: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if len(row[column] or "") >= least:
                texts[row[column]].append(row)
        for same in texts.values():
            for row in same[1:]:
                sentence = f"“{label}”与第{same[0].row_no}行文字完全相同。"
                yield row, Finding("X14", WARNING, sentence, column, "请按实际填写。", "疑似照抄")


ROW_CHECKS: Final = (
    check_reported,
    check_weeks,
    check_sums,
    check_leave,
    check_spot_checks,
    check_met,
)
