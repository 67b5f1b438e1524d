"""Where a case stands: groups of stages, what a failed re-check or a relapse asks for."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final

from accountability.rectification.rules.stages import (
    ACCEPTED,
    AGAIN,
    APPLIED,
    BEFORE_OPENING,
    CLOSED,
    OVER,
    REOPENED,
    SAMPLED,
    TRACKED,
    TURNED,
    VERIFIED,
    WITHDRAWN,
    WeakRules,
    fails,
)

# What a county claims: its own acceptance is behind it. Only this can be checked again.
CLAIMED: Final = frozenset({VERIFIED, SAMPLED, TURNED, TRACKED, CLOSED})
WAITING: Final = frozenset({APPLIED, VERIFIED, SAMPLED})
TRACKING: Final = frozenset({TURNED, TRACKED})
_NAMES: Final = re.compile(r"[、，,；;\s]+")
_ASIDE: Final = re.compile(r"[（(].*?[）)]")
SHORTEST: Final = 10


class Group(StrEnum):
    """The tabs of the list: each case is in one."""

    LISTED = "listed"
    MENDING = "mending"
    WAITING = "waiting"
    TRACKED = "tracked"
    BACK = "back"
    CLOSED = "closed"
    DROPPED = "dropped"
    PAST = "past"


GROUP_LABELS: Final = {
    Group.LISTED: "拟列入",
    Group.MENDING: "整顿中",
    Group.WAITING: "待验收",
    Group.TRACKED: "跟踪巩固",
    Group.BACK: "反弹",
    Group.CLOSED: "已销号",
    Group.DROPPED: "已撤销",
    Group.PAST: "前一轮",
}
OPEN: Final = (Group.MENDING, Group.WAITING, Group.BACK)


class Level(StrEnum):
    """Who checked again."""

    PROVINCE = "province"
    CITY = "city"


class Result(StrEnum):
    """What a re-check found."""

    PASSED = "passed"
    FAILED = "failed"


class Order(StrEnum):
    """Why a case has to go back although the county's ledger does not say so yet."""

    NONE = ""
    OVERTURNED = "overturned"
    RELAPSED = "relapsed"


ORDER_WORDS: Final = {
    Order.NONE: "",
    Order.OVERTURNED: "抽查不通过，退回整顿",
    Order.RELAPSED: "发现反弹，应重新立案",
}


def group_of(standing: str, *, is_again: bool) -> Group:
    """Return the tab of a village's last round; `is_again`: it began by being opened again.

    >>> group_of("整顿中", is_again=False), group_of("整顿中", is_again=True)
    (<Group.MENDING: 'mending'>, <Group.BACK: 'back'>)
    >>> group_of("转化", is_again=True), group_of("县联审", is_again=False)
    (<Group.TRACKED: 'tracked'>, <Group.LISTED: 'listed'>)
    """
    if standing == WITHDRAWN:
        return Group.DROPPED
    if standing == CLOSED:
        return Group.CLOSED
    if standing in TRACKING:
        return Group.TRACKED
    if standing in BEFORE_OPENING:
        return Group.LISTED
    if is_again or standing == REOPENED:
        return Group.BACK
    return Group.WAITING if standing in WAITING else Group.MENDING


def sent_back_to(stage: str, order: Order) -> str:
    """Return the stage a case has to be reported in next.

    >>> sent_back_to("跟踪巩固", Order.OVERTURNED), sent_back_to("销号", Order.OVERTURNED)
    ('重新整顿', '重新立案')
    >>> sent_back_to("跟踪巩固", Order.RELAPSED), sent_back_to("整顿中", Order.NONE)
    ('重新立案', '整顿中')
    """
    if order is Order.OVERTURNED:
        return REOPENED if stage == CLOSED else AGAIN
    return REOPENED if order is Order.RELAPSED else stage


def persons(text: str) -> list[str]:
    """Return the names a cell lists, without what stands in brackets.

    >>> persons("周明（省委组织部）、李红")
    ['周明', '李红']
    """
    return [name for name in _NAMES.split(_ASIDE.sub("", text)) if name]


def menders_among(checkers: str, menders: Iterable[tuple[str, str]]) -> list[str]:
    """Return, as sentences say it, which of the checkers took part in the mending.

    >>> menders_among("周明、李红", [("联村县级领导", "李红（副县长）"), ("验收人", "王强")])
    ['李红（联村县级领导）']
    """
    asked = set(persons(checkers))
    return [
        f"{name}（{role}）" for role, text in menders for name in persons(text) if name in asked
    ]


def unfit_to_pass(
    *, score: Decimal | None, raters: int | None, dissatisfied: int | None, rules: WeakRules
) -> list[str]:
    """Return why figures forbid the result 通过 (F-11): the same bounds as the county's own."""
    return fails(
        {"score": score, "raters_count": raters, "dissatisfied_count": dissatisfied}, rules
    )


def days_late(
    planned: dt.date | None, finished: dt.date | None, standing: str, day: dt.date
) -> int:
    """Return by how many days a case is behind its plan on `day`; 0 where it is not.

    >>> days_late(dt.date(2020, 5, 1), None, "整顿中", dt.date(2020, 5, 11))
    10
    >>> days_late(dt.date(2020, 5, 1), dt.date(2020, 5, 4), "转化", dt.date(2020, 5, 11))
    0
    """
    if planned is None or standing in ACCEPTED | OVER | BEFORE_OPENING:
        return 0
    done = finished if standing in WAITING else None
    return max(((done or day) - planned).days, 0)


def drawn(seed: str, codes: Sequence[str], number: int) -> list[str]:
    """Return so many of the codes as the seed draws them: the same for the same pool.

    >>> drawn("a1", ["1", "2", "3"], 2) == drawn("a1", ["3", "1", "2"], 2)
    True
    """
    return sorted(codes, key=lambda code: hashlib.sha256(f"{seed}:{code}".encode()).hexdigest())[
        :number
    ]
