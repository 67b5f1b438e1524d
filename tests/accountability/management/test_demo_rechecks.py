"""The demo's re-checks go through the actions, once."""

from accountability.management.demo_rechecks import check_again
from accountability.rectification.models import Proposal, Recheck, WeakCase
from tests import make
from tests.accountability.ledgers import books
from tests.accountability.rectification.test_weak_sheet import ACCEPTED, row


def test_what_was_accepted_is_looked_at_once(province, filler):
    make.user("province_officer", province.province, username="province")
    make.posting(province.villages_a[0], who=make.person("赵大"))
    told = books.accept(province.county_a, filler, "T4", [row(**ACCEPTED)], "2020-05")
    Proposal.objects.create(
        village=province.villages_b[0], county=province.county_b, period="2020-05",
        source_revision=told, source_row=6,
    )  # fmt: skip
    assert "1个" in check_again(print)
    check = Recheck.objects.get()
    case = WeakCase.objects.get()
    assert (check.result == "failed") == (case.standing == "重新整顿")
    assert Proposal.objects.get().decision == "confirmed"
    assert check_again(print) == ""
