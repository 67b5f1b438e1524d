"""Uploading: kept first, checked at once or by a job, staged, told in one sentence."""

import datetime as dt
import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accountability.intake.actions import receiving
from accountability.intake.actions.errors import NotPermittedError, WrongStateError
from accountability.intake.models import Problem, Revision, Step, Submission, Upload
from accountability.intake.reading.refusals import KEPT_NOTHING
from accountability.intake.rules import State
from accountability.ledgers.models import RosterRow
from portal.audit.models import AuditEvent
from portal.files.models import StoredFile
from portal.files.store import path_of
from portal.jobs import runner
from portal.jobs.models import Job, JobState
from tests import make
from tests.accountability.intake.flow.books import t1_bytes, t1_rows, xlsx
from tests.accountability.intake.sheets import t1_grid

NOON = dt.datetime(2020, 6, 2, 4, 0, tzinfo=dt.UTC)


@pytest.fixture
def submission(province) -> Submission:
    return make.submission("T1", "2020-05", province.county_a)


def receive(submission, by, data: bytes, *, name="嵩北县花名册.xlsx", again=False, at=NOON):
    return receiving.receive_upload(
        submission=submission, chunks=[data], name=name, again=again, by=by, at=at
    )


def test_clean_file_becomes_a_draft_that_may_be_submitted(submission, filler):
    receipt = receive(submission, filler, t1_bytes(t1_rows(8)))
    submission.refresh_from_db()
    assert (submission.state, submission.draft) == (State.READY, receipt.revision)
    assert receipt.revision.rows_count == RosterRow.objects.count() == 8
    assert receipt.upload.verdict == Upload.Verdict.READ
    assert path_of(receipt.upload.file_id).exists()
    step = Step.objects.get(submission=submission)
    assert (step.from_state, step.to_state) == (State.OPEN, State.READY)
    event = AuditEvent.objects.get(verb="intake.upload")
    assert "嵩北县花名册.xlsx" in event.sentence


def test_file_with_errors_is_kept_and_must_be_mended(submission, filler):
    rows = t1_rows(4)
    rows[1]["贫困户数(户)"] = "很多"
    receipt = receive(submission, filler, t1_bytes(rows))
    submission.refresh_from_db()
    assert submission.state == State.TO_MEND
    problem = Problem.objects.get(revision=receipt.revision, severity="error")
    assert (problem.address, problem.field) == ("E7", "poor_households")


def test_same_file_again_makes_no_revision_and_says_who_and_when(submission, filler):
    data = t1_bytes(t1_rows(4))
    first = receive(submission, filler, data)
    again = receive(submission, filler, data, name="同一份.xlsx", at=NOON + dt.timedelta(hours=1))
    assert again.same == first.revision
    assert filler.full_name in again.sentence
    assert "2020年6月2日 12:00" in again.sentence
    assert Revision.objects.count() == Upload.objects.count() == 1


def test_same_content_in_another_file_makes_no_revision(submission, filler):
    rows = t1_rows(4)
    first = receive(submission, filler, t1_bytes(rows))
    other = receive(submission, filler, t1_bytes(rows) + b"", name="另存.xlsx")
    second = t1_bytes(rows)
    if other.upload == first.upload:  # the writer may give the same bytes
        rows[0]["备注"] = ""
        second = t1_bytes(rows)
        other = receive(submission, filler, second, name="另存.xlsx")
    assert other.same == first.revision
    assert Revision.objects.count() == 1


def test_again_reads_the_same_file_anew(submission, filler):
    data = t1_bytes(t1_rows(4))
    first = receive(submission, filler, data)
    second = receive(submission, filler, data, again=True)
    assert second.revision.number == first.revision.number + 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空"),
        (b"%PDF-1.4 nothing", ""),
        (b"PK\x03\x04 broken", ""),
        ("你好，世界".encode(), ""),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_and_is_kept(submission, filler, data, words):
    receipt = receive(submission, filler, data)
    assert receipt.revision is None
    assert words in receipt.sentence
    assert receipt.sentence.endswith("。")
    assert receipt.upload.verdict == Upload.Verdict.REFUSED
    assert path_of(receipt.upload.file_id).read_bytes() == data
    submission.refresh_from_db()
    assert (submission.state, submission.draft) == (State.OPEN, None)


