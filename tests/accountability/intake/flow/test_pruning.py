"""Old drafts nobody was ever sent lose their rows at night; everything else stays."""

import datetime as dt

import pytest
from django.urls import reverse

from accountability.intake import tasks
from accountability.intake.actions import answering, deciding, mending, pruning
from accountability.intake.models import CellChange, Problem, ReturnMark, Revision
from accountability.intake.queries.history import history_of
from accountability.ledgers.models import RosterRow
from portal.audit.models import AuditEvent
from portal.files.store import path_of
from portal.jobs.registry import SCHEDULES
from tests.accountability.intake.flow.books import t1_rows
from tests.accountability.intake.flow.conftest import NOON, send, take, upload

SHEET = "Sheet1"


@pytest.fixture
def mend(submission, filler):
    """Change the number of poor households of the first row; return the revision."""
    count = iter(range(100, 200))

    def once() -> Revision:
        edits = [mending.CellEdit(SHEET, 6, "poor_households", str(next(count)))]
        made = mending.edit_cells(submission=submission, edits=edits, by=filler, at=NOON)
        submission.refresh_from_db()
        return made

    return once


def pruned() -> list[int]:
    found = Revision.objects.filter(pruned_at__isnull=False)
    return list(found.order_by("number").values_list("number", flat=True))


def test_only_superseded_drafts_lose_their_rows(submission, filler, mend):
    file = upload(submission, filler)
    drafts = [mend() for _ in range(5)]
    assert pruning.prune(keep=2, at=NOON) == 3
    assert pruned() == [2, 3, 4]
    for model in (RosterRow, Problem, CellChange):
        assert not model.objects.filter(revision__in=drafts[:3]).exists()
    for kept in (file, *drafts[3:]):
        assert RosterRow.objects.filter(revision=kept).count() == 4
    assert pruning.prune(keep=2, at=NOON) == 0
    event = AuditEvent.objects.get(verb="intake.prune")
    assert (event.actor, "3 版" in event.sentence) == ("系统", True)


def test_what_was_submitted_returned_or_accepted_stays(submission, filler, signer, officer, mend):
    upload(submission, filler)
    mend()
    send(submission, filler, signer)
    deciding.return_with_marks(
        submission=submission, by=officer, at=NOON, version=None, reason="再核"
    )
    submission.refresh_from_db()
    mend()
    mend()
    answering.answer_mark(mark=ReturnMark.objects.get(), text="已核", by=filler, at=NOON)
    take(submission, filler, signer, officer)
    deciding.start_correction(
        submission=submission, by=filler, at=NOON, version=None, reason="有误"
    )
    submission.refresh_from_db()
    mend()
    mend()
    pruning.prune(keep=0, at=NOON)
    assert pruned() == [3, 5]  # 1 is the file of the others, 2 was returned, 4 accepted, 6 in hand


def test_the_file_of_an_old_upload_stays_and_is_read_again(submission, filler, mend):
    old = upload(submission, filler, t1_rows(3), name="旧.xlsx")
    upload(submission, filler, t1_rows(4), name="新.xlsx")
    pruning.prune(keep=1, at=NOON)
    assert pruned() == [1]
    assert path_of(old.upload.file_id).exists()
    again = upload(submission, filler, t1_rows(3), name="旧.xlsx")
    assert (again.number, RosterRow.objects.filter(revision=again).count()) == (3, 3)


def test_who_prepared_is_known_after_pruning(submission, filler, mend):
    from accountability.intake.queries.submissions import hands_of

    upload(submission, filler)
    mend()
    mend()
    pruning.prune(keep=0, at=NOON)
    assert filler.pk in hands_of(submission).prepared_by


def test_pages_tell_sent_versions_from_drafts(client, submission, filler, signer, mend):
    upload(submission, filler)
    old = mend()
    mend()
    send(submission, filler, signer)
    shown = history_of(submission)
    assert [one.number for one in shown.revisions] == [3]
    assert [one.number for one in shown.drafts] == [2, 1]
    pruning.prune(keep=0, at=NOON)
    client.force_login(filler, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("intake:submission-detail", args=[submission.pk])).content.decode()
    assert "其他草稿 2 版" in page
    assert "明细已清理" in page
    address = reverse("intake:revision", args=[old.pk])
    assert "明细已于" in client.get(address).content.decode()
    assert client.get(reverse("intake:diff", args=[old.pk])).url == address


def test_the_night_clears_once(submission, filler, mend, settings):
    settings.PORTAL_KEPT_DRAFTS = 1
    upload(submission, filler)
    for _ in range(3):
        mend()
    two, four = (dt.datetime(2020, 6, 1, hour - 8, tzinfo=dt.UTC) for hour in (10, 12))
    night = SCHEDULES["intake.prune"].due
    assert night(two) == night(four) == dt.datetime(2020, 5, 31, 19, tzinfo=dt.UTC)
    tasks.clear_drafts(two)
    assert pruned() == [2, 3]
