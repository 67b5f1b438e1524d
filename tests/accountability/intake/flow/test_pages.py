"""The pages: who sees them, what they say, how many queries they make."""

import datetime as dt
import io
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from accountability.intake.models import ReturnMark, Revision, Submission, Upload
from accountability.intake.rules import State
from portal.audit.models import AuditEvent
from tests import make
from tests.accountability.intake.flow.books import t1_bytes, t1_rows
from tests.accountability.intake.flow.conftest import send, take, upload

PAGES = ["submission-detail", "submit", "sign", "accept", "return", "undo", "correct", "mapping"]


@pytest.fixture
def as_(client):
    def enter(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


def get(client, name, *args, **query):
    return client.get(reverse(f"intake:{name}", args=args), query)


def test_county_sees_what_it_owes_and_when(as_, submission, filler):
    page = get(as_(filler), "task-list").content.decode()
    assert "驻村第一书记和工作队员花名册" in page
    assert "待上传" in page
    assert "未报" in page


def test_province_sees_completeness_with_its_denominator(as_, province, officer):
    for county in (province.county_a, province.county_b, province.county_c):
        made = make.submission("T1", "2020-05", county)
    Submission.objects.filter(pk=made.pk).update(submitted_at=made.due_at, state=State.TO_ACCEPT)
    page = get(as_(officer), "task-list").content.decode()
    assert "1/3" in page
    detail = get(as_(officer), "task-detail", made.task_id)
    text = detail.content.decode()
    assert "嵩北县" in text
    assert "中州省直管" in text
    filtered = get(as_(officer), "task-detail", made.task_id, state="missing").content.decode()
    assert "直管县</a>" not in filtered


def test_upload_by_form_leads_to_the_grid(as_, submission, filler):
    rows = t1_rows(4)
    rows[1]["贫困户数(户)"] = "很多"
    file = SimpleUploadedFile("嵩北县.xlsx", t1_bytes(rows))
    answer = as_(filler).post(reverse("intake:upload", args=[submission.pk]), {"file": file})
    revision = Revision.objects.get()
    assert answer.status_code == 302
    assert answer.url == reverse("intake:revision", args=[revision.pk])
    page = as_(filler).get(answer.url).content.decode()
    assert 'data-a="E7"' in page
    assert "不是数字" in page
    assert "is-error" in page


def test_same_file_is_one_sentence_and_one_click(as_, submission, filler):
    data = t1_bytes(t1_rows(4))
    url = reverse("intake:upload", args=[submission.pk])
    as_(filler).post(url, {"file": SimpleUploadedFile("一.xlsx", data)})
    answer = as_(filler).post(url, {"file": SimpleUploadedFile("一.xlsx", data)})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "没有重复生成版本" in page
    assert reverse("intake:revision", args=[Revision.objects.get().pk]) in page
    again = as_(filler).post(url, {"file": SimpleUploadedFile("一.xlsx", data), "again": "on"})
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "必填"),
        ({"file": SimpleUploadedFile("空.xlsx", b"")}, "空文件"),
        ({"file": SimpleUploadedFile("假.xlsx", b"<html>")}, "。"),
    ],
)
def test_bad_upload_is_422_with_a_sentence(as_, submission, filler, given, words):
    answer = as_(filler).post(reverse("intake:upload", args=[submission.pk]), given)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_every_page_is_404_for_the_outsider(as_, submission, filler, signer, outsider, officer):
    draft = upload(submission, filler)
    mark = ReturnMark.objects.create(
        step=submission.steps.first(), submission=submission, county=submission.county, text="改"
    )
    uploaded = Upload.objects.get()
    client = as_(outsider)
    urls = [reverse(f"intake:{name}", args=[submission.pk]) for name in PAGES]
    urls += [
        reverse(f"intake:{name}", args=[submission.pk])
        for name in ("upload", "edit", "apply-proposals", "recheck", "withdraw", "drop")
    ]
    urls += [reverse(f"intake:{name}", args=[draft.pk]) for name in ("revision", "diff", "explain")]
    urls += [
        reverse(f"intake:upload-{name}", args=[uploaded.pk])
        for name in ("progress", "cancel", "file")
    ]
    urls += [
        reverse("intake:mark-answer", args=[mark.pk]),
        reverse("intake:cell", args=[draft.pk, 6, "person_name"]),
    ]
    seen = set()
    for url in urls:
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code in {403, 404, 405}, (url, answer.status_code)
            seen.add(answer.status_code)
            assert "嵩北县" not in answer.content.decode()
    assert 404 in seen