def marked(words: str) -> bytes:
    """Return T1 with a line of text above its table."""
    grid = t1_grid(t1_rows(2))
    grid.rows[0][0] = words
    return xlsx(grid)


def assert_nothing_kept(upload: Upload, data: bytes) -> None:
    sha256 = hashlib.sha256(data).hexdigest()
    assert "!A1“机密★1年”）" in upload.refusal
    assert upload.verdict == Upload.Verdict.REFUSED
    assert not StoredFile.objects.filter(sha256=sha256).exists()
    assert not path_of(sha256).exists()
    assert "没有保存" in path_of(upload.file_id).read_text()
    event = AuditEvent.objects.get(verb="intake.refuse_secret")
    assert sha256 in event.sentence


def test_marked_secret_is_refused_and_not_kept(
    client, submission, filler, django_capture_on_commit_callbacks
):
    data = marked("机 密★1年")
    client.force_login(filler, backend="django.contrib.auth.backends.ModelBackend")
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(
            reverse("intake:upload", args=[submission.pk]),
            {"file": SimpleUploadedFile("花名册.xlsx", data)},
        )
    assert page.status_code == 422
    assert "疑似涉密" in page.content.decode()
    assert_nothing_kept(Upload.objects.get(), data)


@pytest.mark.parametrize(
    "words", ["工作秘密（敏感信息）", "内部资料 注意保存", "2020年5月保密工作"]
)
def test_what_is_no_state_secret_is_read(submission, filler, words):
    assert receive(submission, filler, marked(words)).revision


def test_a_name_alone_makes_no_secret_of_a_broken_file(submission, filler):
    receipt = receive(submission, filler, b"%PDF-1.4", name=f"{KEPT_NOTHING}.xlsx")
    assert path_of(receipt.upload.file_id).read_bytes() == b"%PDF-1.4"


def test_refused_file_is_read_again_when_it_comes_again(submission, filler):
    receive(submission, filler, b"not a workbook")
    receipt = receive(submission, filler, b"not a workbook")
    assert receipt.same is None
    assert Upload.objects.count() == 2


def test_outsider_and_signer_may_not_upload(submission, signer, outsider):
    for user in (signer, outsider):
        with pytest.raises(NotPermittedError):
            receive(submission, user, t1_bytes(t1_rows(4)))
    assert Upload.objects.count() == 0


@pytest.mark.parametrize("state", [State.TO_SIGN, State.TO_ACCEPT, State.ACCEPTED, State.CHECKING])
def test_no_upload_while_others_decide(submission, filler, state):
    Submission.objects.filter(pk=submission.pk).update(state=state)
    submission.refresh_from_db()
    with pytest.raises(WrongStateError):
        receive(submission, filler, t1_bytes(t1_rows(4)))


def test_closed_task_takes_no_file(submission, filler):
    submission.task.closed_at = NOON
    submission.task.save()
    with pytest.raises(WrongStateError, match="已结束"):
        receive(submission, filler, t1_bytes(t1_rows(4)))


@pytest.fixture
def big(monkeypatch):
    """Let every file count as a big one."""
    monkeypatch.setattr(receiving, "SMALL_BYTES", 0)


def run_job() -> Job:
    job = Job.objects.get()
    runner.run(job.pk, now=lambda: NOON)
    job.refresh_from_db()
    return job


