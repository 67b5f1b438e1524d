"""What T17 checks: a month without a Party day has its reason, no month is told before it came."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.ledgers.rules.months import months_after
from accountability.ledgers.rules.party_days import HELD, PartyDayRules, missed, party_day_rules
from accountability.parameters.queries import parameters_on

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def rules_for(setting: Setting) -> PartyDayRules:
    """Return the rules in force at the end of the quarter."""
    return party_day_rules(parameters_on(setting.period.last_day))


def first_of(quarter_begins: dt.date, number: int) -> dt.date:
    """Return the first day of a quarter's month."""
    return months_after(quarter_begins, number - 1)


def check_reason(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask why a month went without; and for a word where the whole quarter did (H-05)."""
    rules: PartyDayRules = setting.context
    without = missed(row.values.get)
    if without and not row["missed_reason"]:
        months = "、".join(f"第{number}月" for number in without)
        sentence = f"{months}没有开展主题党日，没有填未开展原因。"
        yield Finding("H-05", ERROR, sentence, "missed_reason", "请写明原因。", "没有填未开展原因")
    if row["missed_reason"] and not without and all(row[name] for name in HELD):
        sentence = "三个月都填了开展，又填了未开展原因。"
        remedy = "请核对两项；其他情况写在备注里。"
        yield Finding("H-05", WARNING, sentence, "missed_reason", remedy, "原因与开展情况不符")
    if len(without) == len(HELD) and rules.month_min is not None:
        sentence = f"三个月都没有开展主题党日，规定每月不少于{rules.month_min}次{rules.mark}。"
        remedy = "请核实；属实的请说明打算，并对照软弱涣散情形排查。"
        yield Finding("H-05", WARNING, sentence, "held_1", remedy, "整季没有开展主题党日")


def check_months(row: Row, setting: Setting) -> Iterator[Finding]:
    """Refuse what is told of a month that has not begun."""
    for number, name in enumerate(HELD, 1):
        begins = first_of(setting.period.first_day, number)
        if row[name] is not None and begins > setting.today:
            sentence = f"{begins.year}年{begins.month}月还没有到，不能填报是否开展。"
            yield Finding("T17-DATE", ERROR, sentence, name, "请等当月结束后填报。", "月份还没有到")


ROW_CHECKS: Final = (check_reason, check_months)
