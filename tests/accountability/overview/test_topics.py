"""The obligations of the speech: nothing declared is left out, and what the pages show of them."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.assessment.models import IndicatorValue
from accountability.assessment.rules import INDICATORS, PRESENCE, Topic
from accountability.intake.declare import SHEETS
from accountability.overview.obligations import KEYS, OBLIGATIONS, markdown, topic_of_sheet
from accountability.reconciliation.checks import RULES
from accountability.reconciliation.models import Contradiction
from portal.ui import nav
from tests import make

HERE = Path(settings.BASE_DIR)


def named(what: str) -> set[str]:
    return {name for one in OBLIGATIONS for name in getattr(one, what)}


def test_every_sheet_indicator_and_rule_is_named_by_an_obligation():
    assert set(SHEETS) <= named("sheets")
    assert {one.code for one in INDICATORS} == named("indicators")
    unnamed = [
        key
        for key, rule in RULES.items()
        if not any(one.is_checked_by(rule) for one in OBLIGATIONS)
    ]
    assert not unnamed
    assert {rule.code for rule in RULES.values()} == named("checks")


def test_there_are_twenty_four_and_each_has_a_sheet_a_page_or_a_reason():
    assert [one.number for one in OBLIGATIONS] == [f"S{number}" for number in range(1, 25)]
    for one in OBLIGATIONS:
        pages = [page for page in one.pages if nav.address(page.url_name)]
        assert (set(one.sheets) & set(SHEETS)) or pages or one.without, one.number
        assert one.topic in KEYS.values()
        assert one.words.endswith("。")


def test_an_indicator_stands_where_the_board_lists_it():
    for indicator in INDICATORS:
        topics = {one.topic for one in OBLIGATIONS if indicator.code in one.indicators}
        assert indicator.topic in {*topics, Topic.WORK}, indicator.code


def test_every_source_is_a_heading_of_the_sources():
    text = (HERE / "docs/sources.md").read_text(encoding="utf-8")
    headings = {line.split()[1] for line in text.splitlines() if line.startswith("### ")}
    assert not named("sources") - headings


def test_the_document_is_the_table():
    text = (HERE / "docs/obligations.md").read_text(encoding="utf-8")
    assert text.partition("\n\n| ")[2] == markdown()[2:]


def test_sheets_lie_under_their_topic():
    assert topic_of_sheet("T1") == Topic.HELPERS
    assert topic_of_sheet("T99") is None


@pytest.fixture
def browser(officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def address(key: str, **asked: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{reverse('overview:topic', args=[key])}?{query}"


@pytest.fixture
def month(province, filler):
    """May: county a has reported T2 and it is accepted, county b owes it; T1 was never asked."""
    revision = make.current_revision("T2", "2020-05", province.county_a, by=filler)
    make.submission("T2", "2020-05", province.county_b)
    IndicatorValue.objects.create(
        indicator=PRESENCE, period="2020-05", county=province.county_a, numerator=18,
        denominator=20, revisions=[revision.pk], computed_at=make.NOON, rule="E-05/2018",
    )  # fmt: skip
    Contradiction.objects.create(
        rule="X4-OUT", county=province.county_a, key="1", subject="东沟村 生面孔", signature="1",
        sentence="月报有，花名册没有。", left_revision=revision, first_seen_at=make.NOON,
        last_seen_at=make.NOON,
    )  # fmt: skip


def test_an_obligation_shows_words_figure_state_and_ways_on(browser, month, province):
    html = _text(browser.get(address("support", p="2020-05")))
    assert "第一书记“五天四夜”在村在岗；不认真、群众不满意的及时召回。" in html
    assert "五天四夜达标率" in html
    assert "90.0%" in html
    assert "18/20 · 已报1/3县" in html
    assert "T2 驻村在岗情况月报表（五天四夜）" in html
    assert "2020年5月 · 已上报1/2县 · 已接收1县；未报：丹江县" in html
    assert "没有到期的采集任务" in html
    assert "X4 不在花名册中" in html
    assert "1处待裁定或待更正，涉及1县" in html
    raw = browser.get(address("support", p="2020-05")).content.decode()
    assert "/ledgers/T2/?period=2020-05" in raw
    assert f"{reverse('overview:indicator', args=[PRESENCE])}?p=2020-05" in raw
    assert reverse("villages:posting-list") in raw


def _text(answer) -> str:
    assert answer.status_code == 200
    return re.sub(r"\s*\n\s*", "", re.sub(r"<[^>]+>", "", answer.content.decode()))


def test_a_county_that_reported_nothing_is_not_a_zero(browser, month, province):
    html = _text(browser.get(address("support", p="2020-05", a=province.county_b.code)))
    assert "未报 · 已报0/1县" in html
    assert "0.0%" not in html
    assert "X4 不在花名册中" not in html


def test_a_county_with_nothing_to_count_has_not_failed_to_report(browser, month, province):
    IndicatorValue.objects.create(
        indicator="stability", period="2020-05", county=province.county_b, numerator=0,
        denominator=0, rule="C-05/2016", computed_at=make.NOON,
    )  # fmt: skip
    html = _text(browser.get(address("cadres", p="2020-05", a=province.county_b.code)))
    assert "党政正职稳定指数不涉及0/0 · 已报1/1县" in html


def test_what_says_why_there_is_no_sheet_and_unsure_terms_are_said(browser, month):
    assert "述职评议和实绩考核各有办法和打分表" in _text(browser.get(address("cadres")))
    assert "“六步工作法”官方表述待核" in _text(browser.get(address("fortress")))


def test_guarded_sheets_are_no_link_for_who_may_not_see_them(province, month):
    client = Client()
    client.force_login(make.user("viewer", province.county_a))
    html = client.get(address("cadres")).content.decode()
    assert "/ledgers/T14/" in html
    assert "/ledgers/T15/" not in html
    assert "/ledgers/T15/" not in client.get(reverse("overview:ledgers")).content.decode()


@pytest.mark.parametrize("name", ["overview:topics", "overview:ledgers"])
def test_the_indexes_name_what_came_in(browser, month, name):
    html = _text(browser.get(reverse(name)))
    for topic in KEYS.values():
        assert topic.value in html
    assert ("1/2县" in html) == (name == "overview:ledgers")


def test_unknown_topic_and_month_are_not_found(browser, month):
    assert browser.get("/topics/nonsense/").status_code == 404
    assert browser.get(address("support", p="2031-01")).status_code == 404


def test_a_topic_costs_the_same_for_every_scope(browser, month, province):
    costs = set()
    for area in (province.province, province.city_2, province.county_a):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address("support", a=area.code)).status_code == 200
        costs.add(len(queries))
    make.submission("T2", "2020-05", province.county_c)
    make.submission("T1", "2020-05", province.county_c)
    with CaptureQueriesContext(connection) as queries:
        browser.get(address("support"))
    assert costs == {len(queries)}


def test_a_county_sees_few_items(filler, officer):
    def items(user):
        return [item.label for group in nav.for_user(user, path="/") for item in group.items]

    assert items(filler) == [
        "作战图", "我的待办", "专题台账", "数据上报", "勾稽核对", "专项推进", "报告中心", "村情档案",
        "干部档案",
    ]  # fmt: skip
    assert [topic.value for topic in KEYS.values()] == items(officer)[2:6]
    assert nav.NavItem("a", "a", "a", "a", None, count=4100).count_text == "99+"