@pytest.mark.django_db(transaction=True)
def test_big_file_is_checked_by_a_job(big, submission, filler):
    receipt = receive(submission, filler, t1_bytes(t1_rows(8)))
    submission.refresh_from_db()
    assert (submission.state, receipt.revision) == (State.CHECKING, None)
    job = run_job()
    assert job.state == JobState.DONE
    submission.refresh_from_db()
    assert submission.state == State.READY
    assert submission.draft.pk == job.result["revision"]
    runner.run(job.pk, now=lambda: NOON)
    assert Revision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_job_that_cannot_read_puts_the_submission_back(big, submission, filler):
    receive(submission, filler, b"not a workbook at all")
    job = run_job()
    assert (job.state, bool(job.error)) == (JobState.FAILED, True)
    submission.refresh_from_db()
    assert submission.state == State.OPEN
    assert Upload.objects.get().refusal == job.error


@pytest.mark.django_db(transaction=True)
def test_job_keeps_nothing_marked_secret(
    big, submission, filler, django_capture_on_commit_callbacks
):
    data = marked("机密★1年")
    receipt = receive(submission, filler, data)
    with django_capture_on_commit_callbacks(execute=True):
        run_job()
    receipt.upload.refresh_from_db()
    assert_nothing_kept(receipt.upload, data)


def test_cancelled_job_writes_nothing(big, submission, filler):
    receipt = receive(submission, filler, t1_bytes(t1_rows(8)))
    receiving.cancel_check(upload=receipt.upload, by=filler, at=NOON)
    submission.refresh_from_db()
    assert submission.state == State.OPEN
    assert Upload.objects.get().verdict == Upload.Verdict.CANCELLED
    run_job()
    assert Revision.objects.count() == RosterRow.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_job_cancelled_while_it_runs_puts_the_submission_back(big, submission, filler, monkeypatch):
    receive(submission, filler, t1_bytes(t1_rows(8)))
    Job.objects.update(cancel_requested=True)
    job = run_job()
    assert job.state == JobState.CANCELLED
    submission.refresh_from_db()
    assert submission.state == State.OPEN
    assert Upload.objects.get().verdict == Upload.Verdict.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_check_that_is_over_is_not_cancelled(big, submission, filler):
    receipt = receive(submission, filler, t1_bytes(t1_rows(8)))
    run_job()
    with pytest.raises(WrongStateError, match="现为“可提交”"):
        receiving.cancel_check(upload=receipt.upload, by=filler, at=NOON)


@pytest.mark.django_db(transaction=True)
def test_check_whose_job_was_lost_can_be_given_up(big, submission, filler):
    receipt = receive(submission, filler, t1_bytes(t1_rows(8)))
    Job.objects.update(state=JobState.FAILED, finished_at=NOON)
    receiving.cancel_check(upload=receipt.upload, by=filler, at=NOON)
    submission.refresh_from_db()
    assert submission.state == State.OPEN


@pytest.mark.django_db(transaction=True)
def test_failure_in_the_final_commit_leaves_nothing_half_written(
    big, submission, filler, monkeypatch
):
    receive(submission, filler, t1_bytes(t1_rows(8)))

    def fail(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(receiving, "become_draft", fail)
        job = run_job()
    assert job.state == JobState.QUEUED
    assert Revision.objects.count() == RosterRow.objects.count() == Problem.objects.count() == 0
    submission.refresh_from_db()
    assert submission.state == State.CHECKING
    assert run_job().state == JobState.DONE
    assert RosterRow.objects.count() == 8


@pytest.mark.django_db(transaction=True)
def test_five_thousand_rows_through_the_job(province, filler):
    submission = make.submission("T1", "2020-05", province.county_a)
    data = t1_bytes(t1_rows(5000))
    assert len(data) > receiving.SMALL_BYTES
    receive(submission, filler, data)
    job = run_job()
    assert job.state == JobState.DONE, job.error
    submission.refresh_from_db()
    assert submission.draft.rows_count == RosterRow.objects.count() == 5000
