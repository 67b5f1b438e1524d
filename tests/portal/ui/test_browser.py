"""The frame and its modules in a real Chromium, with the Content-Security-Policy in force."""

import re

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser import DESK, PHONE, axe, fits, session_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STYLEGUIDE = "/ui/styleguide/"
GRID = "/ui/styleguide/grid/"


@pytest.fixture
def admin(province):
    return make.user("system_admin", province.province)


@pytest.fixture
def stand_ins(settings):
    settings.ROOT_URLCONF = "tests.portal.ui.pages"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", [STYLEGUIDE, GRID, f"{STYLEGUIDE}?wall=1"])
def test_page_fits_and_has_no_barrier(open_page, admin, path, size):
    page = open_page(admin, size=size)
    page.goto(path)
    fits(page)
    axe(page)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", ["/login/", "/no/such/page/"])
def test_page_outside_the_frame_fits_and_has_no_barrier(open_page, admin, path, size):
    page = open_page(None if path == "/login/" else admin, size=size, forgive=["status of 404"])
    page.goto(path)
    expect(page.locator("h1")).to_have_text("登录" if path == "/login/" else "没有找到这个页面")
    fits(page)
    axe(page)


def test_content_security_policy_is_sent_and_holds(open_page, admin):
    page = open_page(admin)
    policy = page.goto(STYLEGUIDE).headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert page.evaluate("document.querySelectorAll('[style]').length") == 0


def test_page_is_small(open_page, admin):
    page = open_page(admin)
    page.goto(GRID)
    page.goto(STYLEGUIDE)
    assert page.evaluate("document.querySelectorAll('*').length") < 1500


def test_font_size_is_kept_for_the_next_page(open_page, admin):
    page = open_page(admin)
    page.goto(STYLEGUIDE)
    page.click("[data-fontsize]")
    page.click("[data-fontsize]")
    page.goto(GRID)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "18px"
    fits(page)


