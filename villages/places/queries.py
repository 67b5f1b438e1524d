"""Reads of places: where a division lies, what it was before, what lies in it."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q

from portal.access.models import User
from villages.places.models import (
    Division,
    DivisionChange,
    DivisionQuerySet,
    Level,
    VillageKind,
    VillageType,
)

_ORDER = (Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWNSHIP)
_LINEAGE = """
WITH RECURSIVE kin (id) AS (
    VALUES (%(start)s::bigint)
    UNION
    SELECT CASE WHEN c.predecessor_id = kin.id THEN c.successor_id ELSE c.predecessor_id END
    FROM kin JOIN villages_divisionchange c ON kin.id IN (c.predecessor_id, c.successor_id)
)
SELECT id FROM kin
"""

# What the villages of a county have become, step by step, as far as each became one other only:
# of a village that was split nobody knows where somebody posted to it went. The same steps as
# `lineage`, in one direction and with their days.
HEIRS = """
    WITH RECURSIVE single (id, heir_id, changed_on) AS (
        SELECT predecessor_id, min(successor_id), min(changed_on)
        FROM villages_divisionchange GROUP BY predecessor_id HAVING count(*) = 1
    ),
    kin (id, heir_id, changed_on, step) AS (
        SELECT village.id, single.heir_id, single.changed_on, 1
        FROM villages_division village JOIN single ON single.id = village.id
        WHERE village.county_id = %(county)s
        UNION ALL
        SELECT kin.id, single.heir_id, single.changed_on, kin.step + 1
        FROM kin JOIN single ON single.id = kin.heir_id
        WHERE kin.step < 100
    )
    SELECT id, heir_id, changed_on, step FROM kin
"""


def home_areas(user: User) -> list[Division]:
    """Return the divisions granted to the user, the widest first."""
    granted = list(Division.objects.filter(pk__in=user.area_ids))
    return sorted(granted, key=lambda area: (_ORDER.index(Level(area.level)), area.code))


def with_line(divisions: DivisionQuerySet) -> DivisionQuerySet:
    """Fetch the divisions above in the same query."""
    return divisions.select_related("county", "parent__parent__parent__parent")


def path_of(division: Division, on: dt.date) -> list[Division]:
    """Return the divisions above, the widest first, as they were called on the day `on`.

    One query where the division was fetched `with_line`.
    """
    line: list[Division] = []
    above = division.parent
    while above is not None:
        line.insert(0, above)
        above = above.parent
    codes = [above.code for above in line]
    of_the_day = {above.code: above for above in Division.objects.as_of(on).filter(code__in=codes)}
    return [of_the_day.get(above.code, above) for above in line]


def lineage(division: Division) -> list[int]:
    """Return the keys of all rows this place has had, its own among them."""
    with connection.cursor() as cursor:
        cursor.execute(_LINEAGE, {"start": division.pk})
        return [key for (key,) in cursor.fetchall()]


def changes_of(division: Division) -> list[DivisionChange]:
    """Return how the division came to be and what became of it, oldest first."""
    rows = DivisionChange.objects.filter(Q(predecessor=division) | Q(successor=division))
    return list(rows.select_related("predecessor", "successor").order_by("changed_on", "pk"))


@dataclass
class Counts:
    """How many towns and villages, and how many of the villages are of which kind."""

    counties: int = 0
    townships: int = 0
    villages: int = 0
    poor: int = 0
    deep: int = 0
    weak: int = 0

    def add(self, other: "Counts") -> None:
        """Take in the counts of a part."""
        self.counties += other.counties
        self.townships += other.townships
        self.villages += other.villages
        self.poor += other.poor
        self.deep += other.deep
        self.weak += other.weak


_KINDS = (VillageKind.POOR, VillageKind.DEEP, VillageKind.WEAK)


def county_counts(user: User, on: dt.date) -> dict[int, Counts]:
    """Return the counts of each county the user sees on the day `on`, in two queries."""
    found: dict[int, Counts] = {}
    rows = (
        Division.objects.as_of(on)
        .filter(county_id__in=user.county_ids, level__in=[Level.TOWNSHIP, Level.VILLAGE])
        .order_by()
        .values_list("county_id", "level")
        .annotate(number=Count("pk"))
    )
    for county, level, number in rows:
        counts = found.setdefault(county, Counts(counties=1))
        if level == Level.TOWNSHIP:
            counts.townships = number
        else:
            counts.villages = number
    kinds = (
        VillageType.objects.visible_to(user)
        .as_of(on)
        .filter(kind__in=_KINDS)
        .order_by()
        .values_list("county_id", "kind")
        .annotate(number=Count("village", distinct=True))
    )
    for county, kind, number in kinds:
        setattr(found.setdefault(county, Counts(counties=1)), kind, number)
    return found


def township_counts(user: User, county: Division, on: dt.date) -> dict[int, Counts]:
    """Return the counts of each township of a county on the day `on`, in two queries."""
    found: dict[int, Counts] = {}
    villages = Division.objects.visible_to(user).as_of(on).filter(county=county)
    rows = (
        villages.filter(level=Level.VILLAGE)
        .order_by()
        .values_list("parent_id")
        .annotate(number=Count("pk"))
    )
    for town, number in rows:
        found[town] = Counts(villages=number)
    kinds = (
        VillageType.objects.visible_to(user)
        .as_of(on)
        .filter(county=county, kind__in=_KINDS)
        .order_by()
        .values_list("village__parent_id", "kind")
        .annotate(number=Count("village", distinct=True))
    )
    for town, kind, number in kinds:
        setattr(found.setdefault(town, Counts()), kind, number)
    return found
