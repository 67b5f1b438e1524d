"""The pages of reconciliation on a desk and on a phone: they fit, have no barrier, can be used."""

import pytest
from django.urls import reverse

from accountability.reconciliation.checks import RULES
from accountability.reconciliation.models import Contradiction
from tests import make
from tests.accountability.intake.sheets import t1_row, t2_grid, t2_row
from tests.accountability.intake.staged import accepted, roster, staged
from tests.browser import DESK, PHONE, axe, fits, shot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def found(province, filler) -> Contradiction:
    """A roster with a team of two, and a month with a stranger in it."""
    roster([t1_row(1), t1_row(2, 队内职务="队员")], province.county_a, filler)
    accepted(
        t2_grid([t2_row("双河村", "张二国"), t2_row("东沟村", "生面孔")]),
        province.county_a,
        filler,
        sheet="T2",
    )
    return Contradiction.objects.get(rule="X4-OUT", subject="东沟村 生面孔")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_fit_and_have_no_barrier(province, found, officer, open_page, size):
    draft = staged(
        t2_grid([t2_row("东沟村", "生面孔")]),
        province.county_a,
        make.user("county_officer", province.county_a),
        sheet="T2",
    )
    page = open_page(officer, size=size)
    for number, address in enumerate(
        (
            reverse("reconciliation:list"),
            f"{reverse('reconciliation:list')}?rule=X1-NONE",
            reverse("reconciliation:detail", args=[found.pk]),
            reverse("reconciliation:rule-list"),
            reverse("reconciliation:figures"),
            f"{reverse('intake:revision', args=[draft.pk])}?tab=beside&old=1",
        )
    ):
        page.goto(address)
        fits(page)
        axe(page)
        shot(page, f"reconciliation-{number}-{size['width']}", whole=False)


def test_several_are_ruled_on_at_once(found, officer, open_page):
    page = open_page(officer)
    page.goto(f"{reverse('reconciliation:list')}?rule=X1-NONE")
    boxes = page.get_by_role("checkbox")
    count = boxes.count()
    for number in range(count):
        boxes.nth(number).check()
    page.get_by_label("都对，口径不同").check()
    page.get_by_label("理由").fill("由责任组包村")
    page.get_by_role("button", name="裁定选中的各处").click()
    page.get_by_text(f"已裁定 {count} 处矛盾").wait_for()
    silent = Contradiction.objects.filter(rule="X1-NONE", cleared_by="ruled")
    assert silent.count() == count > 1
    assert RULES["X1-NONE"].title in page.content()
