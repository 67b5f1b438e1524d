"""One maker per model: the smallest valid row, named arguments to vary it."""

import datetime as dt
from dataclasses import dataclass
from itertools import count

from portal.access.models import Grant, User
from portal.access.sealing import fingerprint, mask_id, seal
from villages.people.models import Person, Unit
from villages.places.models import Division, Level, PovertyStatus, ReportingLine, VillageType
from villages.postings.models import Posting

LONG_AGO = dt.date(2014, 1, 1)
NOON = dt.datetime(2020, 6, 1, 4, 0, tzinfo=dt.UTC)
PASSWORD = "Demo-2020-portal"
_serial = count(1)


def user(role: str, area: Division, *more_roles: str, username: str = "") -> User:
    """Return a user with these roles in `area`, ready to log in."""
    number = next(_serial)
    person = User.objects.create_user(
        username or f"user{number}",
        password=PASSWORD,
        full_name=f"用户{number}",
        unit_name=f"{area.name}委组织部",
        must_change_password=False,
        password_changed_at=dt.datetime.now(dt.UTC),
    )
    for code in (role, *more_roles):
        Grant.objects.create(
            user=person, role=code, area=area, valid_from=LONG_AGO, granted_at=NOON
        )
    return person


def division(
    name: str,
    level: Level,
    parent: Division | None = None,
    *,
    code: str = "",
    reports_to: Division | None = None,
) -> Division:
    """Return a division; a county gets its reporting line, a place within one its county."""
    row = Division.objects.create(
        code=code or f"99{next(_serial):010d}",
        name=name,
        level=level,
        parent=parent,
        valid_from=LONG_AGO,
        county=parent and (parent if parent.level == Level.COUNTY else parent.county),
        is_demo=True,
    )
    if level == Level.COUNTY:
        row.county = row
        row.save(update_fields=["county"])
        above = reports_to or parent
        if above:
            ReportingLine.objects.create(division=row, parent=above, valid_from=LONG_AGO)
    return row


@dataclass(frozen=True)
class SmallProvince:
    """A province small enough to read."""

    province: Division
    city_1: Division
    city_2: Division
    county_a: Division
    county_b: Division
    county_c: Division
    town_a: Division
    villages_a: list[Division]
    town_b: Division
    villages_b: list[Division]


def small_province() -> SmallProvince:
    """Make a province: county a in city 1, b in city 2, c lies in city 2, reports to the top."""
    province = division("中州省", Level.PROVINCE, code="990000000000")
    city_1 = division("嵩宁市", Level.CITY, province, code="990100000000")
    city_2 = division("丹川市", Level.CITY, province, code="990200000000")
    county_a = division("嵩北县", Level.COUNTY, city_1, code="990121000000")
    county_b = division("丹江县", Level.COUNTY, city_2, code="990221000000")
    county_c = division("直管县", Level.COUNTY, city_2, code="990281000000", reports_to=province)
    town_a = division("青岭镇", Level.TOWNSHIP, county_a, code="990121101000")
    town_b = division("河口镇", Level.TOWNSHIP, county_b, code="990221101000")
    names = ["双河村", "东沟村", "石门村", "柳林村"]
    villages_a = [
        division(name, Level.VILLAGE, town_a, code=f"99012110120{i}")
        for i, name in enumerate(names)
    ]
    villages_b = [
        division(name, Level.VILLAGE, town_b, code=f"99022110120{i}")
        for i, name in enumerate(names)
    ]
    for village in (*villages_a, *villages_b):
        VillageType.objects.create(
            village=village, county=village.county, kind="poor", valid_from=LONG_AGO
        )
    for county in (county_a, county_b):
        PovertyStatus.objects.create(division=county, kind="national", listed_on=LONG_AGO)
    return SmallProvince(
        province, city_1, city_2, county_a, county_b, county_c, town_a, villages_a, town_b,
        villages_b,
    )  # fmt: skip


def id_number(number: int) -> str:
    """Return a number that can belong to nobody (area 990xxx) with a right check digit."""
    first = f"990{number % 1000:03d}19800{1 + number % 9}1{number % 9}{number % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(c) * w for c, w in zip(first, weights, strict=True)) % 11]


def person(name: str = "", *, number: str = "") -> Person:
    """Return a person with a synthetic ID number."""
    serial = next(_serial)
    number = number or id_number(serial)
    return Person.objects.create(
        name=name or f"张{serial}",
        id_fingerprint=fingerprint(number),
        id_sealed=seal(number),
        id_masked=mask_id(number),
        is_demo=True,
    )


def posting(
    village: Division, *, who: Person | None = None, role: str = "first_secretary", **more: object
) -> Posting:
    """Return a posting in `village` that began in 2019."""
    return Posting.objects.create(
        person=who or person(),
        village=village,
        county=village.county,
        role=role,
        level="province",
        unit=Unit.objects.get_or_create(name="省水利厅", level="province")[0],
        **{"started_on": dt.date(2019, 1, 1), **more},
    )
