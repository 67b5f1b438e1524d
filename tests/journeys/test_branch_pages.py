"""An officer of the province finds a village short of reserves and follows a fact to its cell."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accountability.intake.actions.pointing import point_to
from tests import make
from tests.accountability.intake.sheets import book, checked
from tests.accountability.intake.staged import stage_checked
from tests.accountability.ledgers import (
    books,
    test_election,
    test_guarantee,
    test_lookback,
    test_party_day,
)
from tests.accountability.ledgers.test_members import grids, member, reserve
from tests.browser import DESK, PHONE, axe, fits, shot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def told(province, filler):
    """County a tells of its branches: one village has no reserve cadre."""
    county = province.county_a
    first, second, *rest = (village.name for village in province.villages_a)
    result = checked(
        book(*grids([reserve(first), *(reserve(name) for name in rest)], [member(first)])),
        county, "T9", "2020Q1",
    )  # fmt: skip
    revision = stage_checked(result, county, filler, sheet="T9", period="2020Q1")
    point_to(revision.submission, revision, by=filler, at=make.NOON, reason="省级接收")
    unfit = test_lookback.row(second, "李二", post="村主任", **test_lookback.UNFIT)
    books.accept(county, filler, "T8", [test_lookback.row(second), unfit], "2020Q1")
    books.accept(county, filler, "T7", [test_election.row()], "2020-05")
    days = [test_party_day.row(name) for name in (first, second)]
    days[1] |= {"held_2": "否", "missed_reason": "疫情防控，没有集中开展"}
    books.accept(county, filler, "T17", days, "2020Q1")
    pay = [test_guarantee.row(name, county_income=1.4) for name in (first, second)]
    books.accept(county, filler, "T11", pay, "2019")
    return province


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_village_short_of_reserves_is_found_and_a_fact_followed(officer, open_page, told, size):
    page = open_page(officer, size=size)

    def look(name: str) -> None:
        fits(page)
        axe(page)
        shot(page, f"branches-{name}-{size['width']}")

    page.goto(reverse("branches:branch-list"))
    look("list")
    page.get_by_role("link", name="后备不足").click()
    rows = page.locator("main table tbody tr")
    expect(rows).to_have_count(1)
    look("reserve")
    rows.get_by_role("link", name="东沟村").click()
    expect(page.get_by_role("heading", name="后备干部")).to_be_visible()
    look("village")
    page.goto(page.url.replace("tab=fortress", "tab=shortfalls"))
    expect(page.get_by_text("保障逐项对标").first).to_be_visible()
    look("guarantees")
    page.goto(f"{reverse('villages:division', args=[told.county_a.pk])}?on=2020-05-31")
    look("area")
    page.goto(f"/villages/{told.villages_a[1].pk}/?tab=fortress&on=2020-05-31")
    page.get_by_role("link", name="T17 2020年第一季度").click()
    expect(page.locator("main")).to_contain_text("东沟村")
    look("cell")
