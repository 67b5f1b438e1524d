"""The flow knows no sheet by name: T2 and T3 go the same way as T1."""

import datetime as dt

import pytest
from django.urls import reverse

from accountability.assessment.models import ScoreRow
from accountability.intake.actions import receiving
from accountability.intake.queries.cells import locate
from accountability.intake.queries.differences import baseline_of, rows_that_differ, summary
from accountability.intake.rules import State
from accountability.ledgers.models import PresenceRow
from tests import make
from tests.accountability.intake.flow.books import t1_rows, xlsx
from tests.accountability.intake.flow.conftest import NOON, explain_all, send, take, upload
from tests.accountability.intake.sheets import t1_grid, t2_grid, t2_row, t3_grid, t3_row


@pytest.fixture
def zhang(province):
    return make.posting(province.villages_a[0], who=make.person("张三"))


def receive(submission, by, *grids):
    receiving.receive_upload(
        submission=submission, chunks=[xlsx(*grids)], name="报表.xlsx", again=False, by=by, at=NOON
    )
    submission.refresh_from_db()
    return submission.draft


def test_weeks_are_compared_place_by_place(province, filler, zhang):
    submission = make.submission("T2", "2020-05", province.county_a)
    first = receive(submission, filler, t2_grid([t2_row()]))
    grid = t2_grid([t2_row()])
    (stored,) = PresenceRow.objects.filter(revision=first)
    place = ord(first.columns[grid.name]["days_1"]) - ord("A")
    assert grid.rows[stored.row_no - 1][place] == 4.0
    grid.rows[stored.row_no - 1][place] = 3.0
    second = receive(submission, filler, grid)
    counted = summary(second, first)
    assert (counted.added, counted.removed, counted.changed) == (0, 0, 1)
    (difference,) = rows_that_differ(second, first)
    assert any("实驻" in cell.label for cell in difference.cells)
    assert PresenceRow.objects.filter(revision=second).count() == 1


def test_last_month_is_what_a_first_report_is_compared_with(
    client, province, filler, signer, officer
):
    april = make.submission("T1", "2020-04", province.county_a)
    upload(april, filler)
    take(april, filler, signer, officer)
    may = make.submission("T1", "2020-05", province.county_a)
    rows = t1_rows(4)
    rows[2]["职务职级"] = "正处"
    draft = upload(may, filler, rows)
    baseline = baseline_of(may)
    assert (baseline.revision, baseline.is_last_period) == (april.draft, True)
    client.force_login(filler, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("intake:revision", args=[draft.pk]) + "?tab=compare")
    assert "上期（2020年4月）" in page.content.decode()
    assert "职务职级 1" in page.content.decode()


def test_scores_open_in_the_grid(client, province, filler, zhang):
    submission = make.submission("T3", "2020", province.county_a)
    draft = receive(submission, filler, t3_grid([t3_row()]))
    assert ScoreRow.objects.filter(revision=draft).count() == 1
    client.force_login(filler, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("intake:revision", args=[draft.pk])).content.decode()
    assert 'data-field="total_score"' in page
    template = client.get(reverse("intake:template", args=[submission.pk]))
    assert template.content[:2] == b"PK"


def test_several_sheets_of_a_file_are_leaves_of_the_grid(client, province, filler, zhang):
    submission = make.submission("T1", "2020-05", province.county_a)
    rows = t1_rows(8)
    rows[5]["贫困户数(户)"] = "很多"
    one = t1_grid(rows[:4], name="青岭镇甲")
    other = t1_grid(rows[4:], name="青岭镇乙")
    draft = receive(submission, filler, one, other)
    assert set(draft.columns) == {"青岭镇甲", "青岭镇乙"}
    assert locate(draft, "E7").sheet_name == "青岭镇甲"
    assert locate(draft, "青岭镇乙/E7").sheet_name == "青岭镇乙"
    client.force_login(filler, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("intake:revision", args=[draft.pk])
    first = client.get(url).content.decode()
    assert "青岭镇乙／E7" in first
    second = client.get(url, {"sheet": 1}).content.decode()
    assert 'data-row="1-7"' in second
    edit = client.post(
        reverse("intake:edit", args=[submission.pk]) + "?sheet=1",
        {"a": "E7", "row": "1-7", "field": "poor_households", "value": "57"},
        headers={"HX-Request": "true"},
    )
    assert edit.status_code == 200
    submission.refresh_from_db()
    assert submission.draft.errors_count == draft.errors_count - 1


@pytest.fixture
def month(province, filler, zhang):
    """A draft of T2 that was clean when it was checked, and a roster that has changed since."""
    submission = make.submission("T2", "2020-05", province.county_a)
    receive(submission, filler, t2_grid([t2_row()]))
    assert submission.state == State.READY
    explain_all(submission, filler)
    return submission


def leave(zhang):
    """Let Zhang have left the village before the month."""
    type(zhang).objects.filter(pk=zhang.pk).update(
        ended_on=dt.date(2020, 1, 1), end_reason="expired"
    )


def test_submitting_looks_again_at_what_has_changed_since(client, month, filler, zhang):
    leave(zhang)
    client.force_login(filler, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("intake:submit", args=[month.pk])
    answer = client.post(url, {"version": month.version})
    month.refresh_from_db()
    assert answer.url == reverse("intake:revision", args=[month.draft_id])
    assert month.state == State.TO_MEND
    assert month.draft.errors_count


def test_accepting_looks_again_too(client, month, filler, signer, officer, zhang):
    send(month, filler, signer)
    leave(zhang)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("intake:accept", args=[month.pk])
    assert "接收前核对的新发现" in client.get(url).content.decode()
    answer = client.post(url, {"version": month.version, "reason": ""})
    assert answer.status_code == 422
    assert "新发现 1 处错误" in answer.content.decode()
    month.refresh_from_db()
    assert month.state == State.TO_ACCEPT
