"""What T8 checks: who does not fit is trained first, then replaced; no look-back too soon."""

from collections.abc import Iterator, Sequence
from typing import Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.ledgers.rules.elections import (
    FITS_NOT,
    GO_ON,
    REPLACE,
    REPLACED,
    ElectionRules,
    election_rules,
)
from accountability.ledgers.rules.months import months_after
from accountability.parameters.queries import parameters_on

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def rules_for(setting: Setting) -> ElectionRules:
    """Return the rules in force at the end of the quarter."""
    return election_rules(parameters_on(setting.period.last_day))


def check_unfit(row: Row, setting: Setting) -> Iterator[Finding]:
    """Who does not fit gets training and a word on why (G-07)."""
    del setting
    if row["appraisal"] != FITS_NOT:
        return
    if not row["training"]:
        sentence = f"表现评价为“{FITS_NOT}”，没有填培训安排。"
        yield Finding(
            "G-07", ERROR, sentence, "training", "请先安排培训提升，再视情况调整。", "没有培训安排"
        )
    if not row["shortcomings"]:
        sentence = f"表现评价为“{FITS_NOT}”，没有填存在问题。"
        yield Finding(
            "G-07", WARNING, sentence, "shortcomings", "请写明哪些方面不适应。", "没有写明问题"
        )
    if row["measure"] == GO_ON:
        sentence = f"表现评价为“{FITS_NOT}”，拟处理填的是“{GO_ON}”。"
        remedy = "请核对；一般先培训提升，仍不适应的调整。"
        yield Finding("G-07", WARNING, sentence, "measure", remedy, "评价与处理不一致")


def check_outcome(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask that a replacement was proposed before it was done."""
    del setting
    if row["outcome"] == REPLACED and row["measure"] != REPLACE:
        sentence = f"结果为“{REPLACED}”，拟处理填的是“{row['measure'] or '空'}”。"
        yield Finding("G-07", ERROR, sentence, "measure", "请核对处理和结果。", "处理与结果不一致")


def check_dates(row: Row, setting: Setting) -> Iterator[Finding]:
    """Refuse days to come, point out a look-back too soon after taking office."""
    rules: ElectionRules = setting.context
    took, reviewed = row["took_office_on"], row["reviewed_on"]
    for column, label, day in (
        ("took_office_on", "上任日期", took),
        ("reviewed_on", "日期", reviewed),
    ):
        if day is not None and day > setting.today:
            sentence = f"{label}{day}还没有到。"
            yield Finding("T8-DATE", ERROR, sentence, column, "请核对日期。", "日期在将来")
    if took is None or reviewed is None:
        return
    if reviewed < took:
        sentence = f"回头看日期{reviewed}早于上任日期{took}。"
        yield Finding("T8-DATE", ERROR, sentence, "reviewed_on", "请核对两个日期。", "日期先后颠倒")
        return
    least = rules.review_least_months
    if least is not None and reviewed < months_after(took, least):
        sentence = f"上任日期{took}，回头看日期{reviewed}，不满{least}个月。"
        remedy = "时间太短看不准，请核对日期或说明。"
        yield Finding("G-07", WARNING, sentence, "reviewed_on", remedy, "回头看过早")


def check_persons_twice(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """Find a person who has two rows in one village (D18)."""
    del setting
    seen: dict[object, Row] = {}
    for row in rows:
        if not row["person_name"]:
            continue
        first = seen.setdefault((row["village_id"] or row["village_name"], row["person_name"]), row)
        if first is not row:
            sentence = f"与第{first.row_no}行是同一个人（{row.label}）。"
            remedy = "请删去重复的一行；确是同名的请说明。"
            yield row, Finding("D18", ERROR, sentence, "person_name", remedy, "人员重复")


ROW_CHECKS: Final = (check_unfit, check_outcome, check_dates)
