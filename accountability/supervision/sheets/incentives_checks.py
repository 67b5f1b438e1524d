"""Row and sheet checks of T16."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.supervision.sheets import words
from accountability.supervision.sheets.people import is_same_person, personal_numbers

ERROR, WARNING = Severity.ERROR, Severity.WARNING
_TEXTS: Final = (("content", "内容"), ("remark", "备注"))
_WITH_DOCUMENT: Final = (words.PROMOTION, words.RISE, words.HONOUR)


def check_what(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask for what each kind needs: a person, a level, a document."""
    del setting
    category = row["category"]
    if category in (words.PROMOTION, words.RISE) and not row["person_name"]:
        sentence = f"{category}没有填姓名。"
        yield Finding("T16-NAME", ERROR, sentence, "person_name", "请填写姓名。", "没有填姓名")
    if category == words.HONOUR and not row["honour_level"]:
        sentence = "表彰没有填层级。"
        remedy = "请填写中央、省、市、县或乡镇。"
        yield Finding("T16-LEVEL", ERROR, sentence, "honour_level", remedy, "表彰没有层级")
    if category in _WITH_DOCUMENT and not row["document_number"]:
        sentence = f"{category}没有填文号。"
        remedy = "请填写任职、晋升或表彰文件的文号。"
        yield Finding("T16-DOC", ERROR, sentence, "document_number", remedy, "没有文号")
    yield from personal_numbers(row, "T16-PRIVATE", _TEXTS)


def check_day(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask for a day of the quarter that has come."""
    day, period = row["given_on"], setting.period
    if day is None:
        return
    if day > setting.today:
        sentence = f"日期{day}还没有到。"
        yield Finding("T16-DATE", ERROR, sentence, "given_on", "请核对日期。", "日期在将来")
    elif not period.first_day <= day <= period.last_day:
        sentence = f"日期{day}不在{period.label}内。"
        remedy = "每件事只在发生的季度填一次，请核对；补报的请说明。"
        yield Finding("T16-DATE", WARNING, sentence, "given_on", remedy, "不在本季度")


def check_doubles(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """Find the same act for the same person twice."""
    del setting
    seen: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        act = (row["person_name"], row["category"], row["given_on"], row["content"])
        others = seen.setdefault(act, [])
        first = next((o for o in others if row["person_name"] and is_same_person(o, row)), None)
        if first is not None:
            sentence = f"与第{first.row_no}行是同一个人的同一件事。"
            remedy = "请删去重复的一行。"
            yield row, Finding("D18", ERROR, sentence, "person_name", remedy, "激励关爱重复")
        others.append(row)


ROW_CHECKS: Final = (check_what, check_day)
