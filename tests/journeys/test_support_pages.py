"""From the list of what to look into to a first secretary, a month's cell and the successor."""

import pytest
from django.urls import reverse

from tests.accountability.support.told import tell
from tests.browser import DESK, PHONE, axe, fits, shot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_province_follows_a_first_secretary(province, filler, officer, open_page):
    told = tell(province, filler)
    person = f"{reverse('villages:person', args=[told.successor.pk])}?on=2020-05-31"
    village = f"{reverse('villages:village', args=[province.villages_a[0].pk])}?tab=support"
    for size in (PHONE, DESK):
        page = open_page(officer, size=size)
        for name, address in (
            ("leave", reverse("support:leave")), ("person", person),
            ("presence", f"{person}&tab=presence"), ("village", village),
        ):  # fmt: skip
            page.goto(address)
            fits(page)
            axe(page)
            shot(page, f"support-{name}-{size['width']}")
    page.goto(reverse("support:leave"))
    page.get_by_role("link", name="李红卫").first.click()
    page.get_by_role("heading", name="驻村概况").wait_for()
    assert "未达标" in (page.get_by_role("img", name="各月在岗").get_attribute("aria-label") or "")
    page.get_by_role("link", name="驻村记录").click()
    page.get_by_role("link", name="T2 2020年5月 第6行").click()
    page.wait_for_url("**/days_total/**")
    page.goto(f"{reverse('villages:person', args=[told.recalled.pk])}?on=2020-05-31")
    page.get_by_role("link", name="李红卫（2020-03-01到村）").first.click()
    page.get_by_role("heading", name="李红卫").wait_for()
