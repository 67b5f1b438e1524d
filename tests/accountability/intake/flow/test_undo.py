"""The pointer: acceptance, undo as a unit, reads as of a moment, hooks, two at once."""

import dataclasses
import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.urls import reverse

from accountability.assessment.models import IndicatorValue
from accountability.assessment.rules import COVERAGE
from accountability.intake import hooks
from accountability.intake.actions import deciding, undoing
from accountability.intake.actions.errors import IntakeError, WrongStateError
from accountability.intake.declare import SHEETS, ProjectionError
from accountability.intake.models import Pointer, Revision, Step, Submission
from accountability.intake.queries.differences import rows_that_differ, summary
from accountability.intake.rules import State
from accountability.ledgers.models import RosterRow
from portal.access.scope import acting_as
from tests import make
from tests.accountability.intake.flow.books import t1_rows
from tests.accountability.intake.flow.conftest import NOON, send, take, upload
from villages.postings.models import Posting

DAY = dt.timedelta(days=1)


@pytest.fixture
def twice(submission, filler, signer, officer):
    """Accepted on the first day, corrected and accepted again on the fifth."""
    upload(submission, filler)
    take(submission, filler, signer, officer)
    deciding.start_correction(
        submission=submission, by=filler, at=NOON + 3 * DAY, version=None, reason="有人调整"
    )
    submission.refresh_from_db()
    rows = t1_rows(5)
    rows[0]["职务职级"] = "正处"
    upload(submission, filler, rows, at=NOON + 4 * DAY)
    take(submission, filler, signer, officer, at=NOON + 4 * DAY)
    return submission


def current(submission) -> Revision | None:
    pointer = Pointer.objects.current().filter(submission=submission).first()
    return pointer.revision if pointer else None


def test_correction_leaves_the_accepted_revision_current_until_it_is_accepted(
    submission, filler, signer, officer
):
    first = upload(submission, filler)
    take(submission, filler, signer, officer)
    deciding.start_correction(
        submission=submission, by=filler, at=NOON + DAY, version=None, reason="有人调整"
    )
    submission.refresh_from_db()
    second = upload(submission, filler, t1_rows(5), at=NOON + 2 * DAY)
    assert current(submission) == first
    send(submission, filler, signer, NOON + 2 * DAY)
    assert current(submission) == first
    deciding.accept(submission=submission, by=officer, at=NOON + 2 * DAY, version=None)
    assert current(submission) == second


def test_undo_restores_the_older_revision_and_erases_nothing(twice, officer):
    first, second = twice.revisions.order_by("number")
    rows = RosterRow.objects.count()
    undoing.undo(submission=twice, by=officer, at=NOON + 6 * DAY, version=None, reason="误接收")
    twice.refresh_from_db()
    assert current(twice) == first
    assert (twice.state, twice.draft) == (State.ACCEPTED, first)
    assert RosterRow.objects.count() == rows
    assert Pointer.objects.filter(submission=twice).count() == 3
    closed = Pointer.objects.get(revision=second)
    assert (closed.closed_at, closed.closed_by) == (NOON + 6 * DAY, officer)


def test_undo_of_the_first_acceptance_leaves_nothing_current(twice, officer):
    for day in (6, 7):
        undoing.undo(
            submission=twice, by=officer, at=NOON + day * DAY, version=None, reason="误接收"
        )
    twice.refresh_from_db()
    assert current(twice) is None
    assert twice.state == State.TO_ACCEPT
    with pytest.raises(WrongStateError):
        undoing.undo(submission=twice, by=officer, at=NOON + 8 * DAY, version=None, reason="误")


def test_undone_submission_can_be_accepted_again_by_another_or_the_same_officer(
    submission, filler, signer, officer
):
    draft = upload(submission, filler)
    take(submission, filler, signer, officer)
    undoing.undo(submission=submission, by=officer, at=NOON + DAY, version=None, reason="误接收")
    deciding.accept(submission=submission, by=officer, at=NOON + 2 * DAY, version=None)
    assert current(submission) == draft


def test_reads_as_of_a_moment_are_the_same_for_ever(twice, officer):
    first, second = twice.revisions.order_by("number")
    undoing.undo(submission=twice, by=officer, at=NOON + 6 * DAY, version=None, reason="误接收")

    def known(moment):
        pointer = Pointer.objects.current_at(moment).filter(submission=twice).first()
        return pointer.revision if pointer else None

    moments = [NOON - DAY, NOON, NOON + 3 * DAY, NOON + 4 * DAY, NOON + 5 * DAY, NOON + 6 * DAY]
    expected = [None, first, first, second, second, first]
    assert [known(moment) for moment in moments] == expected


def test_undo_page_says_what_it_restores_and_does_it(client, twice, officer):
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("intake:undo", args=[twice.pk])
    page = client.get(url).content.decode()
    assert "由 <b>第2版</b> 恢复为 <b>第1版</b>" in page
    assert "减少 <b>1</b> 行" in page
    refused = client.post(url, {"version": twice.version, "reason": ""})
    assert refused.status_code == 422
    done = client.post(url, {"version": twice.version, "reason": "误接收"})
    assert done.status_code == 302
    assert current(twice).number == 1