def test_navigation_opens_on_a_phone_and_closes_with_escape(open_page, admin):
    page = open_page(admin, size=PHONE)
    page.goto(STYLEGUIDE)
    side = page.locator("#side")
    expect(side).to_be_hidden()
    page.click("[data-nav]")
    expect(side).to_be_visible()
    expect(page.locator("#side a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(side).to_be_hidden()
    expect(page.locator("[data-nav]")).to_be_focused()


def test_drawer_holds_the_focus_and_gives_it_back(open_page, admin):
    page = open_page(admin)
    page.goto(STYLEGUIDE)
    opener = page.get_by_role("link", name="打开抽屉")
    opener.click()
    expect(page.locator("#drawer")).to_be_visible()
    axe(page)
    for _ in range(8):
        page.keyboard.press("Tab")
        inside = "!document.activeElement.closest('main, .top, .side')"
        assert page.evaluate(inside)
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    expect(opener).to_be_focused()


def test_question_is_asked_before_a_confirmed_form_is_sent(open_page, admin):
    page = open_page(admin)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto(STYLEGUIDE)
    page.evaluate("document.querySelector('form[data-confirm]').action = '/ui/styleguide/grid/'")
    sent.clear()
    page.get_by_role("button", name="撤销上报").click()
    expect(page.locator("#question p")).to_have_text("撤销后恢复到上一版，要继续吗？")
    page.get_by_role("button", name="取消", exact=True).last.click()
    expect(page.locator("#question")).to_be_hidden()
    assert "POST" not in sent


def test_job_reports_until_it_is_done(open_page, admin):
    page = open_page(admin)
    page.goto(STYLEGUIDE)
    expect(page.locator("#job-live")).to_contain_text("正在生成")
    expect(page.locator("#job-live")).to_contain_text("已完成", timeout=15_000)
    assert page.locator("#job-live").get_attribute("hx-get") is None


def test_metric_of_the_tile_map_changes_in_place_and_in_the_url(open_page, admin):
    page = open_page(admin)
    page.goto(STYLEGUIDE)
    tile = page.locator(".tile", has_text="嵩宁")
    expect(tile).to_contain_text("76.2")
    page.locator("[data-metric=presence]").click()
    expect(tile).to_contain_text("95.2")
    expect(tile).to_have_class("tile tile--green")
    expect(page).to_have_url(re.compile(r"\?metric=presence$"))
    page.reload()
    expect(page.locator(".tile", has_text="嵩宁")).to_contain_text("95.2")


def test_search_opens_with_the_keyboard_and_leads_to_what_was_found(open_page, admin, stand_ins):
    page = open_page(admin)
    page.goto(STYLEGUIDE)
    page.keyboard.press("Control+k")
    expect(page.locator("#palette input")).to_be_focused()
    page.keyboard.type("栾")
    expect(page.locator("#palette-results a")).to_have_count(2)
    axe(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("栾川村")


def test_search_is_a_plain_page_without_javascript(browser, live_server, admin, stand_ins):
    with_session = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    with_session.add_cookies([session_of(admin, live_server.url)])
    page = with_session.new_page()
    page.goto(STYLEGUIDE)
    page.click("[data-palette]")
    page.wait_for_url("**/search/")
    with_session.close()


def test_upload_shows_the_file_and_follows_the_answer(open_page, admin, stand_ins, tmp_path):
    good = tmp_path / "考勤.csv"
    good.write_bytes("姓名\n李红伟\n".encode() * 50_000)
    page = open_page(admin)
    page.goto("/upload/")
    page.set_input_files("input[type=file]", good)
    expect(page.locator("[data-chosen]")).to_contain_text("已选择 考勤.csv（830 KB）")
    page.get_by_role("button", name="开始上传").click()
    expect(page.locator("h1")).to_have_text(str(good.stat().st_size))


def test_upload_refuses_in_words_before_and_after_sending(open_page, admin, stand_ins, tmp_path):
    page = open_page(admin, forgive=["status of 422"])
    page.goto("/upload/")
    for name, size, words in (
        ("a.pdf", 5, "不是可以上传的类型"),
        ("空.csv", 0, "是空文件"),
        ("大.csv", 4_000_000, "超过上限 3.0 MB"),
    ):
        (tmp_path / name).write_bytes(b"x" * size)
        page.set_input_files("input[type=file]", tmp_path / name)
        expect(page.locator("[data-chosen]")).to_contain_text(words)
    (tmp_path / "坏.csv").write_bytes(b"bad")
    page.set_input_files("input[type=file]", tmp_path / "坏.csv")
    page.get_by_role("button", name="开始上传").click()
    expect(page.locator("#upload .alert")).to_contain_text("这不是 Excel 文件")
    expect(page.get_by_role("button", name="开始上传")).to_be_enabled()


def test_upload_can_be_dropped(open_page, admin, stand_ins):
    page = open_page(admin)
    page.goto("/upload/")
    dropped = page.evaluate_handle(
        """() => { const data = new DataTransfer();
        data.items.add(new File(['a,b'], '名册.csv', { type: 'text/csv' })); return data; }"""
    )
    page.dispatch_event(".dropzone", "drop", {"dataTransfer": dropped})
    expect(page.locator("[data-chosen]")).to_contain_text("已选择 名册.csv")


def test_upload_tells_progress_and_can_be_cancelled(open_page, admin, stand_ins, tmp_path):
    large = tmp_path / "大.csv"
    large.write_bytes(b"x" * 3_000_000)
    page = open_page(admin)
    page.goto("/upload/")
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    slow.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 5, "downloadThroughput": -1, "uploadThroughput": 300_000},
    )
    page.set_input_files("input[type=file]", large)
    page.get_by_role("button", name="开始上传").click()
    expect(page.locator("[data-said]")).to_contain_text("正在上传")
    page.wait_for_function("document.querySelector('progress[max]').value > 0")
    page.get_by_role("button", name="取消", exact=True).first.click()
    expect(page.locator("[data-said]")).to_have_text("已取消上传。")
    expect(page.get_by_role("button", name="开始上传")).to_be_enabled()
    assert page.url.endswith("/upload/")
