"""Login and the three consoles in a real Chromium."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.accounts import actions
from tests import make
from tests.browser import DESK, PHONE, axe, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CONSOLES = {
    "system_admin": ["/me/", "/accounts/", "/accounts/new/", "/accounts/{}/", "/roles/"],
    "security_admin": ["/grants/", "/grants/{}/"],
    "auditor": ["/audit/", "/audit/?since=2020-01-01&refused=on"],
}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("role", CONSOLES)
def test_consoles_fit_and_have_no_barrier(open_page, province, filler, role, size):
    page = open_page(make.user(role, province.province), size=size)
    for path in CONSOLES[role]:
        page.goto(path.format(filler.pk))
        fits(page)
        axe(page)


def test_first_login_leads_over_a_new_password_to_work(open_page, province):
    _, password = actions.create_account(
        username="lihongwei",
        full_name="李红卫",
        unit_name="嵩北县委组织部",
        by=None,
        at=timezone.now(),
    )
    page = open_page(None, forgive=["status of 422"])
    page.goto("/me/")
    page.fill("[name=username]", "lihongwei")
    page.fill("[name=password]", "Wrong-2020-password")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("账号或密码不正确")
    page.fill("[name=password]", password)
    page.get_by_role("button", name="登录").click()
    expect(page.locator("h1")).to_have_text("修改密码")
    axe(page)
    page.fill("[name=old_password]", password)
    page.fill("[name=new_password1]", "short")
    page.fill("[name=new_password2]", "short")
    page.get_by_role("button", name="保存新密码").click()
    expect(page.get_by_role("alert").first).to_contain_text("密码长度太短")
    axe(page)
    for field, value in (
        ("old_password", password),
        ("new_password1", "kite-Lantern-7"),
        ("new_password2", "kite-Lantern-7"),
    ):
        page.fill(f"[name={field}]", value)
    page.get_by_role("button", name="保存新密码").click()
    expect(page.locator("h1")).not_to_have_text("修改密码")
    page.goto("/me/")
    expect(page.locator("h1")).to_have_text("我的账号")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("您已安全退出。")).to_be_visible()
