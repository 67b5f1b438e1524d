"""A county says a branch is mended, the province looks and finds it is not, the county sees it."""

import datetime as dt

import pytest
from django.urls import reverse

from accountability.intake.actions import receiving
from accountability.rectification.models import Proposal, WeakCase
from tests import make
from tests.accountability.intake.flow.books import xlsx
from tests.accountability.intake.flow.conftest import NOON, take
from tests.accountability.ledgers import books
from tests.accountability.rectification.test_weak_sheet import ACCEPTED, row
from tests.browser import DESK, PHONE, axe, fits, shot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FACTS = "走访二十户，一半人说账目没有公开，会议记录是后补的。"


def is_good(page, name: str) -> None:
    fits(page)
    axe(page)
    shot(page, f"weak-{name}-{page.viewport_size['width']}", whole=False)


@pytest.fixture
def case(province, filler, signer, officer) -> WeakCase:
    """County a's T4 of May as it was uploaded, signed and accepted."""
    for number, village in enumerate(province.villages_a):
        make.posting(village, who=make.person(f"赵{'大二三四'[number]}"))
    submission = make.submission("T4", "2020-05", province.county_a)
    hard = row("双河村", is_hardest="是", difficulty="难")
    rows = [hard, row("东沟村", first_secretary="赵二", **ACCEPTED)]
    receiving.receive_upload(
        submission=submission, chunks=[xlsx(books.grid("T4", rows))], name="整顿台账.xlsx",
        again=False, by=filler, at=NOON,
    )  # fmt: skip
    take(submission, filler, signer, officer)
    Proposal.objects.create(
        village=province.villages_a[3], county=province.county_a, period="2020-05",
        reason="宗族矛盾，候选人过不了半数", expected_on=dt.date(2020, 8, 1),
        source_revision=submission.draft, source_row=6,
    )  # fmt: skip
    return WeakCase.objects.get(village=province.villages_a[1])


def test_claimed_then_overturned(province, case, officer, filler, open_page):
    page = open_page(officer, size=DESK)
    page.goto(reverse("rectification:list"))
    is_good(page, "list")
    page.get_by_role("link", name="东沟村").click()
    page.get_by_role("link", name="登记抽查").wait_for()
    is_good(page, "claimed")
    page.get_by_role("link", name="登记抽查").click()
    page.get_by_label("核查人员").fill("钱明、孙立")
    page.get_by_label("不通过").check()
    page.get_by_role("textbox", name="核查情况").fill(FACTS)
    is_good(page, "recheck")
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_text("已登记抽查结果").wait_for()
    is_good(page, "overturned")

    phone = open_page(filler, size=PHONE)
    phone.goto(reverse("overview:todo"))
    is_good(phone, "todo")
    phone.get_by_role("link", name="应报“重新整顿”").first.click()
    phone.get_by_text("下期整顿台账应报“重新整顿”").wait_for()
    is_good(phone, "case")
    village = reverse("villages:village", args=[case.village_id])
    county = reverse("villages:division", args=[province.county_a.pk])
    for name, address in (
        ("list", reverse("rectification:list")),
        ("proposals", reverse("rectification:proposals")),
        ("proposal", reverse("rectification:proposal", args=[Proposal.objects.get().pk])),
        ("village", f"{village}?tab=fortress"),
        ("county", county),
    ):
        phone.goto(address)
        is_good(phone, name)
    for name, address in (
        ("village", f"{village}?tab=fortress"),
        ("county", county),
        ("proposals", reverse("rectification:proposals")),
        ("draw", reverse("rectification:draw")),
        ("relapse", reverse("rectification:relapse", args=[case.pk])),
    ):
        page.goto(address)
        is_good(page, name)
