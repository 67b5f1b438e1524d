"""What T4 computes and checks in a row: 四个一, the six steps, times."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.models import Pointer
from accountability.intake.rules import Severity
from accountability.ledgers.models import WeakCaseRow
from accountability.ledgers.rules.months import months_after
from accountability.ledgers.sheets.village_prefill import heirs_of
from accountability.parameters.queries import parameters_on
from accountability.rectification.rules.leading import is_organizer
from accountability.rectification.rules.stages import (
    ACCEPTED,
    AGAIN,
    BEFORE_OPENING,
    BEFORE_PLAN,
    CLOSED,
    DOING,
    DONE,
    FAILED,
    FOUR_ONES,
    OVER,
    REOPENED,
    STEPS_COUNT,
    WeakRules,
    fails,
    read_step,
    stage_of,
    weak_rules,
)

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
_ASIDE: Final = re.compile(r"[（(].*?[）)]")


@dataclass(frozen=True)
class Month:
    """What a month's cases are checked by: the bounds, and last month's stage and relapses."""

    rules: WeakRules
    before: Mapping[int, tuple[str, int]] = field(default_factory=dict)


def month_of(setting: Setting) -> Month:
    """Read the bounds and the cases of the month before; four queries."""
    last = (
        Pointer.objects.current()
        .filter(county_id=setting.county_id, submission__task__sheet_code="T4")
        .filter(submission__task__period=str(setting.period.previous()))
        .values_list("revision_id", flat=True)
        .first()
    )
    before: dict[int, tuple[str, int]] = {}
    if last is not None:
        heirs = heirs_of(setting.county_id, setting.period)
        rows = WeakCaseRow.objects.filter(revision_id=last, village__isnull=False)
        for village, stage, relapses in rows.values_list("village_id", "stage", "relapses_count"):
            before[heirs.get(village, village)] = (stage, relapses or 0)
    return Month(weak_rules(parameters_on(setting.period.last_day)), before)


def steps_of(values: Mapping[str, Any]) -> list[str]:
    """Return the texts of the six steps."""
    return [values.get(f"steps_{number}") or "" for number in range(1, STEPS_COUNT + 1)]


def derive(values: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """Fill what follows: steps read, stage, a failed verdict, tracking, overdue, relapses."""
    month: Month = setting.context
    read = [read_step(text) for text in steps_of(values)]
    states = [step.state if step else None for step in read]
    found: dict[str, Any] = {
        "step_states": states,
        "step_dates": [step.day if step else None for step in read],
    }
    if not values.get("verdict") and fails(values, month.rules):
        found["verdict"] = FAILED
    stage = values.get("stage") or stage_of({**values, **found}, states)
    if not values.get("stage"):
        found["stage"] = stage
    accepted, tracking = values.get("verified_on"), month.rules.tracking_months
    if stage in ACCEPTED and accepted and tracking is not None:
        found["tracked_until"] = months_after(accepted, tracking)
    planned, finished = values.get("planned_on"), values.get("finished_on")
    if planned is not None and stage not in OVER:
        found["is_overdue"] = (finished or setting.period.last_day) > planned
    was, relapses = month.before.get(values.get("village_id") or 0, ("", 0))
    found["relapses_count"] = relapses + int(stage == REOPENED and was != REOPENED)
    return found


def check_village(row: Row, setting: Setting) -> Iterator[Finding]:
    """Point out a branch with too few members to be one."""
    rules: WeakRules = setting.context.rules
    members = row["members_count"]
    if members is not None and members < rules.members_least:
        sentence = f"党员{members}名，不足{rules.members_least}名不能成立党支部。"
        remedy = "请核对党员数；联合党组织的请说明。"
        yield Finding("T4-MEMBERS", WARNING, sentence, "members_count", remedy, "党员数过少")


def check_four_ones(row: Row, setting: Setting) -> Iterator[Finding]:
    """From the plan on, all four stand; the 老大难 is led by the head of organization (F-07)."""
    del setting
    if row["stage"] not in BEFORE_PLAN:
        missing = [(name, label) for name, label in FOUR_ONES if not row[name]]
        if missing:
            listed = "、".join(label for _, label in missing)
            sentence = f"进度为“{row['stage']}”，“四个一”不到位：没有填{listed}。"
            remedy = "制定方案前应落实四个一，请补填。"
            yield Finding("F-06", ERROR, sentence, missing[0][0], remedy, "四个一不到位")
    if row["is_hardest"] and not is_organizer(row["county_leader_post"]):
        post = row["county_leader_post"] or "空"
        sentence = f"“老大难”村的联村县级领导职务填的是“{post}”，应为县委组织部长。"
        remedy = "请核对联村领导和职务；另有安排的请说明。"
        yield Finding("F-07", WARNING, sentence, "county_leader_post", remedy, "老大难联村领导")


def check_plan(row: Row, setting: Setting) -> Iterator[Finding]:
    """From the plan on there are measures; each stage has its days."""
    stage, opened, planned = row["stage"], row["opened_on"], row["planned_on"]
    finished = row["finished_on"]
    if stage not in BEFORE_PLAN and not row["measures"]:
        sentence = f"进度为“{stage}”，没有填整顿措施。"
        yield Finding(
            "T4-PLAN", ERROR, sentence, "measures", "请填写一村一策的措施。", "没有整顿措施"
        )
    for column, label, day, is_due in (
        ("opened_on", "立案日期", opened, stage not in BEFORE_OPENING),
        ("planned_on", "计划完成日期", planned, stage not in BEFORE_PLAN),
        ("finished_on", "实际完成日期", finished, stage in ACCEPTED),
    ):
        if is_due and day is None:
            sentence = f"进度为“{stage}”，没有填{label}。"
            yield Finding("T4-DATE", ERROR, sentence, column, "请补填日期。", "缺少日期")
    if opened and planned and planned < opened:
        sentence = f"计划完成日期{planned}早于立案日期{opened}。"
        yield Finding("T4-DATE", ERROR, sentence, "planned_on", "请核对两个日期。", "日期先后颠倒")
    if opened and finished and finished < opened:
        sentence = f"实际完成日期{finished}早于立案日期{opened}。"
        yield Finding("T4-DATE", ERROR, sentence, "finished_on", "请核对两个日期。", "日期先后颠倒")
    yield from _to_come(row, setting)


def _to_come(row: Row, setting: Setting) -> Iterator[Finding]:
    for column, label in (
        ("opened_on", "立案日期"),
        ("finished_on", "实际完成日期"),
        ("verified_on", "验收日期"),
    ):
        if row[column] and row[column] > setting.today:
            sentence = f"{label}{row[column]}还没有到。"
            yield Finding("T4-DATE", ERROR, sentence, column, "请核对日期。", "日期在将来")
    if row["is_overdue"] and row["finished_on"] is None:
        sentence = f"计划{row['planned_on']}完成，到{setting.period.last_day}没有完成，已逾期。"
        yield Finding("T4-LATE", NOTICE, sentence, "planned_on", "", "整顿逾期")


def check_steps(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask that the cells of the steps can be read; point out gaps and missing days (F-14)."""
    rules: WeakRules = setting.context.rules
    reached: list[str] = []
    gap = ""
    for number, text in enumerate(steps_of(row.values), 1):
        name, column = f"第{'一二三四五六'[number - 1]}步", f"steps_{number}"
        step = read_step(text)
        if step is None:
            sentence = f"{name}填的是“{text[:20]}”，看不出是否完成。"
            remedy = "请填“未开始”“进行”或“完成”，完成的加日期。"
            yield Finding("F-14", ERROR, sentence, column, remedy, "步骤进度不清")
        elif step.state in (DOING, DONE):
            if gap:
                what = f"{name}（{rules.steps[number - 1]}）"
                sentence = f"{gap}没有开始，{what}已{step.state}{rules.steps_mark}。"
                yield Finding(
                    "F-14", WARNING, sentence, column, "请核对各步进度或说明。", "步骤有空缺"
                )
                gap = ""
            if step.state == DONE and step.day is None:
                sentence = f"{name}已完成，没有写日期。"
                yield Finding("F-14", WARNING, sentence, column, "请加上完成日期。", "步骤没有日期")
            reached.append(name)
        else:
            gap = gap or name


