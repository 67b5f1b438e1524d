"""A row added to a draft and a row removed from it, in the spreadsheet."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accountability.intake.actions import mending
from accountability.intake.actions.errors import BadInputError, NotPermittedError, StaleError
from accountability.intake.checked import ROW_ADDED, ROW_REMOVED
from accountability.intake.models import CellChange, Problem, Revision
from accountability.ledgers.models import RosterRow
from portal.audit.models import AuditEvent
from tests import make
from tests.accountability.intake.flow.conftest import NOON, upload

SHEET = "Sheet1"


@pytest.fixture
def draft(submission, filler) -> Revision:
    revision: Revision = upload(submission, filler)
    return revision


@pytest.fixture
def browser(client, filler):
    client.force_login(filler, backend="django.contrib.auth.backends.ModelBackend")
    return client


def numbers(revision) -> list[int]:
    rows = RosterRow.objects.filter(revision=revision)
    return list(rows.order_by("row_no").values_list("row_no", flat=True))


def add(submission, by, **more):
    done = mending.add_row(submission=submission, sheet_name=SHEET, by=by, at=NOON, **more)
    submission.refresh_from_db()
    return done


def remove(submission, by, *rows):
    revision = mending.edit_cells(
        submission=submission, edits=[], removed=[(SHEET, row) for row in rows], by=by, at=NOON
    )
    submission.refresh_from_db()
    return revision


def test_a_row_is_added_below_filled_in_and_logged(submission, filler, draft):
    revision, number = add(submission, filler)
    assert (numbers(revision), number) == ([6, 7, 8, 9, 10], 10)
    assert Problem.objects.filter(revision=revision, row_no=10, severity="error").exists()
    edits = [mending.CellEdit(SHEET, 10, "person_name", "新来的")]
    mended = mending.edit_cells(submission=submission, edits=edits, by=filler, at=NOON)
    assert RosterRow.objects.get(revision=mended, row_no=10).person_name == "新来的"
    logged = CellChange.objects.filter(revision=mended, row_no=10, rule="EDIT")
    assert list(logged.order_by("pk").values_list("field", "raw", "result")) == [
        ("", "", ROW_ADDED),
        ("person_name", "", "新来的"),
    ]
    assert AuditEvent.objects.filter(verb="intake.edit", sentence__contains="新增第10行").exists()


def test_a_removed_row_stays_in_the_log_with_what_stood_in_it(submission, filler, draft):
    name = RosterRow.objects.get(revision=draft, row_no=7).person_name
    revision = remove(submission, filler, 7)
    assert numbers(revision) == [6, 8, 9]
    again = mending.recheck(submission=submission, by=filler, at=NOON)
    logged = CellChange.objects.get(revision=again, result=ROW_REMOVED)
    assert (logged.row_no, f"姓 名：{name}" in logged.raw) == (7, True)
    assert "身份证号码：990***" in logged.raw
    assert numbers(draft) == [6, 7, 8, 9]
    submission.refresh_from_db()
    assert add(submission, filler)[1] == 10


def test_a_table_emptied_in_the_browser_takes_rows_again(submission, filler, draft):
    empty = remove(submission, filler, 6, 7, 8, 9)
    assert (numbers(empty), list(empty.columns)) == ([], [SHEET])
    revision, number = add(submission, filler)
    assert (numbers(revision), number) == ([10], 10)


def test_rows_are_the_county_officers_and_of_the_draft_shown(submission, filler, draft, signer):
    with pytest.raises(NotPermittedError):
        add(submission, signer)
    with pytest.raises(BadInputError):
        mending.add_row(submission=submission, sheet_name="没有", by=filler, at=NOON)
    colleague = make.user("county_officer", submission.county)
    add(submission, colleague)
    with pytest.raises(StaleError):
        add(submission, filler, seen=draft.pk)


def test_forms_add_and_remove_without_javascript(browser, submission, draft):
    url = reverse("intake:row-add", args=[submission.pk])
    answer = browser.post(f"{url}?seen={draft.pk}&sheet=0&page=1")
    assert answer.url.endswith("?page=1&cell=B10#cell")
    page = browser.get(answer.url).content.decode()
    assert "已在表末增加第10行" in page
    assert 'data-current="B10"' in page
    url = reverse("intake:row-remove", args=[submission.pk])
    assert "请先选中" in browser.post(url, {"row": "x"}, follow=True).content.decode()
    assert "没有这一行" in browser.post(url, {"row": "0-99"}, follow=True).content.decode()
    page = browser.post(url, {"row": "0-7", "a": "C7"}, follow=True).content.decode()
    assert "已删除第7行" in page
    assert 'data-current="C8"' in page
    submission.refresh_from_db()
    assert numbers(submission.draft) == [6, 8, 9, 10]
    compare = reverse("intake:revision", args=[submission.draft_id]) + "?tab=compare"
    assert "在线删除的行" in browser.get(compare).content.decode()


def test_the_marked_copy_leaves_alone_the_cells_below_the_users_rows(browser, submission, draft):
    browser.post(reverse("intake:row-add", args=[submission.pk]))
    submission.refresh_from_db()
    answer = browser.get(reverse("intake:annotated", args=[submission.draft_id]))
    book = load_workbook(io.BytesIO(answer.content))
    assert book[SHEET]["B10"].comment is None
    labels = [row[4].value or "" for row in book["问题清单"].iter_rows(min_row=2)]
    assert any(label.startswith("新增行10") for label in labels)


def test_the_cell_of_an_added_row_says_it_is_not_in_the_file(browser, submission, draft):
    browser.post(reverse("intake:row-add", args=[submission.pk]))
    submission.refresh_from_db()
    url = reverse("intake:cell", args=[submission.draft_id, 10, "person_name"])
    assert "上传的文件里没有" in browser.get(url).content.decode()
