"""A number that changes only where it is masked has changed: in the diff, the registry, a mark."""

from django.urls import reverse

from accountability.intake.actions import deciding
from accountability.intake.models import ReturnMark, Revision
from accountability.intake.queries.differences import rows_that_differ, summary
from accountability.ledgers.models import RosterRow
from portal.access.sealing import unseal
from tests.accountability.intake.flow.books import t1_rows
from tests.accountability.intake.flow.conftest import NOON, send, take, upload
from villages.people.models import Person

PHONE, OTHER, MASK = "15401230001", "15498760001", "154****0001"


def book(phone: str) -> list[dict[str, object]]:
    rows = t1_rows(4)
    rows[0]["联系电话"] = phone
    return rows


def test_a_phone_changed_under_its_mask_is_shown_as_changed(client, submission, filler):
    upload(submission, filler, book(PHONE))
    draft = upload(submission, filler, book(OTHER))
    first = Revision.objects.get(number=1)
    assert summary(draft, first).columns == [("联系电话", 1)]
    ((cell,),) = (row.cells for row in rows_that_differ(draft, first))
    assert (cell.before, cell.after) == (MASK, f"{MASK}（号码已变更）")
    client.force_login(filler, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("intake:diff", args=[draft.pk])).content.decode()
    assert "号码已变更" in page
    assert OTHER not in page


def test_a_phone_the_file_itself_masks_is_no_change(submission, filler):
    upload(submission, filler, book(PHONE))
    draft = upload(submission, filler, book(MASK))
    assert summary(draft, Revision.objects.get(number=1)).is_empty


def test_the_registry_takes_the_new_phone(submission, filler, signer, officer):
    upload(submission, filler, book(PHONE))
    take(submission, filler, signer, officer)
    deciding.start_correction(
        submission=submission, by=filler, at=NOON, version=None, reason="换号"
    )
    submission.refresh_from_db()
    upload(submission, filler, book(OTHER))
    take(submission, filler, signer, officer)
    known = [unseal(one.phone_sealed) for one in Person.objects.filter(phone_masked=MASK)]
    assert known == [OTHER]


def test_a_mark_on_a_phone_is_settled_by_the_new_number(submission, filler, signer, officer):
    draft = upload(submission, filler, book(PHONE))
    send(submission, filler, signer)
    key = RosterRow.objects.get(revision=draft, row_no=6).key
    deciding.return_with_marks(
        submission=submission, by=officer, at=NOON, version=None, reason="号码打不通",
        remarks=[deciding.Remark("打不通", row_key=key, field="phone_masked", address="M6")],
    )  # fmt: skip
    submission.refresh_from_db()
    upload(submission, filler, book(OTHER))
    assert ReturnMark.objects.get().settled_by == filler
