"""The pages of the registry in a real browser, at a desk and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import make
from tests.browser import DESK, PHONE, axe, fits
from villages.branches.models import Branch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NUMBER = make.id_number(4711)


@pytest.fixture
def posted(province):
    village = province.villages_a[0]
    Branch.objects.create(
        village=village, county=village.county, name="双河村党支部", valid_from=make.LONG_AGO
    )
    return make.posting(village, who=make.person("李红伟", number=NUMBER))


def pages(posted) -> list[str]:
    village = posted.village
    return [
        reverse("villages:tree"),
        reverse("villages:division", args=[village.county_id]),
        reverse("villages:division", args=[village.parent_id]),
        f"{reverse('villages:village', args=[village.pk])}?on=2020-05-31",
        reverse("villages:posting-list"),
        reverse("villages:person-list"),
        reverse("villages:person", args=[posted.person_id]),
    ]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_fit_and_have_no_barrier(open_page, posted, officer, size):
    page = open_page(officer, size=size)
    for url in pages(posted):
        page.goto(url)
        fits(page)
        axe(page)


def test_a_number_is_uncovered_in_place_and_only_for_a_reason(open_page, posted, signer):
    page = open_page(signer, forgive=["status of 422"])
    page.goto(reverse("villages:person", args=[posted.person_id]))
    number = page.locator("#id_number")
    number.get_by_text("查看（留痕）").click()
    number.get_by_placeholder("查看事由").fill("看")
    number.get_by_role("button", name="查看").click()
    page.get_by_text("请把查看事由写完整").wait_for()
    assert NUMBER not in page.content()
    page.locator("#id_number").get_by_text("查看（留痕）").click()
    page.locator("#id_number").get_by_placeholder("查看事由").fill("核对花名册")
    page.locator("#id_number").get_by_role("button", name="查看").click()
    page.get_by_text(NUMBER).wait_for()
    page.reload()
    assert NUMBER not in page.content()


def test_a_clerk_walks_from_the_county_to_a_first_secretary(open_page, posted, filler):
    page = open_page(filler)
    page.goto(reverse("villages:tree"))
    page.get_by_role("link", name="青岭镇").click()
    page.get_by_role("link", name="双河村").click()
    page.get_by_role("link", name="李红伟").click()
    expect(page.get_by_role("heading", name="李红伟")).to_be_visible()
