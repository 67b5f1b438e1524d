"""The blank an invented official sits before, with what everybody in the county knows."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from accountability.intake.rules import Period
from accountability.rectification.models import HeldType
from villages.branches.models import Branch
from villages.people.models import Unit
from villages.places.models import Division, Level, VillageKind, VillageType, in_force
from villages.postings.models import Posting, PostingRole

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Place:
    """One village as its county knows it; `name` has the code where the township has namesakes."""

    pk: int
    code: str
    town: str
    name: str
    is_poor: bool
    weak_from: dt.date | None
    members: int | None
    secretary: str
    first_secretary: str
    first_unit: str

    @property
    def is_weak(self) -> bool:
        """Say whether the village is listed as weak."""
        return self.weak_from is not None

    @property
    def full_name(self) -> str:
        """Return township and village."""
        return f"{self.town}{self.name}"


@dataclass(frozen=True)
class Form:
    """One county's blank of one sheet for one period, sent `on` a day.

    `rows` is what the portal filled in: values by column name.
    """

    county: Division
    period: Period
    on: dt.date
    rows: Sequence[Mapping[str, Any]]

    @property
    def code(self) -> str:
        """Return the county's code of six digits."""
        return self.county.code[:6]

    @property
    def until(self) -> dt.date:
        """Return the last day that may be told of."""
        return min(self.period.last_day, self.on)

    @cached_property
    def villages(self) -> tuple[Place, ...]:
        """Return the county's villages in the order of their codes."""
        return _villages(self.county.pk, self.period.last_day)

    def unit(self, drawn: int) -> str:
        """Return the name of one of the county's own units, "" where it has none."""
        units = _units(self.county.pk)
        return units[drawn % len(units)] if units else ""


@lru_cache(maxsize=4)
def _units(county: int) -> tuple[str, ...]:
    units = Unit.objects.filter(division_id=county).order_by("pk")
    return tuple(units.values_list("name", flat=True))


@lru_cache(maxsize=4)
def _villages(county: int, on: dt.date) -> tuple[Place, ...]:
    """Read the villages with type, branch and first secretary: five queries.

    Weak are those listed before any ledger told of them: what the ledgers are made from.
    """
    places = Division.objects.as_of(on).filter(county_id=county, level=Level.VILLAGE)
    kinds = VillageType.objects.as_of(on).filter(county_id=county, source_revision_id=None)
    told = list(kinds.values_list("village_id", "kind", "valid_from"))
    poor = {pk for pk, kind, _ in told if kind in (VillageKind.POOR, VillageKind.DEEP)}
    held = HeldType.objects.filter(in_force(on), county_id=county)
    weak = {pk: since for pk, kind, since in told if kind == VillageKind.WEAK}
    weak |= dict(held.values_list("village_id", "valid_from"))
    branches = {
        village: (secretary, members)
        for village, secretary, members in Branch.objects.as_of(on)
        .filter(county_id=county)
        .values_list("village_id", "secretary_name", "members_count")
    }
    postings = Posting.objects.filter(county_id=county, role=PostingRole.FIRST_SECRETARY)
    firsts = {
        village: (person, unit or "")
        for village, person, unit in postings.during(on, on).values_list(
            "village_id", "person__name", "unit__name"
        )
    }
    rows = list(places.order_by("code").values_list("pk", "code", "parent__name", "name"))
    counts = Counter(row[2:] for row in rows)
    return tuple(
        Place(
            pk, code, town or "", name if counts[town, name] == 1 else f"{name}（{code}）",
            is_poor=pk in poor,
            weak_from=weak.get(pk),
            members=branches.get(pk, ("", None))[1],
            secretary=branches.get(pk, ("", None))[0],
            first_secretary=firsts.get(pk, ("", ""))[0],
            first_unit=firsts.get(pk, ("", ""))[1],
        )
        for pk, code, town, name in rows
    )  # fmt: skip
