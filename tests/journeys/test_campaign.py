"""A campaign in the browser: drafted and issued, reported, returned, answered, confirmed."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accountability.campaigns.models import Campaign, CountyTask
from tests.browser import DESK, PHONE, axe, fits, shot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def looked_at(page, name: str) -> None:
    """Check a page at both sizes and keep its pictures."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        fits(page)
        axe(page)
        shot(page, f"campaign-{name}-{size['width']}")
    page.set_viewport_size(DESK)


def draft(page, day) -> None:
    """Fill in the form as an officer does, rows added by the button."""
    page.goto(reverse("campaigns:create"))
    page.get_by_label("专项名称").fill("软弱涣散村党组织集中整顿专项")
    page.get_by_label("目的").fill("集中力量整顿一批软弱涣散村党组织")
    page.get_by_label("依据文件").fill("关于开展集中整顿的通知")
    page.get_by_label("牵头单位").fill("省委组织部")
    page.get_by_label("负责人").fill("王志远")
    page.locator("[name=begins_on]").fill(f"{day}")
    page.locator("[name=ends_on]").fill(f"{day + dt.timedelta(60)}")
    for name in ("嵩北县", "丹江县"):
        page.get_by_label(name, exact=True).check()
    page.get_by_label("专班名称").fill("综合协调专班")
    for name, words in (("name", "王志远"), ("unit", "省委组织部"), ("duty", "牵头协调")):
        page.locator(f"[name=members-0-{name}]").fill(words)
    page.locator("[name=members-0-begins_on]").fill(f"{day}")
    for row, name in enumerate(("排查摸底", "集中整顿")):
        if row:
            page.get_by_role("button", name="增加阶段").click()
        page.locator(f"[name=stages-{row}-name]").fill(name)
        page.locator(f"[name=stages-{row}-begins_on]").fill(f"{day + dt.timedelta(30 * row)}")
        page.locator(f"[name=stages-{row}-ends_on]").fill(f"{day + dt.timedelta(30 * row + 30)}")
    page.get_by_label("交付什么").fill("逐村建立整顿台账，列明问题、措施和责任人")
    page.get_by_label("责任单位").fill("县委组织部")
    page.get_by_label("责任人").fill("分管副部长")
    page.locator("[name=tasks-0-stage]").select_option("1")
    page.locator("[name=tasks-0-due_on]").fill(f"{day + dt.timedelta(20)}")
    page.get_by_label("佐证要求").fill("整顿台账")
    page.locator("[name=task-0-0-name]").fill("完成摸底")
    page.locator("[name=task-0-0-planned_on]").fill(f"{day + dt.timedelta(10)}")
    looked_at(page, "draft")
    page.get_by_role("button", name="保存草案").last.click()


def said(page, words: str, button: str, told: str) -> None:
    """Write what a form asks for, press a button, and wait for the answer."""
    page.get_by_label("进展情况" if "报" in button else "核实意见").fill(words)
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_text(told).first.wait_for()


def test_from_the_draft_to_the_confirmation(province, officer, filler, open_page):
    top, low = open_page(officer), open_page(filler)
    draft(top, timezone.localdate())
    top.get_by_text("草案已保存").wait_for()
    top.get_by_role("button", name="下达").click()
    top.locator("[data-yes]").click()
    top.get_by_text("专项已下达").wait_for()
    looked_at(top, "issued")
    campaign = Campaign.objects.get()
    own = CountyTask.objects.get(county=province.county_a)

    low.goto(reverse("overview:todo"))
    low.get_by_role("link", name="嵩北县 软弱涣散村党组织集中整顿专项 任务1").click()
    said(low, "全县整顿台账已经建好，问题逐条列明", "报完成", "已报完成，等待省里核实")
    top.goto(reverse("campaigns:item", args=[own.pk]))
    looked_at(top, "item")
    said(top, "两个村没有列明责任人，请补齐后再报", "退回", "已退回，县里可以看到理由")
    low.reload()
    looked_at(low, "returned")
    said(low, "两个村的责任人已补齐，台账已更新", "报完成", "已报完成，等待省里核实")
    top.reload()
    said(top, "", "核实完成", "已核实。")
    own.refresh_from_db()
    assert (own.state, own.reported_by, own.confirmed_by) == ("confirmed", filler, officer)

    low.goto(reverse("campaigns:county", args=[campaign.pk, province.county_a.pk]))
    looked_at(low, "county")
    top.goto(reverse("campaigns:list"))
    looked_at(top, "list")