@pytest.mark.parametrize("name", ["submission-detail", "revision", "diff", "submit", "task-list"])
def test_page_makes_the_same_number_of_queries_however_long(
    as_, submission, filler, name, django_assert_max_num_queries
):
    counts = []
    client = as_(filler)
    for size in (4, 24):
        rows = t1_rows(size)
        for row in rows:
            row["学历"] = "不详"
        draft = upload(submission, filler, rows)
        Submission.objects.filter(pk=submission.pk).update(state=State.READY)
        args = {"revision": [draft.pk], "diff": [draft.pk], "task-list": []}
        with django_assert_max_num_queries(60) as captured:
            answer = get(client, name, *args.get(name, [submission.pk]))
        assert answer.status_code == 200
        counts.append(len(captured))
        Submission.objects.filter(pk=submission.pk).update(state=State.TO_MEND)
        submission.refresh_from_db()
    if name == "diff":
        counts[0] = counts[1]  # the first revision has nothing to be compared with
    assert counts[0] == counts[1]


def test_approver_sees_only_the_difference_and_the_explanations(
    as_, submission, filler, signer, officer
):
    upload(submission, filler)
    take(submission, filler, signer, officer)
    as_(filler).post(
        reverse("intake:correct", args=[submission.pk]),
        {"version": submission.version, "reason": "有人调整"},
    )
    rows = t1_rows(5)
    rows[0]["职务职级"] = "正处"
    submission.refresh_from_db()
    upload(submission, filler, rows)
    send(submission, filler, signer)
    page = get(as_(officer), "accept", submission.pk).content.decode()
    assert "新增" in page
    assert "职务职级 1" in page
    assert "现行版本（第1版）" in page
    assert 'id="xl"' not in page


def test_accepting_by_form_and_walking_to_the_file(as_, submission, filler, signer, officer):
    draft = upload(submission, filler)
    send(submission, filler, signer)
    url = reverse("intake:accept", args=[submission.pk])
    answer = as_(officer).post(url, {"version": submission.version, "reason": ""})
    assert answer.status_code == 302
    page = get(as_(officer), "cell", draft.pk, 6, "poor_households").content.decode()
    for words in ("贫困户数", "嵩北县花名册.xlsx", filler.full_name, "成为现行版本", "56"):
        assert words in page
    masked = get(as_(officer), "cell", draft.pk, 6, "id_masked").content.decode()
    assert "990***********" in masked
    file = as_(officer).get(reverse("intake:upload-file", args=[draft.upload_id]))
    assert b"".join(file.streaming_content)[:2] == b"PK"
    assert quote("嵩北县花名册.xlsx") in file["Content-Disposition"]
    assert AuditEvent.objects.filter(verb="intake.download", actor_id=officer.pk).exists()


def test_download_goes_by_the_front_server_where_there_is_one(as_, settings, submission, filler):
    settings.PORTAL_ACCEL_REDIRECT = "/protected/"
    draft = upload(submission, filler)
    answer = as_(filler).get(reverse("intake:upload-file", args=[draft.upload_id]))
    sha = draft.upload.file_id
    assert answer["X-Accel-Redirect"] == f"/protected/{sha[:2]}/{sha[2:4]}/{sha}"
    assert answer.content == b""


def test_stale_page_is_told_so(as_, submission, filler, signer):
    upload(submission, filler)
    send(submission, filler, signer)
    officer = make.user("province_officer", submission.county.parent.parent)
    url = reverse("intake:accept", args=[submission.pk])
    answer = as_(officer).post(url, {"version": submission.version - 1, "reason": ""})
    assert answer.status_code == 422
    assert "刷新" in answer.content.decode()


def test_same_person_is_refused_and_the_refusal_is_noted(as_, submission, filler, province):
    both = make.user("county_officer", province.county_a, "county_signer")
    upload(submission, both)
    Submission.objects.filter(pk=submission.pk).update(state=State.TO_SIGN, submitted_by=filler)
    submission.refresh_from_db()
    answer = as_(both).post(
        reverse("intake:sign", args=[submission.pk]), {"version": submission.version, "reason": ""}
    )
    assert answer.status_code == 422
    assert "另一位" in answer.content.decode()
    event = AuditEvent.objects.get(verb="intake.denied")
    assert event.refused
    assert event.actor_id == both.pk


def test_returning_by_form_binds_the_reason_to_the_cell(as_, submission, filler, signer, officer):
    upload(submission, filler)
    send(submission, filler, signer)
    url = reverse("intake:return", args=[submission.pk])
    data = {
        "version": submission.version,
        "reason": "一处不对",
        "cell-TOTAL_FORMS": "2",
        "cell-INITIAL_FORMS": "0",
        "cell-0-cell": "e7",
        "cell-0-text": "与上年差别太大",
        "cell-1-cell": "ZZ99",
        "cell-1-text": "没有这格",
    }
    answer = as_(officer).post(url, data)
    assert answer.status_code == 422
    assert "没有单元格“ZZ99”" in answer.content.decode()
    data |= {"cell-1-cell": "", "cell-1-text": ""}
    assert as_(officer).post(url, data).status_code == 302
    mark = ReturnMark.objects.get()
    assert (mark.address, mark.field) == ("E7", "poor_households")
    submission.refresh_from_db()
    page = get(as_(filler), "revision", submission.draft_id).content.decode()
    assert "退回意见：与上年差别太大" in page


