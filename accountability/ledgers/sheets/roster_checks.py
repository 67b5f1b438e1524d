"""Row and sheet checks of T1."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from villages.postings.rules import RuleSet, months_between, ruleset_on

ERROR, WARNING = Severity.ERROR, Severity.WARNING
FIRST: Final = "第一书记"


def rules_for(setting: Setting) -> RuleSet:
    """Return the posting rules in force at the end of the period."""
    return ruleset_on(setting.period.last_day)


def check_identity(row: Row, setting: Setting) -> Iterator[Finding]:
    """Compare sex and month of birth with the ID number (D5)."""
    values = row.values
    del setting
    sex, birth = values["id_sex"], values["id_birth"]
    if not sex:
        return
    if values["sex"] and values["sex"] != sex:
        yield Finding(
            "D5",
            WARNING,
            f"性别填的是“{row['sex']}”，身份证号显示为“{sex}”。",
            "sex",
            "请对照证件核对性别和身份证号。",
            "与身份证号不一致",
        )
    if values["birth_month"] and values["birth_month"] != birth:
        yield Finding(
            "D5",
            WARNING,
            f"出生年月填的是{row['birth_month']}，身份证号显示为{birth}。",
            "birth_month",
            "请对照证件核对出生年月和身份证号。",
            "与身份证号不一致",
        )


def check_party(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask that a first secretary is a Party member; point out a probationary one (E-01)."""
    values = row.values
    del setting
    status = values["party_status"]
    if values["team_role"] != FIRST or not status or status == "中共党员":
        return
    if status == "中共预备党员":
        yield Finding(
            "E-01",
            WARNING,
            "第一书记是中共预备党员。",
            "party_status",
            "请核对；情况属实的请说明。",
            "第一书记是预备党员",
        )
    else:
        yield Finding(
            "E-01",
            ERROR,
            f"第一书记必须是中共党员，填的是“{status}”。",
            "party_status",
            "请核对政治面貌和队内职务。",
            "第一书记不是党员",
        )


def check_detached(row: Row, setting: Setting) -> Iterator[Finding]:
    """Point out a posted cadre who still works for the home unit (E-01)."""
    values = row.values
    del setting
    if values["is_detached"] is False:
        yield Finding(
            "E-01",
            WARNING,
            "没有与原单位工作脱钩。",
            "is_detached",
            "驻村期间应与原单位脱钩，请说明原因。",
            "未与原单位脱钩",
        )


def check_arrival(row: Row, setting: Setting) -> Iterator[Finding]:
    """Refuse an arrival in the future."""
    values = row.values
    arrived = values["arrived_on"]
    if arrived is not None and arrived > setting.today:
        yield Finding(
            "T1-ARRIVE",
            ERROR,
            f"到村日期{arrived}还没有到。",
            "arrived_on",
            "请核对日期。",
            "到村日期在将来",
        )


def check_term(row: Row, setting: Setting) -> Iterator[Finding]:
    """Check the length of the term against the rules in force (E-02)."""
    values = row.values
    arrived, due = values["arrived_on"], values["due_on"]
    if arrived is None or due is None:
        return
    if due <= arrived:
        sentence = f"任期届满日期{due}不晚于到村日期{arrived}。"
        yield Finding("T1-DUE", ERROR, sentence, "due_on", "请核对两个日期。", "任期日期颠倒")
        return
    rules: RuleSet = setting.context
    months = months_between(arrived, due)
    if months < rules.term_least_months:
        sentence = f"任期只有{months}个月，每期不少于{rules.term_least_months}个月。"
        remedy = "请核对日期；任期确实较短的请说明。"
        yield Finding("E-02", WARNING, sentence, "due_on", remedy, "任期短于规定")
    elif months > rules.term_most_months:
        sentence = f"任期有{months}个月，一般不超过{rules.term_most_months}个月。"
        remedy = "请核对日期；确需延长的请说明。"
        yield Finding("E-02", WARNING, sentence, "due_on", remedy, "任期长于规定")


