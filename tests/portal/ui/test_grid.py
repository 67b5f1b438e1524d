"""The spreadsheet of an upload, driven by keyboard and mouse in a real Chromium."""

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser import PHONE, axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GRID = "/ui/styleguide/grid/"


@pytest.fixture
def grid(open_page, province):
    page = open_page(make.user("system_admin", province.province))
    page.goto(GRID)
    return page


def cell(page, address: str):
    return page.locator(f'#xl td[data-a="{address}"]')


def is_here(page, address):
    expect(page.locator("#formula-address")).to_have_text(address)


def test_first_problem_is_chosen_and_explained_without_moving_the_page(grid):
    is_here(grid, "D7")
    expect(grid.locator("#formula-name")).to_have_text("姓名")
    expect(grid.locator("#formula-why")).to_contain_text("名册登记为“李红伟”")
    assert grid.evaluate("window.scrollY") == 0


def test_arrows_home_end_and_tab_move_the_cell(grid):
    cell(grid, "D7").click()
    for key, address in (
        ("ArrowRight", "E7"),
        ("ArrowDown", "E8"),
        ("ArrowLeft", "D8"),
        ("ArrowUp", "D7"),
        ("Tab", "E7"),
        ("Shift+Tab", "D7"),
        ("Home", "A7"),
        ("End", "K7"),
        ("PageDown", "K17"),
        ("Control+End", "K203"),
        ("Control+Home", "A4"),
        ("ArrowUp", "A4"),
        ("F8", "D7"),
        ("F8", "H9"),
        ("F8", "J13"),
        ("F8", "D7"),
    ):
        grid.keyboard.press(key)
        is_here(grid, address)
        expect(cell(grid, address)).to_be_focused()


def test_chosen_cell_is_never_under_the_headings(grid):
    cell(grid, "D7").click()
    for key in ("Control+End", "Control+Home", "End", "PageDown", "PageDown", "ArrowUp", "Home"):
        grid.keyboard.press(key)
        covered = grid.evaluate(
            """() => { const box = document.querySelector('#xl .is-current').getBoundingClientRect();
            const top = document.elementFromPoint(box.left + 4, box.top + 4);
            return !top.closest('.is-current'); }"""
        )
        assert not covered, key


def test_edit_is_saved_and_the_row_comes_back_judged(grid):
    cell(grid, "H9").click()
    grid.keyboard.press("Enter")
    expect(grid.locator("#formula-value")).to_be_focused()
    grid.keyboard.type("22")
    grid.keyboard.press("Enter")
    expect(cell(grid, "H9")).to_have_text("22")
    expect(cell(grid, "H9")).to_have_class("is-edited number")
    expect(grid.locator("#row-9 th")).not_to_have_class("has-error")
    expect(grid.locator("[data-grid-state]")).to_have_text("H9 已保存")
    is_here(grid, "H10")
    expect(cell(grid, "H10")).to_be_focused()


def test_typing_starts_an_edit_and_tab_saves_to_the_right(grid):
    cell(grid, "H10").click()
    grid.keyboard.press("4")
    grid.keyboard.press("0")
    grid.keyboard.press("Tab")
    expect(cell(grid, "H10")).to_have_text("40")
    expect(cell(grid, "H10")).to_have_class("is-error number")
    is_here(grid, "I10")


def test_escape_gives_up_the_edit(grid):
    cell(grid, "H10").click()
    grid.keyboard.press("F2")
    grid.keyboard.type("99")
    grid.keyboard.press("Escape")
    expect(grid.locator("#formula-value")).to_have_value("22")
    expect(cell(grid, "H10")).to_have_text("22")
    expect(cell(grid, "H10")).to_be_focused()


def test_leaving_the_bar_saves_without_moving(grid):
    cell(grid, "H10").click()
    grid.keyboard.press("F2")
    grid.keyboard.type("21")
    cell(grid, "B6").click()
    expect(cell(grid, "H10")).to_have_text("21")
    expect(grid.locator("[data-grid-state]")).to_have_text("H10 已保存")
    is_here(grid, "B6")


def test_offered_value_is_taken_with_one_click(grid):
    grid.get_by_role("button", name="改为 李红伟").click()
    expect(cell(grid, "D7")).to_have_text("李红伟")
    expect(cell(grid, "D7")).to_have_class("is-edited is-frozen is-current")
    expect(grid.locator("#formula-why")).to_have_text("")


def test_read_only_cell_cannot_be_changed(grid):
    cell(grid, "F7").click()
    grid.keyboard.type("123")
    grid.keyboard.press("Enter")
    expect(cell(grid, "F7")).to_have_text("990***********0004")


def test_problem_leads_to_its_cell_here_or_on_another_page(grid):
    grid.locator('[data-go="J13"]').click()
    is_here(grid, "J13")
    expect(grid.locator('[data-go="J13"]')).to_have_class("problem is-on")
    grid.locator('[data-go="H607"]').click()
    grid.wait_for_url("**/?page=4&cell=H607")


def test_edits_typed_quickly_are_sent_in_order_each_to_its_cell(grid):
    sent: list[str] = []
    grid.on("request", lambda request: sent.extend(filter(None, [request.post_data])))
    cell(grid, "H14").click()
    for value in ("11", "12", "13", "14"):
        grid.keyboard.press("F2")
        grid.keyboard.type(value)
        grid.keyboard.press("Enter")
    expect(cell(grid, "H17")).to_have_class("is-edited number")
    for address, value in (("H14", "11"), ("H15", "12"), ("H16", "13"), ("H17", "14")):
        expect(cell(grid, address)).to_have_text(value)
    order = [
        address for body in sent for address in ("H14", "H15", "H16", "H17") if address in body
    ]
    assert order == ["H14", "H15", "H16", "H17"]


def test_lost_connection_is_said_and_nothing_pretends_to_be_saved(open_page, province):
    user = make.user("system_admin", province.province)
    grid = open_page(user, forgive=["ERR_FAILED"])
    grid.goto(GRID)
    cell(grid, "H10").click()
    grid.route(
        "**" + GRID,
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    grid.keyboard.press("F2")
    expect(grid.locator("#formula-value")).to_be_focused()
    grid.keyboard.type("19")
    grid.keyboard.press("Enter")
    expect(grid.locator("#notice")).to_contain_text("H10 键入的“19”没有保存：连接中断")
    expect(cell(grid, "H10")).to_have_text("22")


def test_hostile_text_of_a_cell_stays_text(grid):
    cell(grid, "K10").click()
    grid.keyboard.press("F2")
    grid.locator("#formula-value").fill("<img src=x onerror=alert(1)>")
    grid.keyboard.press("Enter")
    expect(cell(grid, "K10")).to_have_text("<img src=x onerror=alert(1)>")
    assert grid.locator("#xl img").count() == 0


def test_grid_works_on_a_phone(open_page, province):
    page = open_page(make.user("system_admin", province.province), size=PHONE)
    page.goto(GRID)
    page.locator('[data-go="H9"]').click()
    is_here(page, "H9")
    top = page.evaluate(
        """() => { const box = document.querySelector('#xl .is-current').getBoundingClientRect();
        return document.elementFromPoint(box.left + 4, box.top + 4).dataset.a; }"""
    )
    assert top == "H9"
    expect(page.locator("#formula-why")).to_be_in_viewport()
    axe(page)
