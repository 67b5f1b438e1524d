"""The tree of divisions and the record of a village."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.ledgers.models import RosterRow
from portal.access.models import Grant
from tests import make
from villages.branches.models import Branch
from villages.places.models import (
    Division,
    DivisionAlias,
    DivisionChange,
    Kind,
    Level,
    PovertyStatus,
    VillageType,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2020, 5, 31)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user, name: str, *args: int, status: int = 200, **query: str) -> str:
    answer = browser(user).get(reverse(f"villages:{name}", args=args), query)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_province_opens_on_its_cities(province, officer):
    text = page(officer, "tree")
    assert "中州省" in text
    for city in (province.city_1, province.city_2):
        assert reverse("villages:division", args=[city.pk]) in text
    assert 'data-label="村" class="number">4</td>' in text


def test_a_county_opens_on_its_townships(province, filler):
    text = page(filler, "tree")
    assert "青岭镇" in text
    assert "河口镇" not in text


def test_more_than_one_area_is_listed(province):
    user = make.user("viewer", province.county_a)
    Grant.objects.create(
        user=user,
        role="viewer",
        area=province.county_b,
        valid_from=make.LONG_AGO,
        granted_at=make.NOON,
    )
    text = page(user, "tree")
    assert "授权范围内的区划" in text
    assert "嵩北县" in text
    assert "丹江县" in text


def test_the_tree_walks_down_to_a_village(province, officer):
    city = page(officer, "division", province.city_1.pk)
    assert reverse("villages:division", args=[province.county_a.pk]) in city
    county = page(officer, "division", province.county_a.pk)
    assert reverse("villages:division", args=[province.town_a.pk]) in county
    town = page(officer, "division", province.town_a.pk)
    assert reverse("villages:village", args=[province.villages_a[0].pk]) in town


def test_a_city_shows_to_whom_its_counties_report(province, officer):
    text = page(officer, "division", province.city_2.pk)
    assert "直管县" in text
    assert 'data-label="报送单位">中州省</td>' in text
    assert 'data-label="报送单位">丹川市</td>' in text


def test_zones_are_marked_and_counted_apart(province, officer):
    zone = make.division("嵩宁高新区", Level.COUNTY, province.city_1, code="990171000000")
    Division.objects.filter(pk=zone.pk).update(kind=Kind.ZONE)
    town = make.division("创业街道", Level.TOWNSHIP, zone)
    make.division("创业社区", Level.VILLAGE, town)
    text = page(officer, "division", province.city_1.pk)
    assert "统计用区" in text
    assert "另有统计用区1" in text


def test_a_county_page_keeps_batch_and_approval_apart(province, officer):
    PovertyStatus.objects.filter(division=province.county_a).update(
        batch_year=2017, delisted_on=dt.date(2018, 8, 2)
    )
    make.posting(province.villages_a[0])
    after = page(officer, "division", province.county_a.pk, on="2018-08-02")
    assert "2017年批次，2018-08-02批准" in after
    before = page(officer, "division", province.county_a.pk, on="2018-08-01")
    assert "未摘帽" in before
    now = page(officer, "division", province.county_a.pk, on="2020-05-31")
    assert "1/4" in now


def test_the_record_of_a_village_is_of_a_day(province, filler):
    village = province.villages_a[0]
    VillageType.objects.create(
        village=village,
        county=village.county,
        kind="weak",
        valid_from=dt.date(2018, 3, 1),
        valid_to=dt.date(2019, 3, 1),
        source="县委组织部台账",
    )
    Branch.objects.create(
        village=village,
        county=village.county,
        name="双河村党支部",
        secretary_name="孙志刚",
        secretary_source="local",
        members_count=31,
        valid_from=dt.date(2015, 1, 1),
    )
    first = make.posting(
        village,
        who=make.person("刘卫东"),
        started_on=dt.date(2017, 1, 1),
        ended_on=dt.date(2019, 1, 1),
        end_reason="expired",
    )
    second = make.posting(village, who=make.person("李红伟"), source_note="2019年11月登记")
    assert second.pk > first.pk
    in_2018 = page(filler, "village", village.pk, on="2018-06-01")
    assert "软弱涣散村" in in_2018.split("党组织")[0]
    assert "刘卫东" in in_2018
    assert "李红伟" not in in_2018
    in_2020 = page(filler, "village", village.pk, on="2020-05-31")
    assert "李红伟" in in_2020
    assert "2019年11月登记" in in_2020
    history = page(filler, "village", village.pk, on="2020-05-31", tab="history")
    assert "县委组织部台账" in history
    assert "孙志刚" in in_2020
    assert "31名" in in_2020


def test_a_fact_from_a_file_leads_to_its_cell(province, filler):
    village = province.villages_a[0]
    revision = make.current_revision("T1", "2020-05", province.county_a, by=filler)
    RosterRow.objects.create(
        revision=revision,
        county=province.county_a,
        row_no=12,
        key="1",
        raw=["李红伟"] * 40,
        label="双河村 李红伟",
        person_name="李红伟",
    )
    make.posting(village, source_revision_id=revision.pk, source_row=12)
    make.posting(village, role="member", source_revision_id=revision.pk)
    text = page(filler, "village", village.pk, on="2020-05-31")
    url = reverse("intake:cell", args=[revision.pk, 12, "person_name"])
    assert f'<a href="{url}">花名册第12行</a>' in text
    assert browser(filler).get(url).status_code == 200
    whole = reverse("intake:revision", args=[revision.pk])
    assert f'<a href="{whole}">花名册</a>' in text


def test_a_village_shows_what_it_was_and_what_it_was_called(province, filler):
    village = province.villages_a[0]
    before = make.division("双河村委会", Level.VILLAGE, province.town_a, code="990121101250")
    Division.objects.filter(pk=before.pk).update(valid_to=DAY)
    DivisionChange.objects.create(
        predecessor=before,
        successor=village,
        changed_on=DAY,
        change="moved",
        document="豫民〔2020〕1号",
    )
    DivisionAlias.objects.create(
        division=village, county=village.county, name="双河村委会", source="登记"
    )
    make.posting(before, who=make.person("刘卫东"))
    text = page(filler, "village", village.pk, tab="history")
    assert "承继自" in text
    assert "豫民〔2020〕1号" in text
    assert "刘卫东" in page(filler, "village", village.pk)
    old = page(filler, "village", before.pk, tab="history")
    assert "到2020-05-31止" in old
    assert "成为" in old


def test_the_path_leads_only_where_the_reader_may_go(province, filler, officer):
    village, city = province.villages_a[0].pk, province.city_1
    link = f'href="{reverse("villages:division", args=[city.pk])}"'
    assert link in page(officer, "village", village)
    seen = page(filler, "village", village)
    assert link not in seen
    assert city.name in seen


def test_the_path_bears_the_names_of_the_day(province, filler):
    town = province.town_a
    Division.objects.filter(pk=town.pk).update(valid_from=dt.date(2019, 1, 1))
    old = make.division("青岭乡", Level.TOWNSHIP, province.county_a)
    Division.objects.filter(pk=old.pk).update(code=town.code, valid_to=dt.date(2019, 1, 1))
    village = province.villages_a[0].pk
    assert "青岭乡" in page(filler, "village", village, on="2018-06-01")
    assert "青岭镇" in page(filler, "village", village, on="2020-06-01")


@pytest.mark.parametrize(
    ("name", "pick"),
    [
        ("division", lambda p: p.county_a),
        ("division", lambda p: p.town_a),
        ("division", lambda p: p.city_1),
        ("division", lambda p: p.province),
        ("village", lambda p: p.villages_a[0]),
    ],
)
def test_the_outsider_finds_nothing(province, outsider, name, pick):
    page(outsider, name, pick(province).pk, status=404)


def test_a_village_is_no_division_page_and_the_other_way_round(province, officer):
    page(officer, "division", province.villages_a[0].pk, status=404)
    page(officer, "village", province.town_a.pk, status=404)


@pytest.mark.parametrize("name", ["division", "village"])
def test_a_day_that_is_none_is_said(province, filler, name):
    place = province.county_a if name == "division" else province.villages_a[0]
    text = page(filler, name, place.pk, status=422, on="去年")
    assert "日期应写成2020-05-31的样子。" in text


def test_an_administrator_sees_no_village(province):
    page(make.user("system_admin", province.province), "tree", status=403)


def test_pages_cost_the_same_however_much_they_show(province, officer):
    client = browser(officer)
    urls = {
        "province": reverse("villages:tree"),
        "city": reverse("villages:division", args=[province.city_1.pk]),
        "county": reverse("villages:division", args=[province.county_a.pk]),
        "town": reverse("villages:division", args=[province.town_a.pk]),
        "village": reverse("villages:village", args=[province.villages_a[0].pk]),
    }
    make.posting(province.villages_a[0])
    costs = {name: _cost(client, url) for name, url in urls.items()}
    for number in range(5):
        county = make.division(f"新{number}县", Level.COUNTY, province.city_1)
        PovertyStatus.objects.create(division=county, kind="national", listed_on=make.LONG_AGO)
        make.division(f"新{number}镇", Level.TOWNSHIP, province.county_a)
        village = make.division(f"新{number}村", Level.VILLAGE, province.town_a)
        VillageType.objects.create(
            village=village, county=province.county_a, kind="weak", valid_from=make.LONG_AGO
        )
        make.posting(village)
        make.posting(province.villages_a[0], role="member")
    assert {name: _cost(client, url) for name, url in urls.items()} == costs
    assert max(costs.values()) < 50, "two queries a section at the most"


def _cost(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
