"""An officer of the province finds an alarm on the list of posts, opens it and concludes."""

import datetime as dt

import pytest
from django.urls import reverse

from accountability.stability.models import StabilityAlarm
from tests.accountability.ledgers import books
from tests.accountability.ledgers.test_holding import LEFT, at, row
from tests.browser import DESK, PHONE, axe, fits, shot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_an_alarm_is_found_and_concluded(province, filler, officer, open_page, size):
    rows = [
        row(**LEFT | {"approval_number": None}), row(person="钱有道", started_on=at("2020-05-11")),
        row("县委书记", "李为民"), row("镇长", None, vacant_from=at("2020-04-02")),
    ]  # fmt: skip
    books.accept(province.county_a, filler, "T14", rows, "2020-05")

    def look(name: str) -> None:
        fits(page)
        axe(page)
        shot(page, f"stability-{name}-{size['width']}")

    page = open_page(officer, size=size)
    page.goto(reverse("stability:list"))
    look("list")
    page.get_by_role("link", name="待核：离任").click()
    page.get_by_label("例外成立").wait_for()
    look("alarm")
    page.get_by_label("例外成立").check()
    page.get_by_label("例外情形").select_option("就地提级")
    page.get_by_label("批准文号").fill("豫组干〔2020〕31号")
    page.get_by_label("批准文件").fill("关于王建国同志职务的批复")
    page.get_by_label("批准日期").fill("2020-05-08")
    page.get_by_label("理由", exact=True).fill("已与批复原件核对")
    page.get_by_role("button", name="认定", exact=True).click()
    page.get_by_text("已认定。").wait_for()
    look("concluded")
    page.get_by_role("link", name="嵩北县县长", exact=True).click()
    page.get_by_role("heading", name="任职和缺职", exact=True).wait_for()
    look("post")
    page.goto(reverse("villages:division", args=[province.county_a.pk]))
    look("area")
    gone = StabilityAlarm.objects.get(kind="left")
    assert (gone.verdict, gone.day) == ("exception", dt.date(2020, 5, 10))
