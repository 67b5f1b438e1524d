"""From the list of what to look into to a first secretary, a month's cell and the successor."""

import pytest
from django.urls import reverse

from tests.accountability.support.told import tell
from tests.browser import DESK, PHONE, axe, fits, shot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_province_follows_a_first_secretary(province, filler, officer, open_page, size):
    told = tell(province, filler)
    page = open_page(officer, size=size)

    def look(name: str) -> None:
        fits(page)
        axe(page)
        shot(page, f"support-{name}-{size['width']}")

    page.goto(reverse("support:leave"))
    look("leave")
    page.get_by_role("link", name="李红卫").first.click()
    page.get_by_role("heading", name="驻村概况").wait_for()
    assert "未达标" in (page.get_by_role("img", name="各月在岗").get_attribute("aria-label") or "")
    page.goto(f"{reverse('villages:person', args=[told.successor.pk])}?on=2020-05-31")
    look("person")
    page.get_by_role("link", name="驻村记录").click()
    page.get_by_role("heading", name="各月在岗和请假").wait_for()
    look("presence")
    page.get_by_role("link", name="T2 2020年5月 第6行").click()
    assert "/cell/" in page.url or "days_total" in page.url
    page.goto(f"{reverse('villages:person', args=[told.recalled.pk])}?on=2020-05-31")
    page.get_by_role("link", name="李红卫（2020-03-01到村）").first.click()
    page.get_by_role("heading", name="李红卫").wait_for()
    page.goto(f"{reverse('villages:village', args=[province.villages_a[0].pk])}?tab=support")
    look("village")
