"""The spreadsheet by hand: a row added and removed by keyboard, cells picked for a return."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accountability.intake.models import ReturnMark, Submission
from tests import make
from tests.accountability.intake.flow.conftest import send, upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def owed(province, filler) -> Submission:
    submission = make.submission("T1", "2020-05", province.county_a)
    upload(submission, filler)
    return submission


def cell(page, address):
    return page.locator(f'#xl td[data-a="{address}"]')


def test_a_row_is_added_and_removed_by_keyboard(open_page, owed, filler):
    page = open_page(filler)
    page.goto(reverse("intake:revision", args=[owed.draft_id]))
    cell(page, "C8").click()
    page.keyboard.press("Insert")
    expect(cell(page, "B10")).to_be_focused()
    for key in ("Enter", "青岭镇", "Tab", "Enter", "双河村", "Enter"):
        page.keyboard.press(key) if key.isascii() else page.keyboard.insert_text(key)
    expect(cell(page, "C10")).to_have_text("双河村")
    expect(page.locator("[data-grid-state]")).to_contain_text("已保存")
    cell(page, "C8").click()
    page.keyboard.press("Control+Delete")
    question = page.locator("#question")
    expect(question).to_contain_text("删除第8行（石门村")
    question.locator("[data-yes]").click()
    expect(page.locator("main")).to_contain_text("已删除第8行")
    expect(cell(page, "C9")).to_be_focused()
    assert cell(page, "C8").count() == 0
    page.context.clear_cookies(name="sessionid")
    cell(page, "C9").click()
    for key in ("Enter", "东沟村", "Enter"):
        page.keyboard.press(key) if key.isascii() else page.keyboard.insert_text(key)
    page.wait_for_url("**/login/**")
    page.fill("[name=username]", filler.username)
    page.fill("[name=password]", make.PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page.locator("#formula-value")).to_have_value("东沟村")
    expect(page.locator("#notice")).to_contain_text("登录失效时键入的内容没有保存：C9“东沟村”")
    page.keyboard.press("Enter")
    expect(page.locator("[data-grid-state]")).to_have_text("C9 已保存")
    assert "unsent" not in page.evaluate("Object.keys(sessionStorage).join()")


def test_the_approver_picks_the_cells_of_a_return(open_page, owed, filler, signer, officer):
    send(owed, filler, signer)
    page = open_page(officer)
    page.goto(reverse("intake:return", args=[owed.pk]))
    remarks = page.locator("[data-remark]")
    cell(page, "E6").click()
    cell(page, "E7").click()
    expect(remarks.nth(0).locator("input").first).to_have_value("E7")
    expect(remarks.nth(0).locator("[data-who]")).to_contain_text("东沟村")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("姓名写错了")
    cell(page, "G8").click()
    expect(remarks.nth(1).locator("input").first).to_have_value("G8")
    page.fill("[name=reason]", "一处不对")
    page.locator("#return-form .button--danger").click()
    expect(page.locator("main")).to_contain_text("已退回")
    assert list(ReturnMark.objects.values_list("address", "text")) == [("F7", "姓名写错了")]
