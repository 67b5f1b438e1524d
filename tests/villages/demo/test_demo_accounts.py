"""The accounts printed at the start of a demo installation."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.access.models import Grant, User
from portal.access.roles import ROLES
from villages.demo.accounts import ACCOUNTS, PASSWORD
from villages.demo.load import load_demo_province
from villages.demo.province import invent
from villages.places.models import Division, Kind, Level

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.PORTAL_DEMO = True


@pytest.fixture
def few_counties(db):
    load_demo_province(limit=24, by=None, at=timezone.now())


def printed() -> str:
    out = io.StringIO()
    call_command("demo_accounts", stdout=out)
    return out.getvalue()


def test_every_area_of_the_printed_accounts_is_in_the_whole_province():
    names = {place.name for place in invent("1").places if place.level != "village"}
    assert {account.area_name for account in ACCOUNTS} <= names


def test_accounts_are_opened_once_and_printed(few_counties):
    table = printed()
    assert "province  " in table
    assert PASSWORD in table
    before = list(User.objects.order_by("pk").values_list("pk", "password"))
    assert printed() == table
    assert list(User.objects.order_by("pk").values_list("pk", "password")) == before


def test_a_printed_account_logs_in_and_its_role_fits_its_area(few_counties):
    printed()
    user = User.objects.get(username="province")
    answer = Client().post(reverse("access:login"), {"username": "province", "password": PASSWORD})
    assert answer.status_code == 302
    assert user.county_ids == set(
        Division.objects.filter(level=Level.COUNTY).values_list("pk", flat=True)
    )
    for grant in Grant.objects.select_related("area"):
        assert grant.area.level in ROLES[grant.role].levels


def test_officials_of_counties_and_cities_have_no_password(few_counties):
    printed()
    kinds = [Kind.DIVISION, Kind.CITY_OWN]
    counties = Division.objects.filter(level=Level.COUNTY, kind__in=kinds)
    officers = User.objects.filter(grants__role="county_officer", username__startswith="a99")
    assert officers.count() == counties.count()
    assert not any(user.has_usable_password() for user in officers)


def test_a_changed_password_is_neither_printed_nor_set_back(few_counties):
    printed()
    user = User.objects.get(username="auditor")
    user.set_password("Another-2021-secret")
    user.save()
    line = next(line for line in printed().splitlines() if line.startswith("auditor"))
    assert "（已修改）" in line
    user.refresh_from_db()
    assert user.check_password("Another-2021-secret")


def test_no_demo_accounts_outside_a_demo_installation(few_counties, settings):
    settings.PORTAL_DEMO = False
    with pytest.raises(CommandError, match="不是演示安装"):
        printed()
    assert not User.objects.exists()


def test_no_province_no_accounts():
    with pytest.raises(CommandError, match="load_demo_province"):
        printed()
