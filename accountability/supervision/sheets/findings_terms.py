"""Row checks of T6 about terms, extension, evidence, verification and closing."""

import datetime as dt
from collections.abc import Iterator

from accountability.intake.cleaning.characters import squeeze
from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.parameters.rules import Parameters
from accountability.supervision.rules.findings import TERMS
from accountability.supervision.sheets import words

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE


def is_for_long(row: Row) -> bool:
    """Say whether a finding is one of those mended for long."""
    return words.FOR_LONG in (row["mend_type"], row["status"])


def check_term(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask for a day within the term of its kind, or the day of the next re-check."""
    parameters: Parameters = setting.context.parameters
    due, begun = row["due_on"], row["assigned_on"] or row["found_on"]
    if due is None:
        sentence = "长期坚持的没有填下次复查日期。" if is_for_long(row) else "没有填整改时限。"
        remedy = "请填到日，例如2020-06-30。"
        yield Finding("REQ", ERROR, sentence, "due_on", remedy, "必填项空着")
        return
    if begun and due < begun:
        sentence = f"整改时限{due}早于交办（督查）日期{begun}。"
        yield Finding("T6-DUE", ERROR, sentence, "due_on", "请核对两个日期。", "整改时限有误")
        return
    term = parameters.get(TERMS.get(row["mend_type"] or "", ""))
    days = (due - begun).days if begun else 0
    if term is not None and term.number is not None and days > term.number:
        sentence = f"{row['mend_type']}的时限一般不超过{term}，这里是{days}天{term.mark}。"
        remedy = "请核对整改类型和时限；确需更长的请说明。"
        yield Finding("T6-TERM", WARNING, sentence, "due_on", remedy, "整改时限过长")


def check_overdue(row: Row, setting: Setting) -> Iterator[Finding]:
    """Tell what is past its day and still open."""
    due = last_day(row)
    if due is None or row["is_closed"] or due >= setting.period.last_day:
        return
    if row["found_on"] and due < row["found_on"]:
        return
    if is_for_long(row):
        sentence = f"复查日期{due}已过，没有新的复查日期。"
        remedy = "请填写复查情况，并改填下次复查日期。"
        yield Finding("T6-RECHECK", WARNING, sentence, "due_on", remedy, "没有下次复查日期")
    elif row["status"] != words.DONE:
        sentence = f"到{setting.period.last_day}已超过整改时限{due}。"
        yield Finding("T6-OVERDUE", NOTICE, sentence, "due_on", "", "逾期未完成")


def last_day(row: Row) -> dt.date | None:
    """Return the day by which mending must be done, an extension included."""
    day: dt.date | None = row["extended_to"] or row["due_on"]
    return day


def check_extension(row: Row, setting: Setting) -> Iterator[Finding]:
    """Allow it once only, to a later day, approved by somebody, for a reason."""
    most = setting.context.parameters["extensions_max"]
    count, until = row["extension_count"], row["extended_to"]
    if count is not None and most.number is not None and count > most.number:
        sentence = f"延期{count}次，最多{most}{most.mark}。"
        remedy = "请核对次数；确不能完成的请按程序重新研究整改方案。"
        yield Finding("T6-EXTEND", ERROR, sentence, "extension_count", remedy, "延期次数过多")
    if not (count or until):
        return
    for column, label in (
        ("extended_to", "延期至"), ("extension_approver", "批准人"), ("extension_reason", "理由"),
    ):  # fmt: skip
        if not row[column]:
            sentence = f"延期的没有填“{label}”。"
            yield Finding(
                "T6-EXTEND",
                ERROR,
                sentence,
                column,
                "延期须有批准人和理由，请补填。",
                "延期手续不全",
            )
    if until and row["due_on"] and until <= row["due_on"]:
        sentence = f"延期至{until}，不晚于原时限{row['due_on']}。"
        yield Finding("T6-EXTEND", ERROR, sentence, "extended_to", "请核对日期。", "延期日期有误")


def check_evidence(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask for evidence before anybody asks to close."""
    del setting
    asks = row["status"] == words.DONE or row["verify_result"] == words.PASSED or row["is_closed"]
    if asks and (row["evidence"] or "无") in ("无", "暂无", "没有", "待补"):
        sentence = "申请销号的没有佐证材料。"
        remedy = "请先补齐佐证材料，再填“已完成待核”。"
        yield Finding("T6-EVIDENCE", ERROR, sentence, "evidence", remedy, "没有佐证材料")


def check_verifying(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask that another person of another unit verified, on a day that has come."""
    if not row["verify_result"]:
        return
    for column, label in (
        ("verifier_name", "复核单位"), ("verified_by", "复核人"), ("verified_on", "复核日期"),
    ):  # fmt: skip
        if not row[column]:
            sentence = f"填了复核结果，没有填{label}。"
            yield Finding("T6-VERIFY", ERROR, sentence, column, "请补填。", "复核信息不全")
    owners = {squeeze(row[name] or "") for name in ("responsible", "leader")}
    if row["verified_by"] and squeeze(row["verified_by"]) in owners:
        sentence = f"复核人与责任人是同一个人（{row['verified_by']}）。"
        remedy = "整改的人不能复核自己，请由其他单位的人复核。"
        yield Finding("T6-VERIFY", ERROR, sentence, "verified_by", remedy, "自己复核自己")
    if row["verifier_name"] and _same_unit(row):
        sentence = f"复核单位与责任单位都是{row['verifier_name']}。"
        remedy = "整改单位不能复核自己，请由其他单位复核。"
        yield Finding("T6-VERIFY", ERROR, sentence, "verifier_name", remedy, "自己复核自己")
    day = row["verified_on"]
    if day and (day > setting.today or (row["found_on"] and day < row["found_on"])):
        sentence = f"复核日期{day}还没有到，或早于督查日期。"
        yield Finding("T6-VERIFY", ERROR, sentence, "verified_on", "请核对日期。", "复核日期有误")


def _same_unit(row: Row) -> bool:
    ids = (row["verifier_id"], row["owner_id"])
    return row["verifier_name"] == row["owner_name"] or (None not in ids and ids[0] == ids[1])


def check_closing(row: Row, setting: Setting) -> Iterator[Finding]:
    """Close only what passed, not before the day it was verified."""
    closed = row["closed_on"]
    if not closed and not row["is_closed"]:
        return
    column = "closed_on" if closed else "is_closed"
    if row["verify_result"] != words.PASSED:
        sentence = f"复核结果是“{row['verify_result'] or '（空）'}”，不能销号。"
        remedy = "复核通过后才能销号，请核对复核结果和销号日期。"
        yield Finding("T6-CLOSE", ERROR, sentence, column, remedy, "未通过复核就销号")
    if not closed:
        sentence = "填了已销号，没有填销号日期。"
        yield Finding("T6-CLOSE", ERROR, sentence, "closed_on", "请补填日期。", "没有销号日期")
    elif row["is_closed"] is False:
        sentence = f"销号日期是{closed}，是否销号填的是“否”。"
        yield Finding("T6-CLOSE", ERROR, sentence, "is_closed", "请核对。", "是否销号前后不一")
    elif closed > setting.today or (row["verified_on"] and closed < row["verified_on"]):
        sentence = f"销号日期{closed}还没有到，或早于复核日期。"
        yield Finding("T6-CLOSE", ERROR, sentence, "closed_on", "请核对日期。", "销号日期有误")
