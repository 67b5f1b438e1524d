"""What T9 checks: reserves of a village counted, the way into the Party step by step."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.ledgers.rules.members import (
    IN_TRAINING,
    STEPS,
    MemberRules,
    member_rules,
    missteps,
    skipped,
)
from accountability.parameters.queries import parameters_on

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def rules_for(setting: Setting) -> MemberRules:
    """Return the rules in force at the end of the period."""
    return member_rules(parameters_on(setting.period.last_day))


def check_pool(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask for the day on which somebody came into the pool, and for who looks after them."""
    day = row["pooled_on"]
    if row["is_pooled"] and day is None:
        sentence = "已入库，没有填入库日期。"
        yield Finding("T9-POOL", ERROR, sentence, "pooled_on", "请补填入库日期。", "没有入库日期")
    if row["is_pooled"] is False and day is not None:
        sentence = f"“是否入库”填的是否，入库日期却是{day}。"
        yield Finding("T9-POOL", ERROR, sentence, "is_pooled", "请核对两项。", "入库情况矛盾")
    if day is not None and day > setting.today:
        sentence = f"入库日期{day}还没有到。"
        yield Finding("T9-DATE", ERROR, sentence, "pooled_on", "请核对日期。", "日期在将来")
    if row["standing"] == IN_TRAINING and not row["mentor"]:
        sentence = "在培的后备干部没有填培养人。"
        yield Finding("H-01", WARNING, sentence, "mentor", "请填写培养人。", "没有培养人")


def check_reserves(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """Point out where a village has more reserves in training than the rule asks."""
    rules: MemberRules = setting.context
    if rules.reserve_max is None:
        return
    counts: Counter[object] = Counter()
    for row in rows:
        if row["standing"] != IN_TRAINING or not row["village_name"]:
            continue
        village = row["village_id"] or row["village_name"]
        counts[village] += 1
        if counts[village] == rules.reserve_max + 1:
            sentence = f"{row['village_name']}在培的后备干部超过{rules.reserve_max}名。"
            remedy = f"每村{rules.reserve_min or 1}至{rules.reserve_max}名，请核对或说明。"
            yield row, Finding("H-01", WARNING, sentence, "standing", remedy, "后备干部偏多")


def check_steps(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask that the steps into the Party follow one another, each after its time (H-04)."""
    days = {name: row[name] for name, _ in STEPS}
    for wrong in missteps(days, row["month_only"] or (), setting.context):
        remedy = "请核对发展党员档案中的日期。"
        yield Finding("H-04", ERROR, wrong.sentence, wrong.column, remedy, wrong.cause)
    left_out = skipped(days)
    if left_out:
        sentence = f"没有填{'、'.join(left_out)}的日期。"
        remedy = "请按档案补填；确实无法查明的请说明。"
        yield Finding("H-04", WARNING, sentence, _column_of(left_out[0]), remedy, "缺少前面的日期")
    for name, label in STEPS:
        if days[name] is not None and days[name] > setting.today:
            sentence = f"{label}日期{days[name]}还没有到。"
            yield Finding("T9-DATE", ERROR, sentence, name, "请核对日期。", "日期在将来")


def _column_of(label: str) -> str:
    return next(name for name, known in STEPS if known == label)


def check_age(row: Row, setting: Setting) -> Iterator[Finding]:
    """Refuse who is under age; point out who no longer counts as a young member."""
    rules: MemberRules = setting.context
    age = row["age"]
    if age is None:
        return
    if rules.age_min is not None and age < rules.age_min:
        sentence = f"年龄{age}岁，不满{rules.age_min}岁。"
        yield Finding("H-04", ERROR, sentence, "age", "请核对年龄。", "不满入党年龄")
    if rules.young_age_max is not None and age > rules.young_age_max:
        sentence = f"年龄{age}岁，超过{rules.young_age_max}岁{rules.young_mark}，不计入青年党员。"
        yield Finding(
            "H-03", WARNING, sentence, "age", "请核对年龄；属实的请说明。", "超过青年年龄"
        )


def check_twice(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
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


OF_RESERVES: Final = (check_pool,)
OF_MEMBERS: Final = (check_steps, check_age)
