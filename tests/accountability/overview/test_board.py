"""The board: one page for three scopes, in a number of queries that does not grow."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accountability.assessment import rollup
from accountability.assessment.models import IndicatorValue
from accountability.assessment.rules import COVERAGE, INDICATORS, PRESENCE
from accountability.intake.rules import Period
from accountability.ledgers.models import PresenceRow, RosterRow
from accountability.reports.composing.frame import moved
from accountability.reports.freezing import freeze
from portal.access.reader import WholeProvince
from tests import make
from villages.places.models import Level

MAY = Period.parse("2020-05")


def report(county, villages, filler, *, short: bool) -> None:
    """Have a county report a covered village and a person who may be a week short."""
    roster = make.current_revision("T1", "2020-05", county, by=filler)
    RosterRow.objects.create(
        revision=roster, county=county, row_no=7, key="1", raw=[], team_role="第一书记",
        village=villages[0], id_fingerprint=f"x{county.pk}", person_name="李红卫",
        arrived_on=dt.date(2019, 1, 1),
    )  # fmt: skip
    presence = make.current_revision("T2", "2020-05", county, by=filler)
    days = [5, 5, 5, 3 if short else 5, None]
    PresenceRow.objects.create(
        revision=presence, county=county, row_no=8, key="1", raw=[], village_name="双河村",
        person_name="李红卫", required_days=[5, 5, 5, 5, None], days=days,
        nights=[4, 4, 4, 4, None],
    )  # fmt: skip
    for code in (COVERAGE, PRESENCE):
        rollup.recompute(code, MAY, counties=[county.pk], at=make.NOON)


@pytest.fixture
def reported(province, filler):
    report(province.county_a, province.villages_a, filler, short=True)
    return province


def test_province_sees_every_city_and_what_is_missing(client, reported, officer):
    client.force_login(officer)
    page = client.get("/").content.decode()
    assert "全省作战图" in page
    assert "嵩宁市" in page
    assert "3个县（市、区）五天四夜达标率3/4" in page
    assert "未报2" in page
    assert "应派未派3个村" in page


def test_one_county_is_called_by_its_name(client, reported, filler):
    client.force_login(filler)
    page = client.get("/").content.decode()
    assert "嵩北县五天四夜达标率3/4" in page
    assert "1个县（市、区）" not in page
    assert "没有上期数据" in page, "nothing was asked for the month before"


def test_county_sees_its_own_page_and_no_other(client, reported, filler, outsider):
    client.force_login(filler)
    assert "嵩北县作战图" in client.get("/").content.decode()
    assert client.get(f"/?a={reported.county_b.code}").status_code == 404
    client.force_login(outsider)
    assert "3/4" not in client.get("/").content.decode()


def test_change_compares_only_who_reported_both_periods(client, province, officer, filler):
    for county, april, may in (
        (province.county_a, (19, 20), (20, 20)),
        (province.county_b, None, (5, 20)),
        (province.county_c, (2, 20), None),
    ):
        for period, counts in (("2020-04", april), ("2020-05", may)):
            task = make.submission("T2", period, county).task
            if counts:
                IndicatorValue.objects.create(
                    indicator=PRESENCE, period=str(task.period), county=county,
                    numerator=counts[0], denominator=counts[1], revisions=[], parts={},
                    computed_at=make.NOON,
                )  # fmt: skip
    client.force_login(officer)
    page = client.get("/?p=2020-05").content.decode()
    assert "五天四夜达标率62.5%（25/40），较上期+5.0个百分点（按两期都报的1个县比较）" in page
    assert "已报2/3县 · 两期都报1县" in page
    below = client.get("/indicators/presence/?p=2020-05").content.decode()
    assert "+5.0" in below
    data = freeze(WholeProvince(), province.province, MAY, at=make.NOON)
    assert moved(data["figures"][PRESENCE]) == ("，较上期上升5.0个百分点（按两期都报的1个县比较）")


def test_nothing_to_count_is_not_an_empty_list(client, province, officer, filler):
    make.current_revision("T2", "2020-05", province.county_a, by=filler)
    rollup.recompute(PRESENCE, MAY, counties=[province.county_a.pk], at=make.NOON)
    client.force_login(officer)
    url = f"/indicators/presence/?p=2020-05&a={province.county_a.code}"
    page = client.get(url).content.decode()
    assert "这个县本期报了表，但没有要计入的内容。" in page
    assert "<tbody></tbody>" not in page


@pytest.mark.parametrize("url", ["/?p=2019-13", "/?p=1999-01", "/?p=x", "/?a=123"])
def test_scope_or_period_that_is_not_there_is_a_404(client, reported, officer, url):
    client.force_login(officer)
    assert client.get(url).status_code == 404


def test_board_makes_the_same_queries_however_many_counties(client, reported, officer, filler):
    client.force_login(officer)
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(4):
        county = make.division(f"新县{number}", Level.COUNTY, reported.city_2)
        town = make.division(f"新乡{number}", Level.TOWNSHIP, county)
        villages = [make.division(f"新村{number}", Level.VILLAGE, town)]
        report(county, villages, filler, short=False)
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few)


def test_indicator_leads_from_the_province_to_the_rows_of_a_county(client, reported, officer):
    client.force_login(officer)
    listed = client.get("/indicators/presence/?p=2020-05").content.decode()
    assert "达标人周数 ÷ 应驻人周数" in listed
    assert "不低于95%为绿，不低于90%为黄，低于90%为红（示例口径，非正式）" in listed
    assert f"?a={reported.county_a.code}&amp;p=2020-05" in listed, "a city of one county"
    sister = make.division("嵩南县", Level.COUNTY, reported.city_1)
    city = f"?a={reported.city_1.code}&amp;p=2020-05"
    assert city in client.get("/indicators/presence/?p=2020-05").content.decode()
    below = client.get(f"/indicators/presence/{city.replace('&amp;', '&')}").content.decode()
    assert "3/4" in below
    assert f"?a={sister.code}&amp;p=2020-05" in below
    inside = client.get(
        f"/indicators/presence/?p=2020-05&a={reported.county_a.code}"
    ).content.decode()
    assert "双河村 李红卫" in inside
    assert "未达标：第4周" in inside
    assert client.get("/indicators/nothing/").status_code == 404


@pytest.mark.parametrize("code", [one.code for one in INDICATORS])
def test_every_indicator_has_its_page(client, reported, officer, code):
    client.force_login(officer)
    for area in ("", f"&a={reported.county_a.code}"):
        page = client.get(f"/indicators/{code}/?p=2020-05{area}").content.decode()
        assert "公式" in page
    if code not in {"coverage", "presence", "attendance", "recall", "timeliness"}:
        assert "未报" in page, "no file, no figure"
        assert "0.0%" not in page


def test_switch_offers_every_indicator_by_topic(client, reported, officer):
    client.force_login(officer)
    page = client.get("/?p=2020-05&metric=attendance").content.decode()
    assert '<optgroup label="补齐短板">' in page
    assert '<option value="attendance" selected>' in page
    assert "在岗达标率走势" in page
    assert page.count('class="card kpi"') == 6


def test_indicator_makes_the_same_queries_however_many_counties(client, reported, officer, filler):
    client.force_login(officer)
    client.get("/indicators/presence/")
    with CaptureQueriesContext(connection) as few:
        client.get("/indicators/presence/")
    for number in range(3):
        county = make.division(f"新县{number}", Level.COUNTY, reported.city_2)
        town = make.division(f"新乡{number}", Level.TOWNSHIP, county)
        report(county, [make.division(f"新村{number}", Level.VILLAGE, town)], filler, short=False)
    with CaptureQueriesContext(connection) as many:
        client.get("/indicators/presence/")
    assert len(many) == len(few)


def test_user_without_an_area_is_told_so(client, province):
    admin = make.user("auditor", province.province)
    client.force_login(admin)
    assert client.get("/")["Location"] == "/audit/", "the first page is one they may open"
