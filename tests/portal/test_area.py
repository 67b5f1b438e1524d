"""Whose counties a person sees, by date, and only where the permission at hand holds."""

import datetime as dt

import pytest
import time_machine
from django.test import RequestFactory

from portal.access.guards import require
from portal.access.models import Grant, User
from portal.access.roles import Permission
from portal.access.scope import acting_as
from portal.access.sealing import mask_id, mask_phone
from tests import make
from villages.places.models import Division, ReportingLine
from villages.postings.models import Posting

DAY = dt.date(2020, 6, 1)


def seen(user, on=DAY):
    with time_machine.travel(dt.datetime.combine(on, dt.time(4), dt.UTC)):
        return User.objects.get(pk=user.pk).county_ids


def move(county, parent, on):
    ReportingLine.objects.filter(division=county, valid_to=None).update(valid_to=on)
    ReportingLine.objects.create(division=county, parent=parent, valid_from=on)


def test_county_that_reports_elsewhere_is_out_of_sight_from_that_day(province):
    before, after = (
        make.user("city_reviewer", city) for city in (province.city_1, province.city_2)
    )
    move(province.county_a, province.city_2, DAY)
    day = dt.timedelta(days=1)
    assert province.county_a.pk in seen(before, DAY - day)
    assert province.county_a.pk not in seen(after, DAY - day)
    assert province.county_a.pk not in seen(before)
    assert province.county_a.pk in seen(after)


def test_county_that_has_ended_stays_with_whom_it_last_reported_to(province):
    first, last = (make.user("city_reviewer", city) for city in (province.city_1, province.city_2))
    move(province.county_a, province.city_2, DAY - dt.timedelta(days=100))
    ReportingLine.objects.filter(division=province.county_a, valid_to=None).update(valid_to=DAY)
    Division.objects.filter(pk=province.county_a.pk).update(valid_to=DAY)
    assert province.county_a.pk not in seen(first)
    assert province.county_a.pk in seen(last)
    assert province.county_a.pk in seen(last, DAY + dt.timedelta(days=1000))


def test_grant_holds_from_its_first_day_to_the_day_before_its_last(province):
    user = make.user("viewer", province.county_a)
    Grant.objects.update(valid_from=DAY, valid_to=DAY + dt.timedelta(days=2))
    found = [bool(seen(user, DAY + dt.timedelta(days=n))) for n in (-1, 0, 1, 2)]
    assert found == [False, True, True, False]


@pytest.fixture
def both(province):
    """Fills in for county a, only reads county b."""
    user = make.user("county_officer", province.county_a)
    Grant.objects.create(
        user=user, role="viewer", area=province.county_b, valid_from=make.LONG_AGO,
        granted_at=make.NOON,
    )  # fmt: skip
    make.posting(province.villages_a[0])
    make.posting(province.villages_b[0])
    return user


def counties_in_a_page(user, permission):
    """Return the counties of postings in a page under `permission`: by each wall."""

    @require(permission)
    def view(request):
        return (
            set(Posting.objects.visible_to(request.user).values_list("county_id", flat=True)),
            set(Posting.objects.values_list("county_id", flat=True)),
        )

    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=user.pk)
    with acting_as(request.user):
        return view(request)


def test_page_shows_only_where_its_permission_holds(both, province):
    a, b = province.county_a.pk, province.county_b.pk
    assert counties_in_a_page(both, Permission.VILLAGE_VIEW) == ({a, b}, {a, b})
    assert counties_in_a_page(both, Permission.UPLOAD_CREATE) == ({a}, {a})


def test_narrow_scope_ends_with_the_page(both):
    with acting_as(both):
        counties_in_a_page(both, Permission.UPLOAD_CREATE)
        assert Posting.objects.count() == 2
    assert Posting.objects.count() == 2


def test_administrator_with_every_permission_of_his_sees_no_county(province):
    admin = make.user("system_admin", province.province)
    make.posting(province.villages_a[0])
    assert counties_in_a_page(admin, Permission.ACCOUNT_MANAGE) == (set(), set())


@pytest.mark.parametrize("number", ["1", "1234567", "110", "12345"])
def test_short_number_is_hidden_whole(number):
    assert mask_id(number) == mask_phone(number) == "*" * len(number)
