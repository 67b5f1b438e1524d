"""Each topic of the speech: from the board to the obligation, its ledger, a record, the cell."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accountability.overview.obligations import KEYS
from tests.accountability.intake.sheets import t1_row, t2_grid, t2_row
from tests.accountability.intake.staged import accepted, roster
from tests.accountability.ledgers import books, test_economy, test_party_day, test_post
from tests.browser import DESK, PHONE, axe, fits, shot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def reported(province, filler) -> None:
    """County a has reported what each topic shows for May."""
    county, names = province.county_a, [village.name for village in province.villages_a]
    roster([t1_row(1), t1_row(2, "东沟村")], county, filler)
    rows = [t2_row("双河村", "张二国"), t2_row("东沟村", "张三国")]
    accepted(t2_grid(rows), county, filler, sheet="T2")
    books.accept(county, filler, "T14", test_post.county_rows(), "2020-05")
    books.accept(county, filler, "T17", [test_party_day.row(name) for name in names], "2020Q1")
    books.accept(county, filler, "T5", [test_economy.row(name) for name in names], "2019")


def is_good(page: Page, name: str) -> None:
    fits(page)
    axe(page)
    shot(page, f"topics-{name}", whole=False)


def open_topic(page: Page, label: str, number: str, words: str) -> None:
    """Go from the board to a topic; its obligation shows words and a figure with its counts."""
    page.goto(f"{reverse('overview:board')}?p=2020-05")
    page.locator(".side").get_by_role("link", name=label).click()
    card = page.locator(f"#{number}")
    expect(card).to_contain_text(words)
    expect(card.locator(".kpi__foot").first).to_contain_text(re.compile(r"\d+/\d+.*已报1/3县"))
    is_good(page, label)


def to_the_cell(page: Page, sheet: str, *, row: int = 0) -> None:
    """Follow a row of the ledger to its cell and the file."""
    page.get_by_role("link", name=re.compile(r"^第\d+行$")).nth(row).click()
    expect(page.locator("h1")).to_contain_text("数据来源")
    expect(page.locator("main")).to_contain_text(f"（{sheet}）")
    expect(page.locator("main")).to_contain_text("上传")


def cadres(page: Page) -> None:
    open_topic(page, "骨干队伍", "S1", "不摘帽不调离")
    page.locator("#S1").get_by_role("link", name="T14").first.click()
    expect(page.locator("h1")).to_contain_text("T14")
    is_good(page, "ledger-T14")
    to_the_cell(page, "T14")


def fortress(page: Page) -> None:
    open_topic(page, "战斗堡垒", "S8", "规范支部主题党日")
    page.locator("#S8").get_by_role("link", name="T17").first.click()
    expect(page.locator("table tbody tr")).to_have_count(4)
    page.get_by_role("link", name="双河村").click()
    expect(page.locator("h1")).to_contain_text("双河村")
    page.go_back()
    to_the_cell(page, "T17")


def support(page: Page) -> None:
    open_topic(page, "帮扶力量", "S10", "五天四夜")
    page.locator("#S10").get_by_role("link", name="T2 ").first.click()
    page.get_by_label("村、姓名").fill("张三国")
    page.get_by_role("button", name="查询").click()
    expect(page.locator("table tbody tr")).to_have_count(1)
    is_good(page, "ledger-T2")
    page.get_by_role("link", name="张三国").click()
    expect(page.locator("h1")).to_contain_text("张三国")
    page.go_back()
    to_the_cell(page, "T2")
    is_good(page, "cell")


def shortfalls(page: Page) -> None:
    open_topic(page, "补齐短板", "S17", "薄弱村空壳村集体经济")
    page.locator("#S17").get_by_role("link", name="村级集体经济").last.click()
    page.get_by_role("link", name="东沟村").first.click()
    expect(page.locator("h1")).to_contain_text("东沟村")
    page.get_by_role("link", name="T5 2019年").first.click()
    expect(page.locator("main")).to_contain_text("（T5）")


@pytest.mark.usefixtures("reported")
def test_an_officer_follows_each_topic_to_the_cell(open_page, officer):
    page = open_page(officer, size=DESK)
    for walk in (cadres, fortress, support, shortfalls):
        walk(page)
    for name in ("overview:topics", "overview:ledgers"):
        page.goto(reverse(name))
        is_good(page, name.partition(":")[2])
    phone = open_page(officer, size=PHONE)  # a second login ends the first
    for number, url in enumerate(
        (
            reverse("overview:topics"),
            *(f"{reverse('overview:topic', args=[key])}?p=2020-05" for key in KEYS),
            reverse("overview:ledgers"),
            reverse("intake:ledger", args=["T2"]),
        )
    ):
        phone.goto(url)
        is_good(phone, f"phone-{number}")
