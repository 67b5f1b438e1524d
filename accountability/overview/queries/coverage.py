"""How far what was asked of everybody has got: places visited, cadres trained, villages served.

The figures and the places come from the indicator's own statement over the revisions current now:
page and indicator cannot say two things.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from accountability.assessment import rollup
from accountability.assessment.indicators.visits import SINCE
from accountability.assessment.models import IndicatorValue
from accountability.assessment.queries import County, county_frame, within
from accountability.assessment.rollup import Covered, Place
from accountability.intake.queries.reported import reported
from accountability.intake.rules import Period
from accountability.ledgers.models import TrainingRow
from accountability.ledgers.sheets.member_words import HEAD, SECRETARY
from accountability.overview.queries.indicator import units_below
from accountability.parameters.queries import parameters_on
from portal.access.models import User
from portal.access.reader import Reader
from villages.branches.models import Branch
from villages.places.models import Division

PAGE = 50
NAMED = 6


@dataclass(frozen=True)
class Line:
    """The coverage of one unit below a scope: a city or a county."""

    name: str
    code: str
    counties: int
    reported: list[Covered]

    @property
    def met(self) -> int:
        """Return how much is covered."""
        return sum(one.met for one in self.reported)

    @property
    def weight(self) -> int:
        """Return how much there is to cover."""
        return sum(one.weight for one in self.reported)

    @property
    def left(self) -> int:
        """Return how many places are not covered."""
        return sum(one.left for one in self.reported)

    @property
    def unreported(self) -> int:
        """Return how many of its counties reported nothing."""
        return self.counties - len(self.reported)

    @property
    def names(self) -> str:
        """Return the first places not covered."""
        names = [name for one in self.reported for name in one.names][:NAMED]
        return "、".join(names) + (f"等{self.left}处" if self.left > len(names) else "")


@dataclass(frozen=True)
class Coverage:
    """One indicator's coverage in a scope: by county, by unit below, and who reported nothing."""

    lines: list[tuple[County, Covered]]
    unreported: list[County]
    below: list[Line]

    @property
    def met(self) -> int:
        """Return how much is covered."""
        return sum(covered.met for _, covered in self.lines)

    @property
    def weight(self) -> int:
        """Return how much there is to cover."""
        return sum(covered.weight for _, covered in self.lines)

    @property
    def places(self) -> int:
        """Return how many places of the list are not covered."""
        return sum(covered.left for _, covered in self.lines)

    @property
    def counties(self) -> list[int]:
        """Return the counties that reported."""
        return [county.pk for county, _ in self.lines]


def coverage(user: Reader, scope: Division, indicator: str, period: Period) -> Coverage:
    """Return the coverage of an indicator in a scope: two queries."""
    frame = within(county_frame(user, period.last_day), scope)
    found = rollup.covered(indicator, period, counties=[county.pk for county in frame])
    by_county = {one.county_id: one for one in found}
    return Coverage(
        [(county, by_county[county.pk]) for county in frame if county.pk in by_county],
        [county for county in frame if county.pk not in by_county],
        [
            Line(name, code, len(members), [by_county[c.pk] for c in members if c.pk in by_county])
            for name, code, _, _, members in units_below(scope, frame)
        ],
    )


def walked_since(period: Period) -> str:
    """Return in words from when on visits count in a period: the administrator's parameter."""
    known = parameters_on(period.last_day)
    day = known.day(SINCE)
    return f"自{day:%Y年}{day.month}月{day.day}日起累计{known[SINCE].mark}" if day else ""


def periods_with(user: User, indicators: Sequence[str]) -> list[Period]:
    """Return the periods for which one of the indicators has a value, newest first."""
    rows = IndicatorValue.objects.visible_to(user).filter(indicator__in=indicators)
    found = {Period.parse(text) for text in rows.values_list("period", flat=True).distinct()}
    return sorted(found, key=lambda period: period.last_day, reverse=True)


@dataclass(frozen=True)
class Trained:
    """Who of a village's heads was trained in the year, and who is registered as its secretary."""

    names: list[str]
    secretary: str
    is_secretary_trained: bool


def trained(user: User, period: Period, places: Iterable[Place]) -> dict[int, Trained]:
    """Return by village who was trained in the year up to the period: three queries."""
    keys = [place.place_id for place in places if place.place_id]
    rows: Any = reported(
        TrainingRow, user, since=period.first_day.replace(month=1, day=1), until=period.last_day
    ).filter(is_counted=True, post__in=(SECRETARY, HEAD), village_id__in=keys)
    names: dict[int, dict[str, str]] = defaultdict(dict)
    for village, name, post in rows.values_list("village_id", "person_name", "post"):
        names[village][name] = post
    branches = Branch.objects.visible_to(user).as_of(period.last_day).filter(village__in=keys)
    secretaries = dict(branches.values_list("village_id", "secretary_name"))
    return {
        key: Trained(
            [f"{name}（{post}）" for name, post in sorted(names[key].items())],
            secretaries.get(key, ""),
            secretaries.get(key, "") in names[key],
        )
        for key in keys
    }