def test_difference_names_rows_and_columns(twice):
    first, second = twice.revisions.order_by("number")
    counted = summary(second, first)
    assert (counted.added, counted.removed, counted.changed, counted.unchanged) == (1, 0, 1, 3)
    assert counted.columns == [("职务职级", 1)]
    rows = rows_that_differ(second, first)
    assert [row.kind for row in rows] == ["changed", "added"]
    (cell,) = rows[0].cells
    assert (cell.label, cell.before, cell.after) == ("职务职级", "副处", "正处")
    back = summary(first, second)
    assert (back.added, back.removed, back.changed) == (0, 1, 1)
    assert summary(first, first).is_empty


def test_same_value_written_otherwise_is_no_difference(submission, filler):
    first = upload(submission, filler)
    rows = t1_rows(4)
    for row in rows:
        row["贫困户数(户)"] = "５６"
    second = upload(submission, filler, rows)
    assert summary(second, first).is_empty


def test_figures_move_in_the_transaction_of_the_pointer(submission, filler, signer, officer):
    seen = []

    @hooks.on_pointer_moved
    def note(*, submission: Submission, at: dt.datetime) -> None:
        seen.append((current(submission), at))
        if len(seen) == 2:
            raise RuntimeError

    try:
        draft = upload(submission, filler)
        take(submission, filler, signer, officer)
        assert seen == [(draft, NOON)]
        with pytest.raises(RuntimeError), transaction.atomic():
            undoing.undo(
                submission=submission, by=officer, at=NOON + DAY, version=None, reason="误"
            )
    finally:
        hooks.POINTER_MOVED.remove(note)
    assert current(submission) == draft


@pytest.mark.django_db(transaction=True)
def test_two_officers_accepting_at_once_accept_once(submission, filler, signer, officer, province):
    upload(submission, filler)
    send(submission, filler, signer)
    other = make.user("province_officer", province.province)
    start, results = threading.Barrier(2), []

    def accept(user):
        try:
            start.wait()
            with acting_as(user):
                deciding.accept(submission=submission, by=user, at=NOON, version=submission.version)
            results.append("accepted")
        except IntakeError as error:
            results.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[user]) for user in (officer, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["StaleError", "accepted"]
    assert Pointer.objects.filter(submission=submission).count() == 1
    assert Step.objects.filter(submission=submission, to_state=State.ACCEPTED).count() == 1


def test_database_shows_a_county_only_its_own_even_in_raw_sql(
    submission, filler, outsider, province
):
    upload(submission, filler)
    tables = ["submission", "upload", "revision", "rosterrow", "problem", "step"]
    for user, sees in ((filler, True), (outsider, False)):
        with acting_as(user), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"SELECT count(*) FROM accountability_{table}")
                assert bool(cursor.fetchone()[0]) is sees or table == "problem", table


def test_whole_way_under_the_database_wall(submission, filler, signer, officer):
    with acting_as(filler):
        upload(submission, filler)
    with acting_as(filler):
        from tests.accountability.intake.flow.conftest import explain_all

        explain_all(submission, filler)
        deciding.submit(submission=submission, by=filler, at=NOON, version=None)
    with acting_as(signer):
        deciding.sign(submission=submission, by=signer, at=NOON, version=None)
    with acting_as(officer):
        deciding.accept(submission=submission, by=officer, at=NOON, version=None)
    with acting_as(officer):
        undoing.undo(submission=submission, by=officer, at=NOON + DAY, version=None, reason="误")
    submission.refresh_from_db()
    assert submission.state == State.TO_ACCEPT


def test_acceptance_reaches_the_registry_and_undo_takes_it_back(
    submission, filler, signer, officer
):
    upload(submission, filler)
    take(submission, filler, signer, officer)
    assert Posting.objects.filter(county=submission.county).count() == 4
    undoing.undo(submission=submission, by=officer, at=NOON + DAY, version=None, reason="误接收")
    assert Posting.objects.filter(county=submission.county).count() == 0


def test_registry_that_cannot_take_the_rows_is_told_in_a_sentence(
    client, submission, filler, signer, officer, monkeypatch
):
    def refuse(**_: object) -> None:
        raise ProjectionError("第一书记任期重叠，不能接收：双河村的李四与王五。")

    upload(submission, filler)
    send(submission, filler, signer)
    monkeypatch.setitem(SHEETS, "T1", dataclasses.replace(SHEETS["T1"], project=refuse))
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("intake:accept", args=[submission.pk])
    answer = client.post(url, {"version": submission.version, "reason": ""})
    assert answer.status_code == 422
    assert "任期重叠" in answer.content.decode()
    submission.refresh_from_db()
    assert (submission.state, current(submission)) == (State.TO_ACCEPT, None)


def test_figures_follow_the_pointer(submission, filler, signer, officer):
    upload(submission, filler)
    take(submission, filler, signer, officer)
    value = IndicatorValue.objects.get(county=submission.county, indicator=COVERAGE)
    assert (value.numerator, value.denominator) == (4, 4)
    undoing.undo(submission=submission, by=officer, at=NOON + DAY, version=None, reason="误接收")
    assert not IndicatorValue.objects.filter(county=submission.county).exists()
