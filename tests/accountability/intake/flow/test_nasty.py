"""Files nobody here wrote go through the upload page: a draft or a sentence, never a 500."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accountability.intake.models import Revision, Submission, Upload
from accountability.intake.rules import State
from portal.files.store import path_of
from portal.jobs import runner
from portal.jobs.models import Job, JobState
from tests import make

NASTY = Path(__file__).parents[5] / "shared" / "nasty"
FILES = sorted(path for path in (NASTY.iterdir() if NASTY.is_dir() else []) if path.suffix != ".md")

pytestmark = [
    pytest.mark.skipif(not FILES, reason="the corpus ../shared/nasty is not here"),
    pytest.mark.django_db(transaction=True),
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nasty_file_is_answered_in_chinese_and_kept(client, province, filler, path):
    submission = make.submission("T1", "2020-05", province.county_a)
    client.force_login(filler, backend="django.contrib.auth.backends.ModelBackend")
    data = path.read_bytes()
    url = reverse("intake:upload", args=[submission.pk])
    answer = client.post(url, {"file": SimpleUploadedFile(path.name, data)})
    assert answer.status_code in {302, 422}
    upload = Upload.objects.get()
    assert path_of(upload.file_id).read_bytes() == data
    job = Job.objects.first()
    if job:
        runner.run(job.pk, now=lambda: make.NOON)
        job.refresh_from_db()
        assert job.state in {JobState.DONE, JobState.FAILED}
        upload.refresh_from_db()
    submission = Submission.objects.get(pk=submission.pk)
    revision = Revision.objects.first()
    if revision is None:
        assert upload.verdict == Upload.Verdict.REFUSED
        assert upload.refusal.endswith("。")
        assert submission.state == State.OPEN
        assert job or upload.refusal in answer.content.decode()
    else:
        assert submission.state in {State.TO_MEND, State.READY}
        for name in ("revision", "diff"):
            page = client.get(reverse(f"intake:{name}", args=[revision.pk]))
            assert page.status_code == 200
