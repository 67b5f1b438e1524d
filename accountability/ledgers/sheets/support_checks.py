"""What T19 computes and checks: what is due against what was paid (S11)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.ledgers.rules.support import KINDS, Line, gaps, is_met, lines_of
from accountability.ledgers.sheets.village_checks import exact, plain
from accountability.parameters.queries import parameters_on

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE


def lines_for(setting: Setting) -> tuple[Line, ...]:
    """Return the lines in force at the end of the year; without a number nothing is checked."""
    return lines_of(parameters_on(setting.period.last_day))


def derive(values: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """Fill whether everything due was paid."""
    del setting
    met = is_met(values)
    return {} if met is None or values.get("is_met") is not None else {"is_met": met}


def check_paid(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask why less was paid than is due, and about more paid than due."""
    del setting
    missing = gaps(row.values)
    if missing and not row["unpaid_reason"]:
        told = "、".join(f"{gap.kind.label}少{plain(gap.missing)}万元" for gap in missing)
        sentence = f"{told}，没有填未落实原因。"
        remedy = "请填写原因；已经到账的请更正金额。"
        yield Finding("S11", ERROR, sentence, "unpaid_reason", remedy, "没有填未落实原因")
    for kind in KINDS:
        due, paid = row[kind.due], row[kind.paid]
        if due is not None and paid is not None and exact(paid) > exact(due):
            sentence = (
                f"{kind.label}{kind.paid_word}{plain(paid)}万元，"
                f"多于{kind.due_word}{plain(due)}万元。"
            )
            remedy = "请核对金额和单位；补发以前年度的请说明。"
            yield Finding("S11", WARNING, sentence, kind.paid, remedy, "实发多于应发")


def check_met(row: Row, setting: Setting) -> Iterator[Finding]:
    """Compare what was typed with what the amounts give."""
    del setting
    met, typed = is_met(row.values), row["is_met"]
    if met is None or typed is None or typed == met:
        return
    said, right = ("是", "否") if typed else ("否", "是")
    sentence = f"是否足额落实填的是“{said}”，按金额计算为“{right}”。"
    remedy = "请核对金额；本列由系统计算，可不填。"
    yield Finding("S11", ERROR, sentence, "is_met", remedy, "是否落实与金额不符", right)


def check_day(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask for the day the money came, in the past and not before the year."""
    day, paid = row["paid_on"], [row[kind.paid] for kind in KINDS]
    if day is None:
        if any(exact(amount) > 0 for amount in paid if amount is not None):
            sentence = "有实发、实拨金额，没有填到账日期。"
            remedy = "请填写最后一笔到账的日期。"
            yield Finding("T19-DATE", WARNING, sentence, "paid_on", remedy, "没有到账日期")
    elif day > setting.today:
        sentence = f"到账日期{day}还没有到。"
        remedy = "没有到账的金额不计入实发、实拨。"
        yield Finding("T19-DATE", ERROR, sentence, "paid_on", remedy, "日期在将来")
    elif day < setting.period.first_day:
        sentence = f"到账日期{day}早于{setting.period.label}。"
        remedy = "请核对日期；以前年度的经费不在本表填报。"
        yield Finding("T19-DATE", WARNING, sentence, "paid_on", remedy, "到账日期早于本年")


def check_lines(row: Row, setting: Setting) -> Iterator[Finding]:
    """Point out what is due below the line of the year, where an administrator has set one."""
    lines: tuple[Line, ...] = setting.context
    for line in lines:
        least, due = line.due_of(row["posted_count"]), row[line.kind.due]
        if least is None or due is None or exact(due) >= least:
            continue
        per = f"（每人{plain(line.least)}万元）" if line.kind.is_per_person else ""
        sentence = (
            f"{line.kind.label}{line.kind.due_word}{plain(due)}万元，"
            f"低于标准{plain(least)}万元{per}{line.mark}。"
        )
        remedy = "请核对金额和人数；另有规定的请说明依据。"
        yield Finding("E-17", WARNING, sentence, line.kind.due, remedy, "应发低于标准")


def tell_unmet(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row | None, Finding]]:
    """Tell in how many villages something is still missing: a fact, no mistake."""
    del setting
    told = [row["is_met"] for row in rows if row["is_met"] is not None]
    below = told.count(False)
    if below:
        sentence = f"{len(told)}个村中有{below}个村没有足额落实。"
        yield None, Finding("S11", NOTICE, sentence, cause="经费没有足额落实")


ROW_CHECKS: Final = (check_paid, check_met, check_day, check_lines)
