"""The progress of a job is seen by who asked for it."""

import pytest

from portal.jobs.models import Job, JobState
from tests import make

HTMX = {"HX-Request": "true"}


@pytest.fixture
def job(filler):
    return Job.objects.create(
        kind="test", key="one", title="校验T1花名册", originator=filler, created_at=make.NOON,
        sent_at=make.NOON, state=JobState.RUNNING, done_count=3, total_count=12,
        progress_text="已读3行",
    )  # fmt: skip


def page(client, job, **headers):
    return client.get(f"/jobs/{job.pk}/", headers=headers)


def test_page_shows_progress_and_asks_for_itself(client, filler, job):
    client.force_login(filler)
    html = page(client, job).content.decode()
    assert "校验T1花名册" in html
    assert "已读3行（3/12）" in html
    assert f'hx-get="/jobs/{job.pk}/"' in html
    assert f'action="/jobs/{job.pk}/cancel/"' in html


def test_fragment_is_the_progress_alone_and_stops_when_it_is_over(client, filler, job):
    client.force_login(filler)
    fragment = page(client, job, **HTMX).content.decode()
    assert "<html" not in fragment
    assert "hx-get" in fragment
    Job.objects.update(state=JobState.DONE, result={"url": "/reports/7/"})
    fragment = page(client, job, **HTMX).content.decode()
    assert "hx-get" not in fragment
    assert 'href="/reports/7/"' in fragment


@pytest.mark.parametrize("url", ["https://evil.test/", "//evil.test/", "javascript:alert(1)"])
def test_result_leads_to_no_other_site(client, filler, job, url):
    Job.objects.update(state=JobState.DONE, result={"url": url})
    client.force_login(filler)
    assert "evil" not in (html := page(client, job).content.decode())
    assert "javascript:" not in html


def test_failure_is_told_in_its_sentence(client, filler, job):
    Job.objects.update(state=JobState.FAILED, error="文件打不开，请换一个。")
    client.force_login(filler)
    assert "文件打不开，请换一个。" in page(client, job).content.decode()


def test_others_do_not_learn_that_the_job_exists(client, officer, signer, outsider, job):
    for user in (officer, signer, outsider):
        client.force_login(user)
        assert page(client, job).status_code == 404
        assert client.post(f"/jobs/{job.pk}/cancel/").status_code == 404
    assert not Job.objects.get().cancel_requested


def test_cancel_is_asked_by_post(client, filler, job):
    client.force_login(filler)
    assert client.get(f"/jobs/{job.pk}/cancel/").status_code == 405
    assert client.post(f"/jobs/{job.pk}/cancel/").url == f"/jobs/{job.pk}/"
    assert Job.objects.get().cancel_requested


def test_cancel_that_comes_too_late_is_told(client, filler, job):
    Job.objects.update(state=JobState.DONE)
    client.force_login(filler)
    answer = client.post(f"/jobs/{job.pk}/cancel/", follow=True)
    assert "不能再取消" in answer.content.decode()
