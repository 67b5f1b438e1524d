"""The list of branches and the sections: what counties told, tab by tab, each fact with its cell."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.assessment.behind import counted
from accountability.assessment.indicators import indicator_on
from accountability.assessment.models import IndicatorValue
from accountability.assessment.rollup import recompute
from accountability.intake.rules import Period
from accountability.ledgers.models import (
    ElectionRow,
    GuaranteeRow,
    LookBackRow,
    MemberRow,
    PartyDayRow,
)
from tests import make
from villages.branches.models import Branch
from villages.places.models import VillageType

pytestmark = pytest.mark.django_db
LIST = reverse("branches:branch-list")
QUARTER = Period.parse("2020Q1")
Day = dt.date


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


class Desk:
    """Files of county a: rows numbered as they come."""

    def __init__(self, province, by):
        self.province, self.by, self.number = province, by, 5

    def rows(self, model, sheet, period, *rows, county=None):
        county = county or self.province.county_a
        revision = make.current_revision(sheet, period, county, by=self.by)
        for row in rows:
            self.number += 1
            model.objects.create(
                revision=revision, county=county, row_no=self.number, key=str(self.number), raw=[],
                **row,
            )  # fmt: skip
        return revision


@pytest.fixture
def told(province, filler):
    """County a tells of its four villages; county b of nothing.

    One is short of nothing. Two has no secretary, no reserve, no young member. Three is not
    finished with its election and pays too little. Four has three reserves.
    """
    desk = Desk(province, filler)
    one, two, three, four = province.villages_a
    for village in province.villages_a:
        name = "" if village == two else "王书记"
        Branch.objects.create(
            village=village, county=village.county, name=f"{village.name}党支部",
            secretary_name=name, secretary_source="local" if name else "",
            valid_from=make.LONG_AGO,
        )  # fmt: skip
    reserve = {"part": "reserve", "standing": "在培", "person_name": "甲"}
    young = {"part": "member", "age": 30, "probation_on": Day(2019, 5, 1)}
    desk.rows(
        MemberRow, "T9", "2019Q4",
        {**young, "village": four, "person_name": "早"},
    )  # fmt: skip
    desk.rows(
        MemberRow, "T9", "2020Q1",
        {**reserve, "village": one}, {**reserve, "village": three},
        *({**reserve, "village": four, "person_name": name} for name in "甲乙丙"),
        {**reserve, "village": two, "standing": "退出"},
        {**young, "village": one, "person_name": "新"},
        {**young, "village": two, "person_name": "老", "age": 40},
        {**young, "village": three, "person_name": "前", "probation_on": Day(2018, 3, 31)},
    )  # fmt: skip
    desk.rows(
        ElectionRow, "T7", "2020-03",
        {"county_name": "嵩北县", "due_count": 4, "party_done": 3, "committee_done": 3,
         "unfinished_list": "青岭镇石门村，宗族意见不一，2020年8月，李镇长",
         "unfinished_villages": [three.pk]},
    )  # fmt: skip
    desk.rows(
        GuaranteeRow, "T11", "2019",
        *(
            {"village": village, "is_pay_met": village != three, "is_funds_met": True,
             "secretary_pay": Decimal("2.5"), "pay_times": Decimal("1.9"), "cadres_count": 4,
             "funds_total": Decimal("9.5"), "funds_least": Decimal(9), "place_tenure": "无",
             "office_funds": Decimal(2)}
            for village in (one, three, four)
        ),
    )  # fmt: skip
    desk.rows(
        LookBackRow, "T8", "2020Q1",
        {"village": one, "person_name": "新任", "post": "村委会主任", "appraisal": "适应",
         "outcome": "适应", "took_office_on": Day(2019, 6, 1), "reviewed_on": Day(2020, 3, 9)},
        {"village": two, "person_name": "换人", "post": "党组织委员", "appraisal": "不适应",
         "outcome": "建议调整", "took_office_on": Day(2019, 6, 1), "reviewed_on": Day(2020, 3, 9)},
    )  # fmt: skip
    desk.rows(
        PartyDayRow, "T17", "2020Q1",
        {"village": one, "held_1": True, "held_2": False, "held_3": True,
         "missed_reason": "疫情防控"},
    )  # fmt: skip
    return desk


def named(user, tab: str = "", **query: str) -> list[str]:
    answer = browser(user).get(LIST, {"tab": tab, **query})
    assert answer.status_code == 200
    return [row.record.name for row in answer.context["table"].paginated_rows]


@pytest.mark.parametrize(
    ("tab", "villages"),
    [
        ("vacant", ["东沟村"]),
        ("unfinished", ["石门村"]),
        ("reserve", ["东沟村"]),
        ("young", ["东沟村", "石门村"]),
        ("guarantee", ["石门村"]),
    ],
)
def test_each_tab_holds_who_falls_short_and_nobody_who_was_not_told_of(
    officer, told, tab, villages
):
    assert named(officer, tab) == villages
    tabs = browser(officer).get(LIST).context["tabs"]
    count = next(one.count for one in tabs if f"tab={tab}" in one.url)
    assert count == len(villages)


def test_a_row_says_every_state_and_what_is_missing(officer, outsider, told):
    page = browser(officer).get(LIST).context["table"].paginated_rows
    states = {(row.record.county.name, row.record.name): row.record for row in page}
    first = states["嵩北县", "双河村"]
    assert (first.state.reserve.words, first.state.young.words) == ("1名", "1名")
    assert first.state.election.words == "已完成"
    assert first.state.look_back.words == "适应1人"
    assert first.state.party_day.words == "2020年第一季度开展2个月"
    assert (first.state.guarantee.words, first.state.cadres) == ("达标", 4)
    assert states["嵩北县", "柳林村"].state.reserve.words == "3名，超过上限"
    other = states["丹江县", "双河村"]
    assert {
        mark.words
        for mark in (
            other.state.election, other.state.look_back, other.state.reserve, other.state.young,
            other.state.guarantee, other.state.party_day,
        )
    } == {"未报"}  # fmt: skip
    assert other.secretary.words == "未登记"
    assert set(named(outsider)) == {village.name for village in told.province.villages_b}
    assert "嵩北县" not in browser(outsider).get(LIST).text


def test_the_list_says_by_which_rules_it_counts(officer, told):
    page = browser(officer).get(LIST).text
    for words in (
        "2020年第一季度", "在培后备干部少于1名（H-01", "24个月内没有接收35岁及以下的预备党员",
        "官方表述待核", "人均可支配收入的2倍", "财政拨付低于9万元（I-01",
    ):  # fmt: skip
        assert words in page, words


def test_the_filter_and_another_quarter(officer, told):
    assert named(officer, source="local") == ["双河村", "石门村", "柳林村"]
    assert named(officer, township="青岭", q="双河") == ["双河村"]
    told.rows(MemberRow, "T9", "2020Q2")
    assert named(officer, "reserve") == ["双河村", "东沟村", "石门村", "柳林村"], "the newest"
    assert named(officer, "reserve", quarter="2020Q1") == ["东沟村"]
    assert browser(officer).get(LIST, {"quarter": "2031Q1"}).status_code == 422


def test_tabs_and_indicators_say_the_same_of_the_same_period(officer, told):
    sizes = {
        tab: len(named(officer, tab)) for tab in ("unfinished", "reserve", "young", "guarantee")
    }

    def behind(code):
        definition = indicator_on(code, QUARTER.last_day)
        period = definition.period_at(
            Period.parse("2020-03") if code.endswith("election") else QUARTER
        )
        recompute(code, period, counties=None, at=make.NOON)
        value = IndicatorValue.objects.get(indicator=code, period=str(period))
        return value, counted(definition, period, value.county_id, value.revisions)

    election, _ = behind("party_election")
    assert sizes["unfinished"] == election.denominator - election.numerator
    reserve, _ = behind("reserve")
    assert sizes["reserve"] == reserve.parts["没有后备"]
    young, _ = behind("young_members")
    assert sizes["young"] == young.denominator - young.numerator
    short = set()
    for code in ("pay", "funds"):
        value, things = behind(code)
        short |= {thing.row_no for thing in things if thing.weight and not thing.met}
        assert value.denominator == 3
    assert sizes["guarantee"] == len(short)
    look_back, _ = behind("look_back")
    assert (look_back.numerator, look_back.denominator) == (2, 2)


def test_the_same_number_of_queries_however_many_villages(officer, told):
    client = browser(officer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(LIST, {"tab": "young"}).status_code == 200
        return len(seen)

    queries()
    few = queries()
    for number in range(20):
        village = make.division(f"新村{number}", "village", told.province.town_a)
        VillageType.objects.create(
            village=village, county=village.county, kind="poor", valid_from=make.LONG_AGO
        )
    assert queries() == few


def village_page(user, village, tab="fortress", on="2020-05-31") -> str:
    answer = browser(user).get(f"/villages/{village.pk}/", {"tab": tab, "on": on})
    assert answer.status_code == 200
    return answer.text


def test_the_village_page_shows_its_branch_with_sources(officer, told):
    one, two, three, _ = told.province.villages_a
    page = village_page(officer, one)
    for words in (
        "双河村党支部", "登记录入", "已完成（没有列入未完成村名单）", "在培后备干部",
        "贫困村1至2名（H-01", "每24个月不少于1名，35岁及以下（官方表述待核）", "2019-05-01",
        "2月未开展", "疫情防控", "T17 2020年第一季度 第",
    ):  # fmt: skip
        assert words in page, words
    left = village_page(officer, three)
    for words in ("宗族意见不一", "2020-08-01", "李镇长", "未完成换届"):
        assert words in left, words
    assert "书记缺职" in village_page(officer, two)
    nothing = village_page(officer, one, on="2019-01-01")
    assert "2019-05-01" not in nothing
    assert "未报" in nothing


def test_guarantees_are_set_against_their_bounds_item_by_item(officer, told):
    page = village_page(officer, told.province.villages_a[2], tab="shortfalls")
    for words in (
        "2.5万元，为上年县农村居民收入的1.9倍", "不低于上年县农村居民人均可支配收入的2倍",
        "不达标", "I-03", "每年不低于9万元", "未定（官方表述待核）", "一般3至5人",
    ):  # fmt: skip
        assert words in page, words


def test_an_area_counts_elections_and_the_newly_elected(officer, outsider, told):
    for area in (told.province.county_a, told.province.province, told.province.town_a):
        page = browser(officer).get(f"/villages/areas/{area.pk}/?on=2020-05-31").text
        for words in ("石门村", "宗族意见不一", "建议调整", "换人", "T8 2020年第一季度 第"):
            assert words in page, words
        if area.level != "township":
            assert "3/4" in page
    mine = browser(outsider).get(f"/villages/areas/{told.province.county_b.pk}/?on=2020-05-31")
    assert "宗族意见不一" not in mine.text