def check_leaving(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask that leaving has a day after arrival and a reason, and a recall its record."""
    values = row.values
    left, reason, arrived = values["left_on"], values["left_reason"], values["arrived_on"]
    if left is None and not reason:
        return
    if left is None:
        sentence = f"填了离任原因“{reason}”，没有填离任日期。"
        yield Finding("T1-LEFT", ERROR, sentence, "left_on", "请补填离任日期。", "离任信息不全")
        return
    if not reason:
        sentence = "填了离任日期，没有填离任原因。"
        yield Finding("T1-LEFT", ERROR, sentence, "left_reason", "请选择离任原因。", "离任信息不全")
    if arrived is not None and left <= arrived:
        sentence = f"离任日期{left}不晚于到村日期{arrived}。"
        yield Finding("T1-LEFT", ERROR, sentence, "left_on", "请核对两个日期。", "离任日期有误")
    if left > setting.today:
        sentence = f"离任日期{left}还没有到。"
        yield Finding("T1-LEFT", WARNING, sentence, "left_on", "请核对日期。", "离任日期在将来")
    if reason == "召回" and not values["remark"]:
        sentence = "离任原因是召回，备注中没有召回决定的文号。"
        remedy = "请在备注中写明召回决定的文号和日期。"
        yield Finding("X11", WARNING, sentence, "left_reason", remedy, "召回没有依据")


def check_age(row: Row, setting: Setting) -> Iterator[Finding]:
    """Point out a month of birth that makes no working age."""
    values = row.values
    birth = values["birth_month"] or values["id_birth"]
    if not birth:
        return
    rules: RuleSet = setting.context
    age = setting.period.first_day.year - int(birth[:4])
    if not rules.youngest <= age <= rules.oldest:
        sentence = f"按出生年月{birth}计算，年龄不在{rules.youngest}至{rules.oldest}岁之间。"
        yield Finding("T1-AGE", WARNING, sentence, "birth_month", "请核对出生年月。", "年龄异常")


def _span(row: Row) -> tuple[dt.date, dt.date]:
    return row["arrived_on"], row["left_on"] or dt.date.max


def _overlap(one: Row, other: Row) -> bool:
    (start, end), (other_start, other_end) = _span(one), _span(other)
    return start < other_end and other_start < end


def check_doubles(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """Find persons in two places at once (D18) and villages with two first secretaries (X1)."""
    del setting
    people: dict[str, list[Row]] = defaultdict(list)
    villages: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row["arrived_on"] is None:
            continue
        if row["id_fingerprint"]:
            people[row["id_fingerprint"]].append(row)
        if row["village_id"] and row["team_role"] == FIRST:
            villages[row["village_id"]].append(row)
    for one, other in _clashes(people.values()):
        where = f"“{other.sheet_name}”" if other.sheet_name != one.sheet_name else ""
        yield (
            one,
            Finding(
                "D18",
                ERROR,
                f"身份证号与{where}第{other.row_no}行（{other.label}）相同，同一时间只能驻一个村。",
                "id_masked",
                "重复的请删去；前一段已结束的请填离任日期。",
                "人员重复",
            ),
        )
    for one, other in _clashes(villages.values()):
        yield (
            one,
            Finding(
                "X1",
                ERROR,
                f"{one['village_name']}同一时间有两名第一书记：第{other.row_no}行{other['person_name']}。",
                "team_role",
                "一个村同一时间只有一名第一书记，请核对队内职务和离任日期。",
                "一村两名第一书记",
            ),
        )


def _clashes(groups: Iterable[list[Row]]) -> Iterator[tuple[Row, Row]]:
    """Yield each row that overlaps an earlier one of its group, with that one."""
    for group in groups:
        ordered = sorted(group, key=lambda row: _span(row)[0]) if len(group) > 1 else []
        for index, row in enumerate(ordered):
            before = next((o for o in ordered[:index] if _overlap(row, o)), None)
            if before is not None:
                yield row, before


ROW_CHECKS: Final = (
    check_identity,
    check_party,
    check_detached,
    check_arrival,
    check_term,
    check_leaving,
    check_age,
)