def check_done(row: Row, setting: Setting) -> Iterator[Finding]:
    """Point out an acceptance asked for while steps are open (F-14)."""
    del setting
    states = row["step_states"] or []
    asks = row["stage"] in (*ACCEPTED, "自评申请", "县验收", "市抽验")
    if asks and any(states) and any(state != DONE for state in states):
        sentence = f"进度为“{row['stage']}”，六步没有全部完成。"
        yield Finding("F-14", WARNING, sentence, "stage", "请核对六步进度或说明。", "六步未完成")


def named(text: str | None) -> str:
    """Return a person's name as it can be compared: without what stands in brackets."""
    return _ASIDE.sub("", text or "").strip()


def check_tracking(row: Row, setting: Setting) -> Iterator[Finding]:
    """Close a case only after its year of tracking; withdraw one only with a reason (F-12)."""
    rules: WeakRules = setting.context.rules
    until: dt.date | None = row["tracked_until"]
    if row["stage"] == CLOSED and until is not None and until > setting.period.last_day:
        sentence = f"验收后跟踪{rules.tracking_months}个月，到{until}才满，不能销号{rules.mark}。"
        remedy = "请改为“跟踪巩固”，期满后再销号。"
        yield Finding("F-12", ERROR, sentence, "stage", remedy, "跟踪未满")
    if row["stage"] == "撤销" and not row["remark"]:
        sentence = "进度为“撤销”，备注中没有理由。"
        yield Finding(
            "T4-DROP", ERROR, sentence, "remark", "请写明误列的理由和批准。", "撤销没有理由"
        )
    if row["stage"] == AGAIN and row["verdict"] == "合格":
        sentence = "进度为“重新整顿”，验收结果填的是“合格”。"
        yield Finding(
            "F-11", ERROR, sentence, "verdict", "请核对进度和验收结果。", "进度与验收不符"
        )
