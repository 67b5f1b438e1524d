"""What the pages say and offer once a draft has left the county's hands."""

import datetime as dt

import pytest
from django.urls import reverse

from accountability.intake.actions import deciding
from accountability.intake.models import Submission
from accountability.intake.rules import State
from accountability.intake.tags import task_meta
from tests.accountability.intake.flow.books import t1_rows
from tests.accountability.intake.flow.conftest import NOON, take, upload

TO_EXPLAIN = "处提醒提交前须填写说明"


def page(client, user, name, *args):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse(f"intake:{name}", args=args))


@pytest.fixture
def correction(submission: Submission, filler, signer, officer) -> Submission:
    """Start a correction of what was accepted."""
    upload(submission, filler)
    take(submission, filler, signer, officer)
    deciding.start_correction(
        submission=submission, by=officer, at=NOON, version=None, reason="村名写错"
    )
    submission.refresh_from_db()
    return submission


def test_the_bar_of_the_grid_speaks_of_the_state_once_submitted(
    client, submission, filler, officer
):
    rows = t1_rows(4)
    rows[0]["派出单位"] = "从未有过的单位"
    draft = upload(submission, filler, rows)
    Submission.objects.filter(pk=submission.pk).update(state=State.READY)
    assert TO_EXPLAIN in page(client, filler, "revision", draft.pk).content.decode()
    Submission.objects.filter(pk=submission.pk).update(state=State.ACCEPTED)
    text = page(client, officer, "revision", draft.pk).content.decode()
    assert TO_EXPLAIN not in text
    assert "已接收" in text.split('id="action-bar"')[1]


def test_only_the_county_gives_up_a_correction_it_has_begun(
    client, correction, filler, signer, officer, outsider
):
    pk = correction.pk
    assert "放弃更正" in page(client, officer, "submission-detail", pk).content.decode()
    for state in (State.RETURNED, State.TO_MEND, State.READY):
        Submission.objects.filter(pk=pk).update(state=state)
        assert "放弃更正" in page(client, filler, "submission-detail", pk).content.decode()
        assert "放弃更正" not in page(client, officer, "submission-detail", pk).content.decode()
        form = {"version": correction.version, "reason": "不改了"}
        for user, status in ((officer, 403), (signer, 403), (outsider, 404)):
            assert page(client, user, "drop", pk).status_code == status
            assert client.post(reverse("intake:drop", args=[pk]), form).status_code == status
        assert Submission.objects.get(pk=pk).state == state.value


def test_a_deadline_of_another_year_shows_its_year(client, submission, filler):
    due = dt.datetime(2019, 6, 3, 10, tzinfo=dt.UTC)
    Submission.objects.filter(pk=submission.pk).update(due_at=due)
    submission.task.due_at = due
    assert "截止 2019年6月3日 18:00" in task_meta(submission.task)
    text = page(client, filler, "task-list").content.decode()
    assert "2019年6月3日 18:00" in text
    assert "已逾期" in text
