"""The province asks which villages earn nothing, opens one, and follows a figure to its cell."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests import make
from tests.accountability.ledgers import books
from tests.accountability.ledgers.test_economy import row
from tests.accountability.supervision.test_pages import cadre, found  # noqa: F401 - fixtures
from tests.browser import DESK, PHONE, axe, fits, shot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTHING = {
    "income_business": 0, "income_contract": 0, "income_investment": 0, "income_subsidy": 8,
    "income_other": 0, "income_total": 8,
}  # fmt: skip


def is_good(page: Page, name: str) -> None:
    fits(page)
    axe(page)
    shot(page, f"shortfalls-{name}")


def test_from_the_empty_villages_to_the_cell(open_page, province, officer, filler, found, cadre):  # noqa: F811
    names = [village.name for village in province.villages_a]
    books.accept(province.county_a, filler, "T5", [row(name) for name in names], "2018")
    books.accept(
        province.county_a, filler, "T5", [row(names[0], **NOTHING), *map(row, names[1:])], "2019"
    )
    page = open_page(officer, size=DESK)
    page.goto(reverse("ledgers:economy"))
    page.locator(".tabs >> text=空壳村").click()
    expect(page.locator("table tbody tr")).to_have_count(1)
    is_good(page, "list")
    page.get_by_role("link", name=names[0]).click()
    expect(page.locator("h1")).to_contain_text(names[0])
    expect(page.get_by_text("剔除补助后0.00万元")).to_be_visible()
    is_good(page, "village")
    page.get_by_role("link", name="T5 2019年").first.click()
    expect(page.locator("main")).to_contain_text("经营性收入")
    is_good(page, "cell")
    person = reverse("villages:person", args=[cadre.pk])
    page.goto(f"{person}?tab=measures")
    expect(page.get_by_text("优秀驻村干部")).to_be_visible()
    is_good(page, "person")
    phone = open_page(make.user("province_officer", province.province), size=PHONE)
    village = reverse("villages:village", args=[province.villages_a[0].pk])
    for number, url in enumerate(
        (
            reverse("ledgers:economy"),
            f"{village}?tab=shortfalls",
            f"{village}?tab=supervision",
            reverse("supervision:findings"),
            reverse("villages:unit", args=[found.pk]),
            f"{person}?tab=measures",
        )
    ):
        phone.goto(url)
        is_good(phone, f"phone-{number}")
