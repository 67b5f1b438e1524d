"""Checks of T4 on acceptance and across the cases of a county."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.ledgers.sheets.village_checks import long_enough
from accountability.rectification.rules.leading import is_secretary
from accountability.rectification.rules.stages import (
    ACCEPTED,
    BEFORE_PLAN,
    OVER,
    PASSED,
    WeakRules,
    fails,
)
from accountability.rectification.sheets.weak_checks import (
    check_done,
    check_four_ones,
    check_plan,
    check_steps,
    check_tracking,
    check_village,
    named,
)

ERROR, WARNING = Severity.ERROR, Severity.WARNING
_FIXERS: Final = (
    ("county_leader", "联村县级领导"),
    ("township_leader", "包村乡镇领导"),
    ("first_secretary", "驻村第一书记"),
    ("partner_person", "结对责任人"),
)


def check_acceptance(row: Row, setting: Setting) -> Iterator[Finding]:
    """Let a case pass only by its figures: score, dissatisfied share (F-11)."""
    rules: WeakRules = setting.context.rules
    against, raters = row["dissatisfied_count"], row["raters_count"]
    if against is not None and raters is not None and against > raters:
        sentence = f"不满意{against}票，多于测评{raters}人。"
        yield Finding("F-11", ERROR, sentence, "dissatisfied_count", "请核对票数。", "票数多于人数")
    if raters is not None and rules.raters_least is not None and raters < rules.raters_least:
        sentence = f"测评{raters}人，少于{rules.raters_least}人，结果代表性不足{rules.mark}。"
        yield Finding(
            "F-11", WARNING, sentence, "raters_count", "请补充测评或说明原因。", "测评人数过少"
        )
    if row["verdict"] == PASSED:
        for said in fails(row.values, rules):
            column = "score" if said.startswith("得分") else "dissatisfied_count"
            sentence = f"{said}，验收应为不合格{rules.mark}，填的是“合格”。"
            yield Finding(
                "F-11", ERROR, sentence, column, "请核对；不合格的重新整顿。", "验收不应合格"
            )
    if row["stage"] in ACCEPTED:
        yield from _evidence(row)


def _evidence(row: Row) -> Iterator[Finding]:
    """Ask what an accepted case stands on."""
    if row["verdict"] != PASSED:
        sentence = f"进度为“{row['stage']}”，验收结果填的是“{row['verdict'] or '空'}”。"
        yield Finding(
            "F-11", ERROR, sentence, "verdict", "验收合格后才能转化，请核对。", "没有验收合格"
        )
    for column, label in (
        ("score", "验收得分"),
        ("raters_count", "测评人数"),
        ("dissatisfied_count", "不满意票"),
        ("verifier", "验收人"),
        ("verified_on", "验收日期"),
    ):
        if row[column] in (None, ""):
            sentence = f"进度为“{row['stage']}”，没有填{label}。"
            yield Finding("F-11", ERROR, sentence, column, "请补填验收情况。", "验收情况不全")


def check_verifier(row: Row, setting: Setting) -> Iterator[Finding]:
    """Who verifies did not mend (F-11)."""
    del setting
    verifier = named(row["verifier"])
    for column, label in _FIXERS if verifier else ():
        if named(row[column]) == verifier:
            sentence = f"验收人{verifier}同时是本村的{label}，整顿的人不能验收。"
            yield Finding("F-11", ERROR, sentence, "verifier", "请由其他人验收。", "验收人即整顿人")
            break
    unit = row["verifier_unit"]
    if unit and unit in (row["partner_unit"], row["first_secretary_unit"], row["township_name"]):
        sentence = f"验收单位“{unit}”参加了本村的整顿，不能验收。"
        yield Finding(
            "F-11", ERROR, sentence, "verifier_unit", "请由其他单位验收。", "验收单位即整顿单位"
        )


def check_hardest(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """Point out townships whose secretary does not lead the hardest case (F-07)."""
    del setting
    cases: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["township_name"] and row["stage"] not in BEFORE_PLAN | OVER | ACCEPTED:
            cases[row["township_name"]].append(row)
    for town, own in cases.items():
        most = max(row["difficulty"] or "0" for row in own)
        hardest = [row for row in own if (row["difficulty"] or "0") == most]
        if not any(is_secretary(row["township_leader_post"]) for row in hardest):
            first = hardest[0]
            post = first["township_leader_post"] or "空"
            sentence = f"{town}难度最大的{first['village_name']}，包村乡镇领导职务填的是“{post}”。"
            remedy = "难度最大的村应由乡镇党委书记包村，请核对或说明。"
            yield (
                first,
                Finding(
                    "F-07", WARNING, sentence, "township_leader_post", remedy, "最难村包村领导"
                ),
            )


ROW_CHECKS: Final = (
    check_village,
    long_enough("symptoms", "具体表现及原因", "F-01", WeakRules().text_least),
    check_four_ones,
    check_plan,
    check_steps,
    check_done,
    check_acceptance,
    check_verifier,
    check_tracking,
)
