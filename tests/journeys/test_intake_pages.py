"""Every page of data collection, on a desk and on a phone: it fits and has no barrier."""

import pytest
from django.urls import reverse

from accountability.intake.actions import deciding
from accountability.intake.models import Submission
from tests import make
from tests.accountability.intake.flow.books import t1_rows
from tests.accountability.intake.flow.conftest import NOON, send, take, upload
from tests.browser import DESK, PHONE, axe, fits, shot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def broken_rows():
    rows = t1_rows(40)
    rows[0]["政治\n面貌"] = "群众"
    rows[1]["贫困户数(户)"] = "很多"
    rows[3]["行政村"] = "老坟头"
    rows[5]["乡镇"] = "青岭乡"
    rows[9]["是否与原单位脱钩"] = "否"
    return rows


@pytest.fixture
def owed(province) -> Submission:
    for county in (province.county_b, province.county_c):
        make.submission("T1", "2020-05", county)
    return make.submission("T1", "2020-05", province.county_a)


def visit(page, size, *addresses: str) -> None:
    for address in addresses:
        page.goto(address)
        fits(page)
        axe(page)
        name = address.strip("/").replace("/", "-").replace("?", "-")
        shot(page, f"{name}-{size['width']}", whole=False)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_a_county_that_mends(open_page, owed, filler, size):
    draft = upload(owed, filler, broken_rows())
    submission = reverse("intake:submission-detail", args=[owed.pk])
    revision = reverse("intake:revision", args=[draft.pk])
    visit(
        open_page(filler, size=size),
        size,
        reverse("intake:task-list"),
        submission,
        revision,
        f"{revision}?tab=warning",
        f"{revision}?tab=compare",
        reverse("intake:mapping", args=[owed.pk]),
        reverse("intake:cell", args=[draft.pk, 7, "poor_households"]),
    )


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_a_province_that_decides(open_page, owed, filler, signer, officer, size):
    upload(owed, filler, t1_rows(30))
    take(owed, filler, signer, officer)
    page = open_page(officer, size=size)
    visit(page, size, reverse("intake:undo", args=[owed.pk]))
    deciding.start_correction(submission=owed, by=filler, at=NOON, version=None, reason="有人调整")
    owed.refresh_from_db()
    rows = t1_rows(31)
    rows[0]["职务职级"] = "正处"
    rows[5]["是否与原单位脱钩"] = "否"
    del rows[9]
    draft = upload(owed, filler, rows)
    send(owed, filler, signer)
    visit(
        page,
        size,
        reverse("intake:task-list"),
        reverse("intake:task-detail", args=[owed.task_id]),
        reverse("intake:task-open"),
        reverse("intake:task-extend", args=[owed.task_id]),
        reverse("intake:submission-detail", args=[owed.pk]),
        reverse("intake:accept", args=[owed.pk]),
        reverse("intake:return", args=[owed.pk]),
        reverse("intake:diff", args=[draft.pk]),
    )
