"""The invented province the benches work in, and who works there."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from portal.access.models import Grant, User
from villages.demo.load import load_demo_province
from villages.places.models import Division, Level

LONG_AGO = dt.date(2014, 1, 1)


@dataclass(frozen=True)
class Village:
    """A village as a row names it and as the database knows it."""

    pk: int
    code: str
    name: str
    township: str


def load(counties: int) -> None:
    """Load the province, or only so many counties of it (0: all)."""
    load_demo_province(limit=counties, by=None, at=timezone.now())


def province() -> Division:
    """Return the province."""
    return Division.objects.get(level=Level.PROVINCE)


def largest_county() -> tuple[Division, list[Village]]:
    """Return the county with the most villages, and those with a name of their own."""
    rows = Division.objects.filter(level=Level.VILLAGE, valid_to__isnull=True)
    by_county: dict[int, list[Village]] = {}
    for pk, code, name, town, county in rows.order_by("code").values_list(
        "pk", "code", "name", "parent__name", "county_id"
    ):
        by_county.setdefault(county, []).append(Village(pk, code, name, town))
    county, villages = max(by_county.items(), key=lambda item: len(item[1]))
    unlike = {(village.township, village.name): village for village in villages}
    return Division.objects.get(pk=county), list(unlike.values())


def user(role: str, area: Division) -> User:
    """Return a user with the role in the area, the same for every bench."""
    found = User.objects.filter(username=f"bench-{role}-{area.pk}").first()
    if found:
        return found
    made = User.objects.create(
        username=f"bench-{role}-{area.pk}",
        full_name=role,
        must_change_password=False,
        password_changed_at=timezone.now(),
    )
    Grant.objects.create(
        user=made, role=role, area=area, valid_from=LONG_AGO, granted_at=timezone.now()
    )
    return made