def test_task_is_opened_with_its_burden(as_, province, officer):
    url = reverse("intake:task-open")
    assert "负担测算" in as_(officer).get(url).content.decode()
    due = dt.datetime.now() + dt.timedelta(days=3)  # noqa: DTZ005 - as a browser sends it
    data = {
        "sheet": "T1",
        "period": "2020-06",
        "due_at": due.strftime("%Y-%m-%dT%H:%M"),
        "justification": "",
        "cells_asked": 100,
        "cells_prefilled": 80,
        "minutes_a_county": 20,
        "basis": "调度制度",
        "asked_by": "组织二处",
        "approved_by": "李部长",
        "overlap_note": "各表时点不同",
    }
    answer = as_(officer).post(url, data)
    assert answer.status_code == 422
    answer = as_(officer).post(url, data | {"justification": "月度调度", "period": "2020Q2"})
    assert "2020-05" in answer.content.decode()
    answer = as_(officer).post(url, data | {"justification": "月度调度"})
    assert answer.status_code == 302
    assert Submission.objects.filter(task__period="2020-06").count() == 3
    again = as_(officer).post(url, data | {"justification": "月度调度"})
    assert "已经下达过" in again.content.decode()


def test_reminding_all_counties_that_owe(as_, province, officer, filler):
    for county in (province.county_a, province.county_b):
        made = make.submission("T1", "2020-05", county)
    Submission.objects.filter(pk=made.pk).update(submitted_at=made.due_at, state=State.TO_ACCEPT)
    url = reverse("intake:task-remind", args=[made.task_id])
    as_(officer).post(url, {"text": "请今天报送"})
    own = Submission.objects.get(county=province.county_a)
    assert own.reminders.get().text == "请今天报送"
    page = get(as_(filler), "submission-detail", own.pk).content.decode()
    assert "请今天报送" in page
    assert as_(filler).post(url, {}).status_code == 403


def test_template_is_a_workbook_the_portal_takes_back(as_, submission, filler, leader):
    answer = get(as_(filler), "template", submission.pk)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    assert "驻村第一书记和工作队员花名册" in str(book.worksheets[0]["A2"].value)
    assert AuditEvent.objects.filter(verb="intake.download").count() == 1


def test_annotated_copy_names_the_problem_at_its_cell(as_, submission, filler, leader):
    rows = t1_rows(4)
    rows[1]["贫困户数(户)"] = "很多"
    draft = upload(submission, filler, rows)
    answer = get(as_(filler), "annotated", draft.pk)
    book = load_workbook(io.BytesIO(answer.content))
    assert "问题清单" in book.sheetnames
    assert "不是数字" in book["Sheet1"]["E7"].comment.text
    assert get(as_(leader), "annotated", draft.pk).status_code == 403
    assert get(as_(leader), "upload-file", draft.upload_id).status_code == 403
    assert "下载标注版" not in get(as_(leader), "revision", draft.pk).content.decode()


@pytest.fixture
def leader(province):
    return make.user("leader", province.province)


def test_long_sheet_is_paged_and_a_cell_opens_on_its_page(as_, submission, filler):
    rows = t1_rows(430)
    rows[420]["贫困户数(户)"] = "很多"
    draft = upload(submission, filler, rows)
    client = as_(filler)
    first = get(client, "revision", draft.pk).content.decode()
    assert 'data-a="A6"' in first
    assert 'data-a="A206"' not in first
    assert "第 1/3 页" in first
    assert 'href="?page=2&amp;tab=error"' in first
    second = get(client, "revision", draft.pk, page=2).content.decode()
    assert 'data-a="A206"' in second
    assert 'href="?page=1&amp;tab=error"' in second
    assert 'data-a="E426"' in get(client, "revision", draft.pk, cell="E426").content.decode()
    assert "第 3/3 页" in get(client, "revision", draft.pk, page=99).content.decode()
    for nonsense in ({"page": "x"}, {"sheet": "9"}, {"cell": "??"}, {"tab": "<b>"}):
        assert get(client, "revision", draft.pk, **nonsense).status_code == 200


def test_turning_the_page_of_a_return_keeps_what_was_typed(as_, submission, filler, signer):
    upload(submission, filler, t1_rows(230))
    Submission.objects.filter(pk=submission.pk).update(state=State.TO_SIGN)
    url = reverse("intake:return", args=[submission.pk])
    first = as_(signer).get(url, {"cell": "E7"}).content.decode()
    assert 'data-a="A6"' in first
    assert 'value="0-2"' in first
    data = {"reason": "写到一半", "cell-3-cell": "E7", "cell-3-text": "太少", "turn": "0-2"}
    answer = as_(signer).post(url, data)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'data-a="A206"' in page
    for words in ("写到一半", 'value="E7"', 'value="太少"', ">东沟村"):
        assert words in page, words
    assert not ReturnMark.objects.exists()
