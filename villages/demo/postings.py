"""Invented postings of the demo province: who was sent where, for how long. Pure."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from villages.demo.draws import Draws, spread

AS_KNOWN_ON = dt.date(2020, 5, 31)
_WAVES = (
    (dt.date(2017, 11, 6), 20),
    (dt.date(2018, 6, 4), 25),
    (dt.date(2019, 5, 6), 30),
    (dt.date(2019, 11, 4), 25),
)
_LEVELS = {"省": "province", "市": "city", "县": "county"}
_LEVEL_WEIGHTS = spread("省8市25县67")
_RANKS = {
    "province": ("一级主任科员", "副处级", "正处级"),
    "city": ("一级主任科员", "副科级", "正科级"),
    "county": ("科员", "四级主任科员", "副科级"),
}
_REASONS = {"满": "expired", "调": "adjusted", "召": "recalled", "提": "promoted", "他": "other"}
_REASON_WEIGHTS = spread("满70调16召4提8他2")
# Of a thousand villages: the first secretary has just left, there was another before, the team has
# one member only; of a thousand cadres: still at work in the own unit. What is
# short is what the demo shows of X1, X3 and E-01.
VACANT_PER_MILLE, PAIR_PER_MILLE, AT_WORK_PER_MILLE = 8, 12, 8
_HAD_ONE_BEFORE = 140


@dataclass(frozen=True, slots=True)
class DemoSeat:
    """A village that must have a first secretary; since when, where it is only a weak one."""

    village_code: str
    county_code: str
    weak_from: dt.date | None


@dataclass(frozen=True, slots=True)
class DemoPosting:
    """One person sent to one village. The unit is the n-th of its level and area."""

    village_code: str
    county_code: str
    cadre_key: str
    role: str
    level: str
    unit_draw: int
    rank: str
    is_detached: bool
    is_relation_moved: bool
    started_on: dt.date
    due_on: dt.date
    ended_on: dt.date | None = None
    end_reason: str = ""


def postings(seed: str, seats: Sequence[DemoSeat]) -> Iterator[DemoPosting]:
    """Yield the postings to these villages, the ones before them, and the teams."""
    for seat in seats:
        yield from _of_village(seat, Draws(seed, f"posting {seat.village_code}"))


def _of_village(seat: DemoSeat, draws: Draws) -> Iterator[DemoPosting]:
    first = _posting(seat, draws, "first_secretary", f"fs {seat.village_code} 1")
    is_vacant = draws.happens(VACANT_PER_MILLE)
    if is_vacant:
        left = AS_KNOWN_ON - dt.timedelta(draws.between(5, 120))
        yield _ended(first, left, draws)
    else:
        yield first
    if seat.weak_from is None and draws.happens(_HAD_ONE_BEFORE):
        before = _posting(seat, draws, "first_secretary", f"fs {seat.village_code} 0")
        began = dt.date(2015, 9, 1) + dt.timedelta(draws.below(420))
        before = replace(before, started_on=began, due_on=_years_after(began, 2))
        yield _ended(before, first.started_on - dt.timedelta(draws.below(20)), draws)
    for serial in range(_members(draws, is_vacant=is_vacant)):
        member = _posting(seat, draws, "member", f"member {seat.village_code} {serial}")
        yield replace(member, started_on=first.started_on, due_on=first.due_on)


def _members(draws: Draws, *, is_vacant: bool) -> int:
    """Return how many members a team has: two beside the first secretary, few have one."""
    if is_vacant:
        return 3
    return 1 if draws.happens(PAIR_PER_MILLE) else 2


def _posting(seat: DemoSeat, draws: Draws, role: str, key: str) -> DemoPosting:
    level = _LEVELS[draws.pick(_LEVEL_WEIGHTS)]
    started = _arrival(seat, draws)
    return DemoPosting(
        village_code=seat.village_code,
        county_code=seat.county_code,
        cadre_key=key,
        role=role,
        level=level,
        unit_draw=draws.below(10_000),
        rank=draws.pick(_RANKS[level]),
        is_detached=not draws.happens(AT_WORK_PER_MILLE),
        is_relation_moved=draws.happens(945),
        started_on=started,
        due_on=_years_after(started, 3 if draws.happens(_long(started)) else 2),
    )


def _arrival(seat: DemoSeat, draws: Draws) -> dt.date:
    if seat.weak_from:
        return seat.weak_from + dt.timedelta(draws.between(10, 40))
    chance = draws.below(100)
    for begins, share in _WAVES:
        if chance < share:
            return begins + dt.timedelta(draws.below(26))
        chance -= share
    return _WAVES[-1][0]


def _long(started: dt.date) -> int:
    """Return how many of a thousand stay three years: whom 2020 needs nearly all, others few."""
    return 940 if started < dt.date(2018, 6, 1) else 150


def _years_after(day: dt.date, years: int) -> dt.date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if is_leap_day else day.day)


def _ended(posting: DemoPosting, on: dt.date, draws: Draws) -> DemoPosting:
    ended = max(on, posting.started_on + dt.timedelta(30))
    return replace(posting, ended_on=ended, end_reason=_REASONS[draws.pick(_REASON_WEIGHTS)])
