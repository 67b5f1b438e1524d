"""Reads across the supervision sheets' tables."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, QuerySet

from accountability.supervision.models import VisitRow
from accountability.supervision.rules.visits import Target, target_of
from villages.places.models import PovertyStatus, VillageKind, VillageType

if TYPE_CHECKING:
    from portal.access.reader import Reader

_POOR = (VillageKind.POOR, VillageKind.DEEP)


@dataclass(frozen=True)
class Coverage:
    """Of one county: how many of the places to visit were visited, and how many there are."""

    county_id: int
    visited: int
    total: int


def visit_coverage(user: "Reader", *, level: str, since: dt.date, until: dt.date) -> list[Coverage]:
    """Return by county the distinct places a level was to visit and did (三个走遍); two queries.

    A county without such a place is left out: it has no denominator.
    """
    target = target_of(level)
    if target is None:
        return []
    totals = dict(_places(user, target, until))
    visits = VisitRow.objects.visible_to(user).filter(
        revision__pointers__closed_at__isnull=True,
        revision__pointers__isnull=False,
        visitor_level=level,
        visited_on__range=(since, until),
    )
    visited = dict(_visited(visits, user, target, until))
    return [Coverage(pk, visited.get(pk, 0), total) for pk, total in sorted(totals.items())]


def _places(user: "Reader", target: Target, on: dt.date) -> Iterable[tuple[int, int]]:
    if target is Target.COUNTY:
        poor = PovertyStatus.objects.visible_to(user).as_of(on)
        return poor.values_list("division_id").annotate(total=Count("pk"))
    place = "village" if target is Target.VILLAGE else "village__parent"
    villages = VillageType.objects.visible_to(user).as_of(on).filter(kind__in=_POOR)
    return villages.values_list("county_id").annotate(total=Count(place, distinct=True))


def _visited(
    visits: "QuerySet[VisitRow]", user: "Reader", target: Target, on: dt.date
) -> Iterable[tuple[int, int]]:
    if target is Target.COUNTY:
        return visits.values_list("county_id").annotate(visited=Count("county_id", distinct=True))
    poor = VillageType.objects.visible_to(user).as_of(on).filter(kind__in=_POOR)
    if target is Target.VILLAGE:
        found = visits.filter(village__in=poor.values("village"))
        return found.values_list("county_id").annotate(visited=Count("village", distinct=True))
    found = visits.filter(township__in=poor.values("village__parent"))
    return found.values_list(F("county_id")).annotate(visited=Count("township", distinct=True))
