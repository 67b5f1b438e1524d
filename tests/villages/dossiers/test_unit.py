"""The record of a unit: facts, aliases, whom it posted as of a day; found by first letters."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from portal.ui.search import Words
from tests import make
from tests.accountability.intake.sheets import t1_row
from tests.accountability.intake.staged import roster
from villages.dossiers.search import find_units
from villages.people import actions
from villages.people.models import Unit, UnitAlias

pytestmark = pytest.mark.django_db


def page(user, unit: Unit, query: str = "") -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(f"{reverse('villages:unit', args=[unit.pk])}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def bureau(province) -> Unit:
    """A unit of the province that posted three people, one of whom has left."""
    make.posting(province.villages_a[0], who=make.person("张国建"))
    make.posting(province.villages_b[0], who=make.person("李国强"))
    make.posting(
        province.villages_a[1], who=make.person("王离任"), ended_on=dt.date(2020, 1, 31),
        end_reason="expired",
    )  # fmt: skip
    return Unit.objects.get(name="省水利厅")


def test_a_unit_shows_whom_it_posted_as_of_a_day(bureau, officer):
    html = page(officer, bureau, "on=2020-05-31")
    assert "省水利厅" in html
    assert "sslt" in html
    people = page(officer, bureau, "on=2020-05-31&tab=people")
    assert people.index("张国建") < people.index("王离任")
    assert "2020-01-31" in people
    assert "登记录入" in people
    assert '<input type="hidden" name="tab" value="people">' in people, "another day, same tab"
    before = page(officer, bureau, "on=2019-12-31&tab=people")
    assert "2020-01-31" not in before
    assert "张国建" not in page(officer, bureau, "on=2018-12-31&tab=people")


def test_a_county_sees_whom_the_unit_posted_there_and_its_own_aliases(bureau, province, filler):
    for county, name in ((province.county_a, "水利厅"), (province.county_b, "省水厅")):
        UnitAlias.objects.create(unit=bureau, county=county, name=name, confirmed_at=make.NOON)
    people = page(filler, bureau, "on=2020-05-31&tab=people")
    assert "张国建" in people
    assert "李国强" not in people
    html = page(filler, bureau)
    assert "水利厅（嵩北县" in html
    assert "省水厅" not in html


def test_a_posting_of_a_roster_leads_to_its_cell(province, filler, officer):
    revision = roster([t1_row(1)], province.county_a, filler)
    unit = Unit.objects.get(name="省水利厅")
    assert unit.initials == "sslt"
    assert f"/cells/{revision.pk}/" in page(officer, unit, "tab=people")


def test_units_are_found_by_first_letters_kept_with_the_name(province, officer, filler):
    unit = Unit.objects.create(name="嵩北县民政局", level="county", division=province.county_a)
    assert [hit.title for hit in find_units(officer, Words.read("sbxm"), 5)] == ["嵩北县民政局"]
    actions.amend_unit(unit=unit, name="嵩北县财政局", level="county", by=officer, at=make.NOON)
    assert find_units(officer, Words.read("sbxm"), 5) == []
    (hit,) = find_units(officer, Words.read("sbxc"), 5)
    assert hit.url == reverse("villages:unit", args=[unit.pk])
    client = Client()
    client.force_login(filler)
    html = client.get(reverse("villages:unit-list"), {"q": "sbx"}).content.decode()
    assert reverse("villages:unit", args=[unit.pk]) in html
    Unit.objects.filter(pk=unit.pk).update(initials="")
    assert actions.fill_initials() == 1
