"""From a broken workbook to figures on the dashboard: county, signer, province, in a browser."""

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accountability.assessment.models import IndicatorValue
from accountability.assessment.rules import COVERAGE
from accountability.intake.actions import receiving
from accountability.intake.models import Revision
from accountability.intake.rules import State
from portal.audit.models import AuditEvent
from portal.jobs import runner
from portal.jobs.models import Job
from tests import make
from tests.accountability.intake.flow.books import t1_bytes, t1_rows
from tests.browser import DESK, PHONE, axe, fits, shot
from villages.postings.models import Posting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def broken_rows() -> list[dict[str, object]]:
    """Return a roster with three errors and one warning."""
    rows = t1_rows(12)
    rows[1]["贫困户数(户)"] = "很多"  # E7: typed by hand
    rows[4]["乡镇"] = "青岭乡"  # B10: the divisions know better
    rows[6]["性别"] = "难"  # G12: typed by hand
    rows[8]["是否与原单位脱钩"] = "否"  # R14: explained
    return rows


def is_good(page: Page, name: str) -> None:
    fits(page)
    axe(page)
    shot(page, f"journey-{name}", whole=False)


def typed(page: Page, address: str, value: str) -> None:
    """Go to a cell by F8 and mend it with the keyboard alone."""
    for _ in range(8):
        if page.locator("#formula-address").inner_text() == address:
            break
        page.keyboard.press("F8")
    expect(page.locator("#formula-address")).to_have_text(address)
    page.keyboard.press("F2")
    expect(page.locator("#formula-value")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(value)
    page.keyboard.press("Enter")
    expect(page.locator("[data-grid-state]")).to_have_text(f"{address} 已保存")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def upload(page: Page, book: Path) -> None:
    page.set_input_files("input[type=file]", book)
    press(page, "开始上传")


def county_mends(page: Page) -> None:
    """Mend two cells with the keyboard, one by the divisions, explain what is left."""
    bar = page.locator(".action-bar")
    expect(bar).to_contain_text("还有 3 处错误")
    expect(page.locator('[data-a="E7"]')).to_have_class(re.compile("is-error"))
    is_good(page, "errors")
    page.locator('[data-a="A6"]').click()
    typed(page, "E7", "57")
    expect(page.locator('[data-a="E7"]')).not_to_have_class(re.compile("is-error"))
    expect(bar).to_contain_text("还有 2 处错误")
    typed(page, "G12", "男")
    press(page, "按名册和字典改可确定项（1）")
    expect(bar).to_contain_text("错误已清零")
    page.click(".tabs >> text=提醒")
    page.wait_for_url("**tab=warning**")  # counting is not waiting: the page before has no forms
    forms = page.locator("form.tools:has(input[name=text])")
    for _ in range(forms.count()):
        forms.first.locator("input[name=text]").fill("省派干部手续正在办理")
        with page.expect_navigation():
            forms.first.locator("button").click()
    expect(bar).to_contain_text("校验全部通过")
    is_good(page, "mended")


def county_works(page: Page, book: Path) -> None:
    """Find the task, take the template, upload, mend, submit."""
    page.goto("/reporting/")
    is_good(page, "tasks")
    page.click("text=下载模板、上传")
    with page.expect_download() as template:
        page.click("text=下载模板（已预填）")
    assert template.value.suggested_filename.endswith(".xlsx")
    upload(page, book)
    page.wait_for_url("**/revisions/*/**")
    county_mends(page)
    page.click("text=提交县级审核")
    press(page, "提交")
    expect(page.locator(".alert").first).to_contain_text("已提交")


def signer_signs(page: Page) -> None:
    page.goto("/reporting/")
    page.click("text=等待县级审核")
    page.click(".form-actions >> text=县级审核")
    expect(page.locator("main")).to_contain_text("省派干部手续正在办理")
    is_good(page, "sign")
    press(page, "审核通过并上报")
    expect(page.locator(".alert").first).to_contain_text("已审核通过并上报")


def province_accepts(page: Page) -> None:
    page.goto("/reporting/")
    page.click("text=驻村第一书记和工作队员花名册")
    page.click("table >> text=嵩北县")
    page.click(".form-actions >> text=省级接收")
    page.wait_for_url("**/accept/")
    is_good(page, "accept")
    press(page, "接收")
    expect(page.locator(".alert").first).to_contain_text("数据已生效")


def test_county_uploads_mends_submits_signer_signs_province_accepts(
    open_page, province, filler, signer, officer, tmp_path
):
    submission = make.submission("T1", "2020-05", province.county_a)
    book = tmp_path / "嵩北县花名册.xlsx"
    book.write_bytes(t1_bytes(broken_rows()))
    county_works(open_page(filler), book)
    signer_signs(open_page(signer))
    page = open_page(officer)
    province_accepts(page)

    submission.refresh_from_db()
    assert submission.state == State.ACCEPTED
    kinds = list(Revision.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["file", "edit", "edit", "edit"]
    assert Posting.objects.filter(county=province.county_a).count() == 12
    figure = IndicatorValue.objects.get(county=province.county_a, indicator=COVERAGE)
    assert (figure.numerator, figure.denominator) == (4, 4)
    told = set(AuditEvent.objects.values_list("verb", flat=True))
    acts = ("upload", "edit", "explain", "submit", "sign", "accept")
    assert {f"intake.{act}" for act in acts} <= told
    page.goto("/?p=2020-05")
    expect(page.locator("main")).to_contain_text("4/4")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_big_file_shows_its_progress_and_ends_in_the_grid(
    open_page, province, filler, tmp_path, monkeypatch, size
):
    monkeypatch.setattr(receiving, "SMALL_BYTES", 0)
    submission = make.submission("T1", "2020-05", province.county_a)
    book = tmp_path / "大文件.xlsx"
    book.write_bytes(t1_bytes(t1_rows(8)))
    page = open_page(filler, size=size)
    page.goto(f"/reporting/submissions/{submission.pk}/")
    upload(page, book)
    expect(page.locator("#check")).to_contain_text("排队")
    is_good(page, f"progress-{size['width']}")
    runner.run(Job.objects.get().pk, now=timezone.now)
    page.wait_for_url("**/revisions/*/**")
    expect(page.locator(".action-bar")).to_contain_text("校验")


def test_wrong_file_is_told_in_place_and_the_page_stays(open_page, province, filler, tmp_path):
    submission = make.submission("T1", "2020-05", province.county_a)
    page = open_page(filler, forgive=["status of 422"])
    page.goto(f"/reporting/submissions/{submission.pk}/")
    wrong = tmp_path / "通知.xlsx"
    wrong.write_bytes(b"this is no workbook")
    upload(page, wrong)
    expect(page.locator("#upload .alert")).to_be_visible()
    is_good(page, "refused")
