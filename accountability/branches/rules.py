"""What a village branch is measured by, and how each state is said. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from accountability.ledgers.rules.elections import ElectionRules, election_rules
from accountability.ledgers.rules.guarantees import GuaranteeRules, guarantee_rules
from accountability.ledgers.rules.members import MemberRules, member_rules
from accountability.ledgers.rules.party_days import PartyDayRules, party_day_rules
from accountability.parameters.rules import Parameters

MISSING: Final = "未报"
Tone = Literal["neutral", "info", "good", "warning", "bad"]


@dataclass(frozen=True)
class BranchRules:
    """The bounds of one day for everything a branch is measured by; None checks nothing."""

    members: MemberRules
    young_min: int
    guarantees: GuaranteeRules
    elections: ElectionRules
    party_days: PartyDayRules


def branch_rules(parameters: Parameters) -> BranchRules:
    """Return the bounds as the parameters of a day give them."""
    return BranchRules(
        members=member_rules(parameters),
        young_min=parameters.whole("young_members_min") or 1,
        guarantees=guarantee_rules(parameters),
        elections=election_rules(parameters),
        party_days=party_day_rules(parameters),
    )


@dataclass(frozen=True)
class Mark:
    """A state in words, with the tone in which it is shown."""

    words: str
    tone: Tone = "neutral"


NOT_TOLD: Final = Mark(MISSING)


def election_mark(*, is_told: bool, is_unfinished: bool) -> Mark:
    """Say whether a village's election is finished: what is not named as unfinished is.

    >>> election_mark(is_told=True, is_unfinished=False).words
    '已完成'
    """
    if not is_told:
        return NOT_TOLD
    return Mark("未完成", "bad") if is_unfinished else Mark("已完成", "good")


def look_back_mark(states: Iterable[str], *, is_told: bool) -> Mark:
    """Say how many of a village's newly elected are in which state (G-07).

    >>> look_back_mark(["适应", "培训提升", "适应"], is_told=True)
    Mark(words='适应2人、培训提升1人', tone='warning')
    """
    if not is_told:
        return NOT_TOLD
    counted = Counter(state or "结果未填" for state in states)
    if not counted:
        return Mark("没有新任干部")
    words = "、".join(f"{state}{count}人" for state, count in counted.items())
    return Mark(words, "good" if set(counted) == {"适应"} else "warning")


def reserve_mark(count: int, rules: MemberRules, *, is_told: bool, is_asked: bool) -> Mark:
    """Say how a village stands with its reserve cadres (H-01); only poor villages are asked."""
    if not is_told:
        return NOT_TOLD
    if not is_asked:
        return Mark(f"{count}名（不作要求）" if count else "不作要求")
    if count < (rules.reserve_min or 1):
        return Mark(f"不足（{count}名）", "bad")
    if rules.reserve_max is not None and count > rules.reserve_max:
        return Mark(f"{count}名，超过上限", "warning")
    return Mark(f"{count}名", "good")


def young_mark(count: int, least: int, *, is_told: bool) -> Mark:
    """Say whether a village took in young members within the rolling window (H-03)."""
    if not is_told:
        return NOT_TOLD
    return Mark(f"{count}名", "good") if count >= least else Mark(f"不足（{count}名）", "bad")


@dataclass(frozen=True)
class Guaranteed:
    """What a village's line of T11 says: None is not told."""

    is_pay_met: bool | None
    is_funds_met: bool | None


def guarantee_mark(told: Guaranteed | None, *, is_told: bool) -> Mark:
    """Say which guarantees a village falls short of (I-01, I-03).

    >>> guarantee_mark(Guaranteed(False, None), is_told=True)
    Mark(words='报酬不达标、经费未填', tone='bad')
    """
    if not is_told or told is None:
        return NOT_TOLD
    items = (("报酬", told.is_pay_met), ("经费", told.is_funds_met))
    short = [f"{label}不达标" for label, met in items if met is False]
    blank = [f"{label}未填" for label, met in items if met is None]
    if not short and not blank:
        return Mark("达标", "good")
    return Mark("、".join([*short, *blank]), "bad" if short else "warning")


def party_day_mark(held: Iterable[bool | None], period: str) -> Mark:
    """Say in how many months of a quarter a village held its Party day; `period` "" is not told.

    >>> party_day_mark([True, None, False], "2020年第一季度")
    Mark(words='2020年第一季度开展1个月，未填1个月', tone='warning')
    """
    months = list(held)
    if not period or all(month is None for month in months):
        return NOT_TOLD
    words = f"{period}开展{months.count(True)}个月"
    if None in months:
        words += f"，未填{months.count(None)}个月"
    return Mark(words, "good" if all(months) else "warning")


@dataclass(frozen=True)
class BranchState:
    """Everything the list says of one branch beside its secretary."""

    cadres: int | None
    election: Mark
    look_back: Mark
    reserve: Mark
    young: Mark
    guarantee: Mark
    party_day: Mark
