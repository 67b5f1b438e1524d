"""A checked workbook becomes an immutable revision, inside the county's own scope."""

import datetime as dt
import json

import pytest
from django.db import DatabaseError, transaction

from accountability.intake.declare import SHEETS
from accountability.intake.models import (
    CellChange,
    CollectionTask,
    Problem,
    Revision,
    Submission,
    Upload,
)
from accountability.intake.staging import stage
from accountability.ledgers.models import RosterRow
from portal.access.scope import acting_as
from portal.access.sealing import unseal
from portal.files.models import StoredFile
from tests import make
from tests.accountability.intake.sheets import book, checked, t1_grid, t1_row


@pytest.fixture
def submission(province):
    task = CollectionTask.objects.create(
        sheet_code="T1", period="2020-05", due_at=make.NOON, opened_at=make.NOON
    )
    return Submission.objects.create(task=task, county=province.county_a, due_at=make.NOON)


@pytest.fixture
def upload(submission, filler):
    stored = StoredFile.objects.create(sha256="a" * 64, size=1, stored_at=make.NOON)
    return Upload.objects.create(
        submission=submission, county=submission.county, file=stored, name="花名册.xlsx",
        uploaded_by=filler, uploaded_at=make.NOON,
    )  # fmt: skip


def staged(result, submission, upload, filler) -> Revision:
    return stage(
        result, submission=submission, upload=upload, kind=Revision.Kind.FILE, parent=None,
        by=filler, at=make.NOON,
    )  # fmt: skip


def test_rows_problems_and_changes_are_written_inside_the_scope(
    province, submission, upload, filler, django_assert_max_num_queries
):
    rows = [
        t1_row(1, "双河村"),
        t1_row(2, "东沟村", **{"姓 名": "张　三", "政治\n面貌": "党员", "备注": 'a\t"b"\\c\nd'}),
        t1_row(3, "石门村", 性别="女", 到村日期="2019.1"),
    ]
    result = checked(book(t1_grid(rows)), province.county_a)
    with acting_as(filler), django_assert_max_num_queries(46):  # one for each rule that compares T1
        revision = staged(result, submission, upload, filler)
    assert (revision.number, revision.rows_count, revision.errors_count) == (1, 3, 0)
    written = list(RosterRow.objects.filter(revision=revision).order_by("row_no"))
    assert [row.person_name for row in written] == ["张二国", "张三", "张四国"]
    assert written[1].remark == 'a\t"b"\\c\nd'
    assert written[1].raw[5] == "张　三"
    assert written[1].village_types == ["贫困村"]
    assert written[2].arrived_on == dt.date(2019, 1, 1)
    assert written[0].id_masked == "990***********" + rows[0]["身份证号码"][-4:]
    assert json.loads(unseal(written[0].sealed))["id_masked"] == rows[0]["身份证号码"]
    assert str(rows[0]["身份证号码"]) not in str(RosterRow.objects.values_list())
    changed = set(CellChange.objects.values_list("address", "raw", "result", "rule"))
    assert ("F7", "张　三", "张三", "D2") in changed
    assert ("K7", "党员", "中共党员", "D20") in changed
    warned = Problem.objects.get(revision=revision, rule="D5")
    assert (warned.address, warned.row_label, warned.severity) == ("G8", "石门村 张四国", "warning")
    warnings = Problem.objects.filter(revision=revision, severity="warning")
    assert revision.warnings_count == warnings.count() > 1  # the cross-checks' among them


def test_a_revision_never_changes(province, submission, upload, filler):
    result = checked(book(t1_grid([t1_row(1)])), province.county_a)
    revision = staged(result, submission, upload, filler)
    with pytest.raises(DatabaseError), transaction.atomic():
        RosterRow.objects.filter(revision=revision).update(person_name="李四")
    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(errors_count=9)


def test_the_same_content_has_the_same_hash_however_it_is_laid_out(province):
    rows = [t1_row(1), t1_row(2, "东沟村")]
    grid = t1_grid(rows)
    other = t1_grid(rows, name="花名册")
    other.rows.insert(0, [])
    other.merges.clear()
    one = checked(book(grid), province.county_a)
    two = checked(book(other), province.county_a)
    assert [row.row_no for row in two.rows] == [7, 8]
    assert one.content_hash == two.content_hash
    rows[0]["姓 名"] = "王五"
    assert checked(book(t1_grid(rows)), province.county_a).content_hash != one.content_hash


def test_numbers_follow_each_other(province, submission, upload, filler):
    result = checked(book(t1_grid([t1_row(1)])), province.county_a)
    numbers = [staged(result, submission, upload, filler).number for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert SHEETS["T1"].model == "accountability.RosterRow"
