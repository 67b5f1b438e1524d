"""What about a posting somebody should look into: facts, each with its rule. Pure.

Source: docs/sources.md#alerts.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from accountability.parameters.rules import Parameters
from villages.postings.rules import RuleSet, months_between


class Kind(StrEnum):
    """What a posting may be looked into for; also the tab of the list."""

    APPROVER = "approver"
    YEAR = "year"
    LOW = "low"
    TERM = "term"
    EXPIRED = "expired"
    UNTRAINED = "untrained"


KIND_LABELS: dict[Kind, str] = {
    Kind.APPROVER: "请假超审批权限",
    Kind.YEAR: "全年请假超上限",
    Kind.LOW: "连续不达标",
    Kind.TERM: "任期将满",
    Kind.EXPIRED: "任期已满仍在任",
    Kind.UNTRAINED: "今年没有培训记录",
}
RULE_WORDS: dict[Kind, str] = {
    Kind.APPROVER: "E-07 责任组制度通知（2017年）",
    Kind.YEAR: "E-09 外省做法（待核）",
    Kind.LOW: "E-05 五天四夜（文号待核）",
    Kind.TERM: "E-02 驻村选派意见（2017年）",
    Kind.EXPIRED: "E-02 驻村选派意见（2017年）",
    Kind.UNTRAINED: "平台提示（未见对第一书记的轮训规定）",
}


@dataclass(frozen=True)
class Bounds:
    """From when on something is told; None tells nothing. Units: days, months."""

    short_leave_days: int
    long_leave_approver: str
    leave_year_max: Decimal | None
    leave_mark: str
    low_months: int | None
    low_mark: str
    soon_days: int | None
    soon_mark: str


def bounds_of(rules: RuleSet, parameters: Parameters) -> Bounds:
    """Return the bounds as rules and parameters of a day give them."""
    leave, low, soon = (
        parameters[code] for code in ("leave_days_year_max", "low_months_row", "term_soon_days")
    )
    return Bounds(
        rules.short_leave_days,
        rules.long_leave_approver,
        leave.number,
        leave.mark,
        parameters.whole("low_months_row"),
        low.mark,
        parameters.whole("term_soon_days"),
        soon.mark,
    )


@dataclass(frozen=True)
class MonthTold:
    """One reported month of one person; None is 未报."""

    first_day: dt.date
    last_day: dt.date
    label: str
    is_met: bool | None
    leave_days: int = 0
    leave_approver: str = ""


@dataclass(frozen=True)
class Standing:
    """What is known of a posting on a day; `months` of the newest come last.

    `trained` is None where the county reported no training of the year, and for team members.
    """

    on: dt.date
    due_on: dt.date | None
    ended_on: dt.date | None
    months: Sequence[MonthTold] = ()
    trained: bool | None = None


@dataclass(frozen=True)
class Alert:
    """One fact to look into: what, under which rule."""

    kind: Kind
    words: str

    @property
    def rule(self) -> str:
        """Return the rule with its document."""
        return RULE_WORDS[self.kind]


def may_approve(days: int, bounds: Bounds) -> str:
    """Return who may approve so many days of leave (E-07)."""
    if not days:
        return ""
    return "乡镇党委" if days <= bounds.short_leave_days else bounds.long_leave_approver


def is_over_approver(days: int, approver: str, bounds: Bounds) -> bool:
    """Say whether leave is longer than its approver may grant (E-07)."""
    return days > bounds.short_leave_days and approver != bounds.long_leave_approver


def low_run(months: Sequence[MonthTold]) -> int:
    """Return how many of the last months in a row were not met; a month not told ends the row."""
    run = 0
    later: dt.date | None = None
    for month in reversed(months):
        if month.is_met is not False or (later and months_between(month.first_day, later) != 1):
            break
        run, later = run + 1, month.first_day
    return run


def leave_of(year: int, months: Sequence[MonthTold]) -> int:
    """Return the days of leave told for a year."""
    return sum(month.leave_days for month in months if month.first_day.year == year)


def alerts(standing: Standing, bounds: Bounds) -> Iterator[Alert]:
    """Yield what should be looked into."""
    for month in standing.months:
        if is_over_approver(month.leave_days, month.leave_approver, bounds):
            by = month.leave_approver or "未填"
            yield Alert(
                Kind.APPROVER,
                f"{month.label}请假{month.leave_days}天，审批为“{by}”，超过{bounds.short_leave_days}"
                f"天的应由{bounds.long_leave_approver}批准，待核实",
            )
    total = leave_of(standing.on.year, standing.months)
    if bounds.leave_year_max is not None and total > bounds.leave_year_max:
        yield Alert(
            Kind.YEAR,
            f"{standing.on.year}年已报请假{total}天，超过{bounds.leave_year_max.normalize():f}天"
            f"{bounds.leave_mark}，待核实",
        )
    run = low_run(standing.months)
    if bounds.low_months and run >= bounds.low_months:
        until = standing.months[-1].label
        yield Alert(Kind.LOW, f"截至{until}连续{run}个月没有达到五天四夜{bounds.low_mark}，待核实")
    yield from _term(standing, bounds)
    if standing.trained is False and standing.ended_on is None:
        yield Alert(Kind.UNTRAINED, f"{standing.on.year}年已报的培训名单中没有本人，待核实")


def _term(standing: Standing, bounds: Bounds) -> Iterator[Alert]:
    due = standing.due_on
    if standing.ended_on is not None or due is None:
        return
    left = (due - standing.on).days
    if left <= 0:
        yield Alert(Kind.EXPIRED, f"任期{due}届满，仍登记在任，待核实")
    elif bounds.soon_days is not None and left <= bounds.soon_days:
        yield Alert(Kind.TERM, f"任期{due}届满，还有{left}天{bounds.soon_mark}")


@dataclass(frozen=True)
class Term:
    """How far a term is. Units: whole months; `whole` is None while no end is registered."""

    served: int
    whole: int | None

    def __str__(self) -> str:
        return (
            f"{self.served}/{self.whole}个月" if self.whole else f"{self.served}个月，届满日期未填"
        )


def term_of(
    started_on: dt.date, due_on: dt.date | None, ended_on: dt.date | None, on: dt.date
) -> Term:
    """Return how many months of a term are served by the day.

    >>> str(term_of(dt.date(2019, 11, 1), dt.date(2021, 11, 1), None, dt.date(2020, 6, 3)))
    '7/24个月'
    """
    until = min(ended_on, on) if ended_on else on
    whole = months_between(started_on, due_on) if due_on and due_on > started_on else None
    return Term(max(0, months_between(started_on, until)), whole)
