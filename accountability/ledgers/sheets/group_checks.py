"""What T18 checks: who leads a group, how many belong to it, nobody twice (S12)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.ledgers.rules.groups import (
    LEADER,
    RESIDENTS,
    GroupRules,
    belongs_on,
    group_rules,
    may_lead,
)
from accountability.parameters.queries import parameters_on

ERROR, WARNING = Severity.ERROR, Severity.WARNING
Found = Iterator[tuple[Row, Finding]]


def rules_for(setting: Setting) -> GroupRules:
    """Return the rules in force at the end of the quarter."""
    return group_rules(parameters_on(setting.period.last_day))


def check_leader(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask that a leader is 副科级 or above, or posted to the village (S12)."""
    del setting
    if row["group_role"] != LEADER or not row["identity"]:
        return
    if may_lead(row["rank"], row["identity"], is_resident=row["is_resident"]):
        return
    if not row["rank"]:
        sentence = "组长不驻村，职级没有填或认不出。"
        remedy = "请填写职级；组长应为副科级以上干部或驻村干部。"
        yield Finding("S12", ERROR, sentence, "rank", remedy, "组长没有填职级")
        return
    sentence = f"组长职级为“{row['rank']}”，也不驻村；组长应为副科级以上干部或驻村干部。"
    yield Finding("S12", ERROR, sentence, "rank", "请核对职级和是否驻村。", "组长职级不够")


def check_resident(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask that who is first secretary or leads the team is said to live in the village."""
    del setting
    if row["identity"] in RESIDENTS and row["is_resident"] is False:
        sentence = f"身份是“{row['identity']}”，是否驻村填的是“否”。"
        yield Finding(
            "S12", ERROR, sentence, "is_resident", "请核对身份和是否驻村。", "身份与驻村不符"
        )


def check_dates(row: Row, setting: Setting) -> Iterator[Finding]:
    """Refuse days to come, and a day of leaving before that of joining."""
    joined, left = row["joined_on"], row["left_on"]
    for column, label, day in (("joined_on", "到组", joined), ("left_on", "离组", left)):
        if day is not None and day > setting.today:
            sentence = f"{label}日期{day}还没有到。"
            yield Finding("T18-DATE", ERROR, sentence, column, "请核对日期。", "日期在将来")
    if joined is not None and left is not None and left < joined:
        sentence = f"离组日期{left}早于到组日期{joined}。"
        remedy = "请核对两个日期。"
        yield Finding("T18-DATE", ERROR, sentence, "left_on", remedy, "日期先后颠倒")


def check_groups(rows: Sequence[Row], setting: Setting) -> Found:
    """Each group has one leader and as many members as is usual: a warning, not an error."""
    rules: GroupRules = setting.context
    for group in _groups(rows, setting).values():
        leaders = [row for row in group if row["group_role"] == LEADER]
        name = group[0]["village_name"]
        if not leaders:
            sentence = f"{name}的责任组没有在组的组长。"
            remedy = "漏报的请补上；确实空缺的请说明原因和补充时间。"
            yield group[0], Finding("S12", WARNING, sentence, "group_role", remedy, "责任组无组长")
        for row in leaders[1:]:
            sentence = (
                f"{name}的责任组有{len(leaders)}名组长，第{leaders[0].row_no}行已有一名；"
                "一个村只有一个责任组。"
            )
            remedy = "请核对责任组职务；已离组的请填写离组日期。"
            yield row, Finding("S12", WARNING, sentence, "group_role", remedy, "责任组组长重复")
        yield from _size(group, rules)


def _size(group: list[Row], rules: GroupRules) -> Found:
    least, most, count = rules.members_min, rules.members_max, len(group)
    if (least is None or count >= least) and (most is None or count <= most):
        return
    usual = f"{least}至{most}人" if least and most else f"{least or most}人"
    sentence = f"{group[0]['village_name']}的责任组在组{count}人，一般为{usual}{rules.mark}。"
    remedy = "漏报的请补上；情况属实的请说明。"
    yield group[0], Finding("S12", WARNING, sentence, "village_name", remedy, "责任组人数异常")


def check_persons_twice(rows: Sequence[Row], setting: Setting) -> Found:
    """Find who stands in one group twice (D18)."""
    for group in _groups(rows, setting).values():
        seen: dict[str, Row] = {}
        for row in group:
            first = seen.setdefault(row["person_name"], row) if row["person_name"] else row
            if first is not row:
                sentence = f"与第{first.row_no}行是同一个人（{row.label}）。"
                remedy = "请删去重复的一行；确是同名的请在备注中说明。"
                yield row, Finding("D18", ERROR, sentence, "person_name", remedy, "人员重复")


def _groups(rows: Sequence[Row], setting: Setting) -> dict[object, list[Row]]:
    """Return who belongs to each village's group on the last day of the period."""
    groups: dict[object, list[Row]] = defaultdict(list)
    day = min(setting.period.last_day, setting.today)
    for row in rows:
        place = row["village_id"] or (row["township_name"], row["village_name"])
        if row["village_name"] and belongs_on(day, row["joined_on"], row["left_on"]):
            groups[place].append(row)
    return groups


ROW_CHECKS: Final = (check_leader, check_resident, check_dates)
SHEET_CHECKS: Final = (check_groups, check_persons_twice)
