"""One maker per model: the smallest valid row, named arguments to vary it."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password
from django.db import connection

from accountability.intake.models import CollectionTask, Pointer, Revision, Submission, Upload
from accountability.intake.rules import Period, State
from portal.access.models import Grant, User
from portal.access.sealing import fingerprint, mask_id, seal
from portal.files.models import StoredFile
from villages.people.models import Person, Unit
from villages.places.loading.city_own import settle_city_own
from villages.places.models import (
    Division,
    Kind,
    Level,
    PovertyStatus,
    ReportingLine,
    VillageType,
)
from villages.postings.models import Posting

LONG_AGO = dt.date(2014, 1, 1)
NOON = dt.datetime(2020, 6, 1, 4, 0, tzinfo=dt.UTC)
PASSWORD = "Demo-2020-portal"
_serial = count(1)


@cache
def _hashed(password: str) -> str:
    """Hash as in production, but once: Argon2 is slow on purpose."""
    return make_password(password)


def user(role: str, area: Division, *more_roles: str, username: str = "") -> User:
    """Return a user with these roles in `area`, ready to log in."""
    number = next(_serial)
    person = User.objects.create(
        username=username or f"user{number}",
        password=_hashed(PASSWORD),
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


def offices_of(city: Division) -> Division:
    """Return the city's own offices, begun as the loader begins them."""
    with connection.cursor() as cursor:
        settle_city_own(cursor)
    return Division.objects.get(kind=Kind.CITY_OWN, parent=city)


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
        unit=Unit.objects.get_or_create(name="省水利厅", level="province")[0],
        **{"level": "province", "started_on": dt.date(2019, 1, 1), **more},
    )


def task(sheet: str = "T1", period: str = "2020-05") -> CollectionTask:
    """Return the task of `sheet` for `period`, due on the third of the next month."""
    due = Period.parse(period).last_day + dt.timedelta(days=3)
    return CollectionTask.objects.get_or_create(
        sheet_code=sheet,
        period=period,
        defaults={
            "due_at": dt.datetime.combine(due, dt.time(10), dt.UTC),
            "opened_at": NOON,
            "justification": "月度调度",
        },
    )[0]


def submission(sheet: str, period: str, county: Division, **more: object) -> Submission:
    """Return the county's submission of `sheet` for `period`."""
    asked = task(sheet, period)
    return Submission.objects.get_or_create(
        task=asked, county=county, defaults={"due_at": asked.due_at, **more}
    )[0]


def revision(sheet: str, period: str, county: Division, *, by: User, **more: object) -> Revision:
    """Return a revision without rows, from a small stored file."""
    owner = submission(sheet, period, county)
    file, _ = StoredFile.objects.get_or_create(
        sha256=f"{next(_serial):064x}", defaults={"size": 1, "stored_at": NOON}
    )
    upload = Upload.objects.create(
        submission=owner,
        county=county,
        file=file,
        name=f"{county.name}{sheet}.xlsx",
        uploaded_by=by,
        uploaded_at=NOON,
        verdict=Upload.Verdict.READ,
    )
    return Revision.objects.create(
        **{
            "submission": owner,
            "county": county,
            "number": owner.revisions.count() + 1,
            "kind": Revision.Kind.FILE,
            "upload": upload,
            "sheet_code": sheet,
            "sheet_version": "1",
            "period": period,
            "content_hash": f"{next(_serial):064x}",
            "created_by": by,
            "created_at": NOON,
            **more,
        }
    )


def current_revision(sheet: str, period: str, county: Division, *, by: User) -> Revision:
    """Return an accepted revision that a pointer makes current, submitted on time."""
    made = revision(sheet, period, county, by=by)
    Submission.objects.filter(pk=made.submission_id).update(
        state=State.ACCEPTED, submitted_at=NOON, submitted_by=by
    )
    Pointer.objects.create(
        submission=made.submission,
        county=county,
        revision=made,
        opened_at=NOON,
        opened_by=by,
        reason="省级接收",
    )
    return made
