"""What the registry knows of one county, loaded once for a check in a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q

from accountability.intake.cleaning.places import Gazetteer, Place
from accountability.intake.cleaning.units import KnownUnit, Units
from villages.people.models import Unit, UnitAlias
from villages.places.models import Division, DivisionAlias, DivisionChange, Level
from villages.places.rules import without_own
from villages.postings.models import Posting


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person posted in the county, as the check needs them."""

    id: int
    name: str
    fingerprint: str
    masked: str
    village_id: int

    @property
    def tail(self) -> str:
        """Return the last four characters of the ID number."""
        return self.masked[-4:]


@dataclass
class Registry:
    """One county's places and people on a day; its units are read when a sheet first asks."""

    places: Gazetteer
    people: list[KnownPerson] = field(default_factory=list)
    other_counties: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._by_village: dict[tuple[str, int], list[KnownPerson]] = defaultdict(list)
        self._by_mask: dict[tuple[str, str], set[str]] = defaultdict(set)
        for person in self.people:
            self._by_village[person.name, person.village_id].append(person)
            self._by_mask[person.name, person.masked].add(person.fingerprint)

    @cached_property
    def units(self) -> Units:
        """Return the units the county may name: its own and those of levels above; two queries."""
        return load_units(self.places.county.id)

    def person_in(self, village_id: int | None, name: str, tail: str = "") -> int | None:
        """Return the one person called `name` posted in the village, None where it is not sure."""
        if village_id is None:
            return None
        found = {
            person.id
            for person in self._by_village.get((name, village_id), ())
            if not tail or person.tail == tail
        }
        return found.pop() if len(found) == 1 else None

    def fingerprint_of(self, name: str, masked: str) -> str:
        """Return the fingerprint of the one person with this name and masked number."""
        found = self._by_mask.get((name, masked), set())
        return next(iter(found)) if len(found) == 1 else ""


def load_registry(county: Division, on: dt.date) -> Registry:
    """Read what a check of `county` needs, as it was on the day `on`; five queries."""
    rows = list(
        Division.objects.filter(
            county=county, level__in=[Level.TOWNSHIP, Level.VILLAGE]
        ).values_list("id", "code", "name", "parent_id", "level", "valid_from", "valid_to")
    )
    current = _in_force(rows, on)
    here = {pk: Place(pk, code, name, parent) for pk, code, name, parent, *_ in rows}
    own = here[county.pk] = Place(county.pk, county.code, county.name)
    places = Gazetteer(
        own,
        [here[row[0]] for row in current if row[4] == Level.TOWNSHIP],
        [here[row[0]] for row in current if row[4] == Level.VILLAGE],
        _aliases(county, here),
        _former(county, here, {row[0] for row in current}),
    )
    return Registry(places, _people(county), _other_counties(county))


def _in_force(rows: Sequence[tuple[Any, ...]], on: dt.date) -> list[tuple[Any, ...]]:
    """Return the rows that held on the day; where none did, those of today (a later edition)."""
    then = [row for row in rows if row[5] <= on and (row[6] is None or row[6] > on)]
    return then or [row for row in rows if row[6] is None]


def _aliases(county: Division, here: dict[int, Place]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    confirmed = DivisionAlias.objects.filter(county=county, confirmed_at__isnull=False)
    for name, pk in confirmed.values_list("name", "division_id"):
        if pk in here:
            found[name].append(here[pk])
    if county.is_city_own:
        found[without_own(county.name)].append(here[county.pk])
    return found


def _former(county: Division, here: dict[int, Place], current: set[int]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    changes = DivisionChange.objects.filter(
        Q(successor__county=county) | Q(predecessor__county=county)
    ).exclude(successor=county)
    for name, pk in changes.values_list("predecessor__name", "successor_id"):
        if pk in current:
            found[name].append(here[pk])
    return found


def _people(county: Division) -> list[KnownPerson]:
    postings = Posting.objects.filter(county=county).values_list(
        "person_id", "person__name", "person__id_fingerprint", "person__id_masked", "village_id"
    )
    return [KnownPerson(*row) for row in postings]


def load_units(county_id: int) -> Units:
    """Read the units a county may name, with the aliases it has confirmed."""
    rows = (
        Unit.objects.filter(
            Q(division__isnull=True)
            | Q(division__county_id__isnull=True)
            | Q(division__county_id=county_id)
        )
        .order_by("id")
        .values_list("id", "name", "division__county__name")
    )
    known = {pk: KnownUnit(pk, name, county or "") for pk, name, county in rows}
    aliases = UnitAlias.objects.filter(county_id=county_id, unit_id__in=known)
    named = dict(aliases.values_list("name", "unit_id"))
    return Units(known.values(), {name: known[pk] for name, pk in named.items()})


def _other_counties(county: Division) -> frozenset[str]:
    names = Division.objects.places().filter(level=Level.COUNTY).exclude(name=county.name)
    return frozenset(names.values_list("name", flat=True))
