"""Sections that slices above put on the pages of the registry."""

import datetime as dt

import pytest

from portal.access.roles import Permission
from portal.ui.parts import Entry
from tests import make
from villages.dossiers import sections
from villages.dossiers.sections import Badge, Dated, Page, Section, Source, Text

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(monkeypatch):
    """Take sections for one test only."""
    for name in ("_sections", "_badges", "_moments"):
        monkeypatch.setattr(sections, name, {})
    return sections


def economy(reader, village, on):
    return Section(
        "集体经济",
        entries=(Entry("口径", "不含补助收入"),),
        headers=("年度", "经营性收入", "来源"),
        rows=(("2019年", Text("空壳", tone="warning"), Source("T5 2019年 第7行", "/x/").text),),
    )


def test_a_section_stands_on_its_tab_with_the_source_of_its_facts(
    registry, client, province, officer
):
    registry.register_section(
        Page.VILLAGE, key="economy", tab="shortfalls", permission=Permission.VILLAGE_VIEW
    )(economy)
    client.force_login(officer)
    url = f"/villages/{province.villages_a[0].pk}/"
    assert "不含补助收入" not in client.get(url).text
    page = client.get(f"{url}?tab=shortfalls&on=2020-05-31").text
    assert "不含补助收入" in page
    assert '<a href="/x/">T5 2019年 第7行</a>' in page
    assert "?tab=history&amp;on=2020-05-31" in page
    assert "基本情况" not in page


def test_badges_and_moments_join_what_the_page_knows_itself(registry, client, province, officer):
    registry.register_badges(Page.VILLAGE, permission=Permission.VILLAGE_VIEW)(
        lambda reader, village, on: [Badge("整顿中", "warning")]
    )
    registry.register_moments(Page.VILLAGE, permission=Permission.VILLAGE_VIEW)(
        lambda reader, village, on: [Dated(dt.date(2019, 3, 1), "立案整顿")]
    )
    person = make.person()
    make.posting(province.villages_a[0], who=person, started_on=dt.date(2018, 3, 1))
    client.force_login(officer)
    page = client.get(f"/villages/{province.villages_a[0].pk}/").text
    assert "整顿中" in page
    assert page.index("立案整顿") < page.index("2018-03-01 至 在任")


def test_who_lacks_the_permission_there_gets_neither_tab_nor_section(registry, client, province):
    registry.register_section(
        Page.PERSON, key="measures", tab="measures", permission=Permission.MEASURE_VIEW
    )(lambda reader, person, on: Section("奖惩", entries=(Entry("诫勉", "1次"),)))
    person = make.person()
    make.posting(province.villages_a[0], who=person, started_on=dt.date(2018, 3, 1))
    client.force_login(make.user("viewer", province.county_a))
    page = client.get(f"/people/{person.pk}/?tab=measures").text
    assert "诫勉" not in page
    assert "tab=measures" not in page
    assert "基本情况" in page
