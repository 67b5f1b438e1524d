"""Weak and lax village branches: the stages of a case, four ones, six steps, acceptance."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from accountability.parameters.rules import Parameters

(
    SURVEYED, REVIEWED, OPENED, PLANNED, MENDING, APPLIED, VERIFIED, SAMPLED, TURNED, TRACKED,
    CLOSED, AGAIN, REOPENED, WITHDRAWN,
) = STAGES = (
    "排查", "县联审", "立案", "一村一策方案", "整顿中", "自评申请", "县验收", "市抽验", "转化",
    "跟踪巩固", "销号", "重新整顿", "重新立案", "撤销",
)  # fmt: skip
NEW: Final = ""
NEXT: Final[Mapping[str, tuple[str, ...]]] = {
    NEW: (SURVEYED, REOPENED),
    SURVEYED: (REVIEWED, WITHDRAWN),
    REVIEWED: (OPENED, WITHDRAWN),
    OPENED: (PLANNED, WITHDRAWN),
    PLANNED: (MENDING, WITHDRAWN),
    MENDING: (APPLIED, WITHDRAWN),
    APPLIED: (VERIFIED,),
    VERIFIED: (SAMPLED, TURNED, AGAIN),
    SAMPLED: (TURNED, AGAIN),
    TURNED: (TRACKED, AGAIN, REOPENED),
    TRACKED: (CLOSED, AGAIN, REOPENED),
    CLOSED: (REOPENED,),
    AGAIN: (MENDING,),
    REOPENED: (PLANNED,),
    WITHDRAWN: (),
}
# What can begin and end within one month; the others need a month's report of their own.
PASSABLE: Final = frozenset({SURVEYED, REVIEWED, OPENED, PLANNED, APPLIED, SAMPLED, TURNED})
OVER: Final = frozenset({CLOSED, WITHDRAWN})
ACCEPTED: Final = frozenset({TURNED, TRACKED, CLOSED})
BEFORE_OPENING: Final = frozenset({NEW, SURVEYED, REVIEWED, WITHDRAWN})
BEFORE_PLAN: Final = BEFORE_OPENING | {OPENED, REOPENED}
PASSED, FAILED = VERDICTS = ("合格", "不合格")

DONE, DOING, NOT_BEGUN = STEP_STATES = ("完成", "进行", "未开始")
STEPS_COUNT: Final = 6
_DATE: Final = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2}))?")
_DONE: Final = re.compile(r"完成|完毕|已办|[√✓✔]")
_DOING: Final = re.compile(r"进行|正在|推进|启动|开展|未完成")
_NOT_BEGUN: Final = re.compile(r"未开始|未启动|未开展|没有开始|尚未")

FOUR_ONES: Final = (
    ("county_leader", "联村县级领导"),
    ("township_leader", "包村乡镇领导"),
    ("first_secretary", "驻村第一书记"),
    ("partner_unit", "结对帮扶单位"),
)


def _reached(stage: str) -> set[str]:
    """Return the stages a case may be in a month after `stage`, over those it may pass through."""
    found, open_ends = {stage}, [stage]
    while open_ends:
        for following in NEXT[open_ends.pop()]:
            if following not in found:
                found.add(following)
                if following in PASSABLE:
                    open_ends.append(following)
    return found


LEGAL: Final[Mapping[str, frozenset[str]]] = {
    stage: frozenset(_reached(stage)) - {NEW} for stage in NEXT
}


def is_legal(was: str, now: str) -> bool:
    """Say whether a case may have come from `was` to `now` within one month.

    >>> is_legal(SURVEYED, PLANNED), is_legal(MENDING, VERIFIED), is_legal(MENDING, TURNED)
    (True, True, False)
    >>> is_legal(TURNED, CLOSED), is_legal(NEW, MENDING), is_legal(CLOSED, REOPENED)
    (False, True, True)
    """
    return now in LEGAL[was]


@dataclass(frozen=True)
class WeakRules:
    """The bounds of one month; None checks nothing.

    Units: points from 0 to 100, persons, shares from 0 to 1, months. `steps` are the names of the
    six steps.
    """

    score_least: Decimal | None = Decimal(70)
    against_most: float | None = 0.5
    raters_least: int | None = 15
    tracking_months: int | None = 12
    steps: tuple[str, ...] = field(default=tuple(f"第{n}步" for n in "一二三四五六"))
    steps_mark: str = ""
    mark: str = ""
    members_least: int = 3
    text_least: int = 20


def weak_rules(parameters: Parameters) -> WeakRules:
    """Return the bounds as the parameters of a day give them."""
    against = parameters.number("acceptance_against_max")
    named = tuple(part for part in parameters["six_steps"].text.split("、") if part)
    usual = WeakRules()
    return WeakRules(
        score_least=parameters.number("acceptance_score_min"),
        against_most=None if against is None else float(against) / 100,
        raters_least=parameters.whole("acceptance_voters_min"),
        tracking_months=parameters.whole("tracking_months"),
        steps=named if len(named) == STEPS_COUNT else usual.steps,
        steps_mark=parameters["six_steps"].mark,
        mark=parameters["acceptance_score_min"].mark,
    )


@dataclass(frozen=True)
class Step:
    """What the cell of one step says: a state or none, a day or none."""

    state: str | None
    day: dt.date | None = None


def read_step(text: str) -> Step | None:
    """Return what a step's cell says, None where it cannot be told.

    >>> read_step("已完成2018.5.3"), read_step("进行中"), read_step(""), read_step("2018年6月")
    (Step(state='完成', day=datetime.date(2018, 5, 3)), Step(state='进行', day=None), \
Step(state=None, day=None), Step(state='完成', day=datetime.date(2018, 6, 1)))
    >>> read_step("好") is None
    True
    """
    if not text:
        return Step(None)
    found = _DATE.search(text)
    day = _day(found) if found else None
    if found and day is None:
        return None
    bare = text.strip("日月 ")
    for pattern, state in ((_NOT_BEGUN, NOT_BEGUN), (_DOING, DOING), (_DONE, DONE)):
        if pattern.search(text):
            return Step(state, day)
    return Step(DONE, day) if day and found and found.group() == bare else None


def _day(found: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        return None


def stage_of(values: Mapping[str, Any], states: Sequence[str | None]) -> str:
    """Return the stage that follows from the rest of a row, where the file has no 进度."""
    if values.get("verdict") == PASSED:
        return TURNED
    if values.get("verdict") == FAILED:
        return AGAIN
    if any(state in (DOING, DONE) for state in states):
        return MENDING
    if values.get("measures"):
        return PLANNED
    return OPENED if values.get("opened_on") else SURVEYED


def fails(values: Mapping[str, Any], rules: WeakRules) -> list[str]:
    """Return why an acceptance fails by its own figures (F-11); empty where it does not."""
    score, raters = values.get("score"), values.get("raters_count")
    against = values.get("dissatisfied_count")
    said = []
    if score is not None and rules.score_least is not None and score < rules.score_least:
        said.append(f"得分{score}，低于{rules.score_least.normalize():f}分")
    if raters and against is not None and rules.against_most is not None:
        share = against / raters
        if share > rules.against_most:
            said.append(
                f"不满意{against}票，占{raters}人的{share:.0%}，超过{rules.against_most:.0%}"
            )
    return said
