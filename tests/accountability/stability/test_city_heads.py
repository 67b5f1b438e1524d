"""A city's own heads: reported and assessed by its own offices, never among the counties."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from accountability.assessment.models import HeadScoreRow, IndicatorValue
from accountability.assessment.queries import county_frame
from accountability.intake.actions import receiving
from accountability.intake.declare import SHEETS, declared
from accountability.intake.models import Submission
from accountability.intake.queries.files import filled_for
from accountability.intake.rules import Period
from accountability.stability.models import StabilityAlarm
from portal.access.scope import acting_as
from portal.ui import nav
from tests import make
from tests.accountability.assessment import test_heads_sheet as heads
from tests.accountability.intake.flow.books import xlsx
from tests.accountability.intake.flow.conftest import NOON, take
from tests.accountability.intake.flow.test_asking import open_task
from tests.accountability.intake.sheets import book, checked
from tests.accountability.intake.staged import accepted
from tests.accountability.ledgers import books
from tests.accountability.ledgers.test_holding import at
from villages.people.models import HOLDER, Post, Tenure
from villages.places.queries import county_counts

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def own(province):
    return make.offices_of(province.city_1)


@pytest.fixture
def cast(own, officer):
    return make.user("county_officer", own), make.user("county_signer", own), officer


def post(title: str, person: str | None, **more: object) -> dict[str, object]:
    """Return a row of T14 as a city writes it."""
    return {
        "division_name": "嵩宁市", "post_title": title, "person_name": person,
        "started_on": at("2017-03-01") if person else None, "is_poor_county": "否",
    } | more  # fmt: skip


def t14(*rows):
    return books.grid("T14", list(rows), county="嵩宁市")


def t12(*rows):
    return heads.grid(*rows, county="嵩宁市")


def send(grid, submission, cast):
    filler, signer, officer = cast
    receiving.receive_upload(
        submission=submission, chunks=[xlsx(grid)], name="嵩宁市.xlsx", again=False, by=filler,
        at=NOON,
    )  # fmt: skip
    submission.refresh_from_db()
    assert books.told(submission.draft) == []
    take(submission, filler, signer, officer)
    return submission


def prefilled(submission, *names: str) -> list[tuple[object, ...]]:
    sheet = SHEETS[submission.task.sheet_code]
    rows = filled_for(submission, sheet, NOON.date()).rows
    return [tuple(row.get(name) for name in names) for row in rows]


def assert_shown(client, province, cast):
    """See who heads the city in the lists, and on its page as on the day."""
    filler, _, officer = cast
    for user in (filler, officer, make.user("city_reviewer", province.city_1)):
        client.force_login(user, backend=BACKEND)
        for address in (reverse("stability:list"), reverse("intake:ledger", args=["T12"])):
            shown = client.get(address).content.decode()
            assert "李国栋" in shown, address
            assert "周海" in shown, address
    page = client.get(reverse("villages:division", args=[province.city_1.pk])).content.decode()
    assert "市委书记" in page
    assert "李国栋" in page
    assert "县（市、区）" in page
    for post in Post.objects.filter(title="city_head"):
        shown = client.get(reverse("stability:post", args=[post.pk])).content.decode()
        assert {word for word in ("周海", "较好", "2017-03-01") if word not in shown} == set()
        own = client.get(reverse("villages:division", args=[post.county_id])).content.decode()
        assert "市本级只填报市的党政正职" in own
        assert "周海" in own
        assert "乡镇（街道）" not in own


def test_a_city_reports_and_assesses_its_two_heads(client, province, own, cast):
    officer = cast[2]
    frame, counts = county_frame(officer, NOON.date()), county_counts(officer, NOON.date())
    assert [sheet.code for sheet in declared() if sheet.asks_city] == ["T12", "T14"]
    with acting_as(officer):
        for code, period in (("T14", "2019-12"), ("T12", "2019"), ("T1", "2020-05")):
            open_task(officer, sheet=SHEETS[code], period=Period.parse(period))
    owed = {one.task.sheet_code: one for one in Submission.objects.filter(county=own)}
    assert set(owed) == {"T12", "T14"}
    names = ("division_name", "post_title", "person_name")
    assert prefilled(owed["T14"], *names) == [
        ("嵩宁市本级", "市委书记", ""), ("嵩宁市本级", "市长", ""),
    ]  # fmt: skip

    send(t14(post("市委书记", "李国栋"), post("市长", "周海")), owed["T14"], cast)
    held = Tenure.objects.filter(post__county=own).values_list("post__title", HOLDER)
    assert set(held) == {("city_secretary", "李国栋"), ("city_head", "周海")}
    names = ("unit_name", "person_name", "post_title", "in_post_since", "group_name")
    began = dt.date(2017, 3, 1)
    assert prefilled(owed["T12"], *names) == [
        ("嵩宁市", "李国栋", "书记", began, "省辖市"), ("嵩宁市", "周海", "市长", began, "省辖市"),
    ]  # fmt: skip
    since = {"单位": "嵩宁市", "任现职时间": at("2017-03-01"), "组别": None}
    lines = [heads.row("李国栋", "市委书记", **since), heads.row("周海", "市长", **since)]
    send(t12(*lines), owed["T12"], cast)
    assessed = HeadScoreRow.objects.filter(county=own).values_list("group_name", "scheme_total")
    assert list(assessed) == [("省辖市", Decimal("88.00"))] * 2

    assert_shown(client, province, cast)
    assert county_frame(officer, NOON.date()) == frame
    assert county_counts(officer, NOON.date()) == counts
    assert not IndicatorValue.objects.filter(county=own).exists()


def test_what_a_city_may_not_write_and_no_alarm_about_who_leaves(province, own, cast):
    left = post("市长", "周海", ended_on=at("2020-05-10"), whereabouts="交流", is_filed="是")
    empty = post("市长", None, vacant_from=at("2020-05-11"))
    rows = t14(post("市委书记", "李国栋"), left, empty)
    accepted(rows, own, cast[0], sheet="T14", period="2020-05")
    assert not StabilityAlarm.objects.exists(), "不摘帽不调离 binds heads of poor counties"
    result = checked(book(t14(post("县长", "周海"))), own, "T14", "2020-05")
    assert [problem.rule for problem in result.problems] == ["T14-POST"]
    line = heads.row("周海", "市长", 组别="省辖市")
    [said] = checked(book(heads.grid(line)), province.county_a, "T12", "2019").problems
    assert (said.rule, said.severity) == ("A-02", "warning")
    line = heads.row("周海", "市长", 单位="嵩宁市", 组别="国定贫困县")
    [said] = checked(book(t12(line)), own, "T12", "2019").problems
    assert said.sentence == "组别填的是“国定贫困县”，嵩宁市本级的正职应在“省辖市”组。"
    row = post("市长", "周海", division_name="嵩北县", is_poor_county="是", is_delisted="否")
    [county] = books.check(province.county_a, "T14", [row], "2020-05").rows
    assert county.values["post_title"] == "县长", "a county-level city's heads are a county's"


def test_every_page_of_the_menu_opens_for_an_office_that_is_no_county(client, own, cast):
    filler, *_ = cast
    client.force_login(filler, backend=BACKEND)
    make.submission("T14", "2020-05", own)
    addresses = [item.url for group in nav.for_user(filler, path="/") for item in group.items]
    assert len(addresses) > 5
    assert {url: client.get(url, follow=True).status_code for url in addresses} == dict.fromkeys(
        addresses, 200
    )
