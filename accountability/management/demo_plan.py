"""What the demo asks the counties for: which sheet, for which period, of whom, and until when.

The first rounds come before the first briefing; the further ones follow while the portal is in
use, what shows most first: in May the pages show the quarter and the year that are over. The
quarter under way and older periods ask a sample of the counties only.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils import timezone

from accountability.intake.declare import SHEETS
from accountability.intake.rules import Period, PeriodKind, State
from accountability.management.demo_values.draws import draw
from villages.demo.accounts import ACCOUNTS
from villages.places.models import Division, Kind, Level, PovertyStatus

ZONE: Final = timezone.get_default_timezone()
MONTH: Final = Period.parse("2020-05")
KNOWN_UNTIL: Final = dt.date(2020, 5, 31)  # nothing the demo tells happened later
_ASKED: Final = {PeriodKind.YEAR: (25, 5), PeriodKind.QUARTER: (25, 5), PeriodKind.MONTH: (25, 3)}


@dataclass(frozen=True)
class Ending:
    """How far a county's submission comes: up to which state, and on which day it is sent."""

    state: State
    sent: dt.datetime


@dataclass(frozen=True)
class Round:
    """One sheet for one period; `is_sample` asks a county of each city and the shown accounts'."""

    sheet: str
    period: Period
    is_sample: bool = False

    @cached_property
    def opened(self) -> dt.datetime:
        """Return when the task is opened: towards the end of the period, a year in May after it."""
        day, _ = _ASKED[self.period.kind]
        return dt.datetime(self._last.year, self._last.month, day, 9, tzinfo=ZONE)

    @cached_property
    def due(self) -> dt.datetime:
        """Return until when: a few days after the period's end."""
        _, day = _ASKED[self.period.kind]
        return dt.datetime.combine(self._last, dt.time(18), ZONE) + dt.timedelta(days=day)

    @property
    def _last(self) -> dt.date:
        if self.period.kind == PeriodKind.YEAR:
            return KNOWN_UNTIL.replace(year=self.period.first_day.year + 1)
        return min(self.period.last_day, KNOWN_UNTIL)

    def ending(self, county: str) -> Ending | None:
        """Return how a county's submission ends: nearly all accepted; None sends nothing.

        A sample sends everything: what a month leaves out would break the course of the others.
        """
        drawn = draw(county, self.sheet, str(self.period), 100)
        if drawn < 2 and not self.is_sample:  # noqa: PLR2004 - two in a hundred send nothing
            return None
        is_late = drawn in {6, 7, 8}
        days = 1 if is_late else -(drawn % 3)
        sent = self.due.replace(hour=10) + dt.timedelta(days)
        open_ends = {2: State.TO_SIGN, 3: State.TO_ACCEPT, 4: State.TO_ACCEPT, 5: State.RETURNED}
        state = open_ends.get(drawn, State.ACCEPTED)
        return Ending(State.ACCEPTED if self.is_sample else state, sent)


def _rounds(*told: str, is_sample: bool = False) -> tuple[Round, ...]:
    pairs = (one.split() for one in told)
    return tuple(Round(sheet, Period.parse(period), is_sample) for sheet, period in pairs)


FIRST: Final = _rounds("T1 2020-05", "T2 2020-05", "T3 2019")
_MONTHLY: Final = ("T7", "T4", "T14", "T6", "T15")
_QUARTERLY: Final = ("T8", "T13", "T16", "T9", "T10", "T20", "T18")
FURTHER: Final = (
    *_rounds(
        "T1 2020-04",
        "T2 2020-04",
        "T7 2020-05",
        "T4 2020-05",
        "T14 2020-05",
        "T6 2020-05",
        "T15 2020-05",
        "T13 2020Q1",
        "T12 2019",
        "T8 2020Q1",
        "T16 2020Q1",
        "T9 2020Q1",
        "T10 2020Q1",
        "T18 2020Q1",
        "T20 2020Q1",
        "T5 2019",  # from here on a row for every village
        "T11 2019",
        "T19 2019",
        "T17 2020Q1",
    ),
    *_rounds(
        *(f"{sheet} 2020-0{month}" for month in (4, 3) for sheet in _MONTHLY),
        *(f"{sheet} 2020Q2" for sheet in _QUARTERLY),
        "T6 2019-12",
        "T5 2018",
        "T11 2018",
        "T17 2019Q4",
        "T1 2020-03",
        "T2 2020-03",
        *(f"{sheet} 2020-0{month}" for month in (2, 1) for sheet in ("T1", "T2", *_MONTHLY)),
        is_sample=True,
    ),
)


def counties_of(one: Round) -> list[str]:
    """Return the codes of the counties a round asks, and of the cities' own offices."""
    counties = Division.objects.as_of(one.period.last_day).filter(
        level=Level.COUNTY, kind=Kind.DIVISION
    )
    codes = sorted(counties.values_list("code", flat=True))
    if not one.is_sample:
        return sorted([*codes, *_cities_of(one)])
    poor = set(PovertyStatus.objects.values_list("division__code", flat=True))
    by_city: dict[str, str] = {}
    for code in sorted(codes, key=lambda code: (code not in poor, code)):
        by_city.setdefault(code[:4], code)
    shown = counties.filter(name__in={account.area_name for account in ACCOUNTS})
    return sorted({*by_city.values(), *shown.values_list("code", flat=True)})


def _cities_of(one: Round) -> list[str]:
    if not SHEETS[one.sheet].asks_city:
        return []
    offices = Division.objects.as_of(one.period.last_day).filter(kind=Kind.CITY_OWN)
    return list(offices.values_list("code", flat=True))
