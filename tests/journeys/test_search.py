"""A county official finds a village by the keyboard alone, and keeps a question to a list."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import make
from tests.browser import DESK, PHONE, axe, fits
from villages.places.models import Division

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def registered(province):
    for village in (*province.villages_a, *province.villages_b):
        Division.objects.filter(pk=village.pk).update(short_name=village.name, initials="shc")
    return make.posting(province.villages_a[0], who=make.person("李红伟"))


def test_a_village_is_found_by_the_keyboard(open_page, registered, filler):
    page = open_page(filler)
    page.goto(reverse("overview:todo"))
    page.keyboard.press("Control+k")
    expect(page.locator("#palette input")).to_be_focused()
    page.keyboard.type("双河")
    expect(page.locator("#palette-results h3").first).to_have_text("村")
    expect(page.locator("#palette-results a")).to_have_count(1)
    axe(page)
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette input")).to_be_focused()
    page.keyboard.type("shc")
    expect(page.locator("#palette-results a")).to_have_count(4)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("双河村")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_lists_fit_and_have_no_barrier(open_page, registered, officer, size):
    page = open_page(officer, size=size)
    for url in (
        reverse("villages:village-list"),
        reverse("villages:village-import"),
        reverse("villages:unit-list"),
        reverse("intake:submission-list"),
        reverse("reports:library"),
        reverse("overview:todo"),
        f"{reverse('overview:search')}?q=双河",
    ):
        page.goto(url)
        fits(page)
        axe(page)
    page.goto(reverse("villages:village-list"))
    page.get_by_text("常用筛选").click()
    page.get_by_label("把当前筛选存为").fill("全部村")
    page.get_by_role("button", name="保存").first.click()
    expect(page.get_by_role("link", name="全部村")).to_be_visible()
    fits(page)
