"""Reserve cadres and the way into the Party: steps in order, each long enough."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from accountability.ledgers.rules.months import months_after
from accountability.parameters.rules import Parameters

IN_TRAINING, TOOK_OFFICE, LEFT = STANDINGS = ("在培", "上任", "退出")
STEPS: Final = (
    ("applied_on", "申请入党"),
    ("activist_on", "列为积极分子"),
    ("candidate_on", "列为发展对象"),
    ("probation_on", "接收为预备党员"),
    ("admitted_on", "转正"),
)


@dataclass(frozen=True)
class MemberRules:
    """What holds on a day; None checks nothing. Units: persons, years of age, months."""

    reserve_min: int | None
    reserve_max: int | None
    young_age_max: int | None
    young_mark: str
    age_min: int | None
    activist_months: int | None
    probation_months: int | None
    window_months: int | None


def member_rules(parameters: Parameters) -> MemberRules:
    """Return the bounds as the parameters of a day give them."""
    return MemberRules(
        reserve_min=parameters.whole("reserve_min"),
        reserve_max=parameters.whole("reserve_max"),
        young_age_max=parameters.whole("young_age_max"),
        young_mark=parameters["young_age_max"].mark,
        age_min=parameters.whole("member_age_min"),
        activist_months=parameters.whole("activist_months_min"),
        probation_months=parameters.whole("probation_months"),
        window_months=parameters.whole("young_members_months"),
    )


@dataclass(frozen=True)
class Misstep:
    """A step of the way into the Party that cannot be right: at which column, in words."""

    column: str
    sentence: str
    cause: str


def missteps(
    days: Mapping[str, dt.date | None], month_only: Collection[str], rules: MemberRules
) -> Iterator[Misstep]:
    """Find steps out of order or too soon after the one before.

    A date known only to the month counts for the rule: nobody is blamed for a day nobody gave.
    Source: docs/sources.md#h04.
    """
    taken = [(name, label, day) for name, label in STEPS if (day := days.get(name)) is not None]
    for (earlier, before, first), (later, after, second) in pairwise(taken):
        last = _latest(second, later in month_only)
        if last <= first:
            yield Misstep(
                later, f"{after}日期{second}不晚于{before}日期{first}。", "发展党员日期先后颠倒"
            )
            continue
        least = _least(earlier, later, rules)
        if least is not None and last < months_after(first, least):
            yield Misstep(
                later, f"{before}{first}，{after}{second}，不满{least}个月。", "培养时间不够"
            )


def _latest(day: dt.date, is_month: bool) -> dt.date:  # noqa: FBT001 - of one date
    return months_after(day, 1) - dt.timedelta(days=1) if is_month else day


def _least(earlier: str, later: str, rules: MemberRules) -> int | None:
    """Return how many months must lie between two steps; a step left out changes nothing."""
    if earlier == "activist_on" and later in ("candidate_on", "probation_on"):
        return rules.activist_months
    if (earlier, later) == ("probation_on", "admitted_on"):
        return rules.probation_months
    return None


def skipped(days: Mapping[str, dt.date | None]) -> list[str]:
    """Return the labels of steps without a date before the last step taken."""
    last = max((n for n, (name, _) in enumerate(STEPS) if days.get(name)), default=0)
    return [label for name, label in STEPS[:last] if not days.get(name)]


@dataclass(frozen=True)
class TrainingRules:
    """What holds on a day; None checks nothing. Units: hours."""

    online_hours_min: Decimal | None
    mark: str


def training_rules(parameters: Parameters) -> TrainingRules:
    """Return from how many hours on an online class counts."""
    value = parameters["online_hours_min"]
    return TrainingRules(value.number, value.mark)
