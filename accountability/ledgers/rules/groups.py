"""Responsibility groups (脱贫责任组): who may lead one, and how many belong to it.

Source: docs/sources.md#s12.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from accountability.parameters.rules import Parameters

LEADER, MEMBER = ROLES = ("组长", "成员")
FIRST_SECRETARY, BRANCH_SECRETARY, TEAM_LEADER = "第一书记", "村支书", "工作队长"
IDENTITIES: Final = (
    "县直干部", "乡镇干部", FIRST_SECRETARY, BRANCH_SECRETARY, "村主任", TEAM_LEADER, "帮扶责任人",
)  # fmt: skip
RESIDENTS: Final = frozenset({FIRST_SECRETARY, TEAM_LEADER})
RANKS: Final = ("科员及以下", "副科级", "正科级", "副县级", "正县级", "副厅级及以上")
_LEAST_RANK: Final = "副科级"


@dataclass(frozen=True)
class GroupRules:
    """How many belong to a group; None checks nothing. Units: persons."""

    members_min: int | None
    members_max: int | None
    mark: str = ""


def group_rules(parameters: Parameters) -> GroupRules:
    """Return the bounds as the parameters of a day give them."""
    least, most = parameters["group_members_min"], parameters["group_members_max"]
    return GroupRules(
        parameters.whole("group_members_min"),
        parameters.whole("group_members_max"),
        least.mark or most.mark,
    )


def is_senior(rank: str) -> bool:
    """Say whether a rank is 副科级 or above.

    >>> is_senior("正科级"), is_senior("科员及以下"), is_senior("")
    (True, False, False)
    """
    return rank in RANKS and RANKS.index(rank) >= RANKS.index(_LEAST_RANK)


def may_lead(rank: str, identity: str, *, is_resident: bool | None) -> bool:
    """Say whether somebody may lead a group: 副科级 or above, or posted to the village.

    >>> may_lead("科员及以下", "乡镇干部", is_resident=False)
    False
    >>> may_lead("", "第一书记", is_resident=None)
    True
    """
    return is_senior(rank) or bool(is_resident) or identity in RESIDENTS


def belongs_on(day: dt.date, joined_on: dt.date | None, left_on: dt.date | None) -> bool:
    """Say whether somebody belonged to the group on a day; who left that day does not."""
    return (joined_on is None or joined_on <= day) and (left_on is None or left_on > day)
