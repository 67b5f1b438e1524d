"""A county that uploads and a province that prints, for the tests that kill what works for them."""

import hashlib

from django.conf import settings
from django.utils import timezone

from accountability.intake.actions.receiving import receive_upload
from accountability.intake.models import Upload
from accountability.intake.rules import Period
from accountability.reports import actions as reports
from accountability.reports.models import Document
from accountability.reports.rules import DocumentKind
from portal.access.models import User
from portal.access.scope import acting_as
from portal.files.store import path_of
from portal.jobs import actions as jobs
from portal.jobs.models import Job
from tests import make
from tests.accountability.intake.sheets import id_number, t1_grid, t1_row, xlsx
from villages.places.models import Division, Level

ROWS = 5000
FILLER, OFFICER = "fault-filler", "fault-officer"


def found() -> None:
    """Open the office: a small province, its people, and a workbook of 5,000 right rows."""
    province = make.small_province()
    make.user("county_officer", province.county_a, username=FILLER)
    make.user("province_officer", province.province, username=OFFICER)
    villages = [village.name for village in province.villages_a]
    rows = [
        t1_row(
            number, villages[number % len(villages)], 队内职务="队员",
            身份证号码=id_number(f"990{number // 500:03d}19800101{number % 500 * 2 + 1:03d}"),
        )
        for number in range(ROWS)
    ]  # fmt: skip
    xlsx(_workbook(), t1_grid(rows))


def _workbook():
    return settings.PORTAL_VAR / "花名册.xlsx"


def upload(period: str) -> dict[str, int]:
    """Upload the workbook for a period, as the page does; return the job and what it works on."""
    county = Division.objects.get(name="嵩北县", level=Level.COUNTY)
    submission = make.submission("T1", period, county)
    filler = User.objects.get(username=FILLER)
    with acting_as(filler):
        receipt = receive_upload(
            submission=submission, chunks=[_workbook().read_bytes()], name="花名册.xlsx",
            again=False, by=filler, at=timezone.now(),
        )  # fmt: skip
    assert receipt.job
    assert receipt.upload
    return {
        "job": receipt.job.pk, "submission": submission.pk, "upload": receipt.upload.pk,
    }  # fmt: skip


def is_kept(upload: int) -> bool:
    """Say whether the uploaded file lies there byte for byte."""
    file = Upload.objects.get(pk=upload).file_id
    return hashlib.sha256(path_of(file).read_bytes()).hexdigest() == file


def order(period: str) -> int:
    """Have the monthly dispatch made, as the page does; return the job."""
    return reports.ask_for_document(
        kind=DocumentKind.MONTHLY,
        scope=Division.objects.get(level=Level.PROVINCE),
        period=Period.parse(period),
        by=User.objects.get(username=OFFICER),
        at=timezone.now(),
    ).pk


def is_printed(document: int) -> bool:
    """Say whether the bytes of a document are there, whole, and a PDF."""
    file = Document.objects.get(pk=document).file_id
    content = path_of(file).read_bytes()
    return hashlib.sha256(content).hexdigest() == file and content[:5] == b"%PDF-"


def deliver(job: int, times: int) -> None:
    """Send the message of a job several times over."""
    kind = Job.objects.get(pk=job).kind
    for _ in range(times):
        jobs.send(job, kind)


def last_month() -> str:
    """Return the month whose dispatch falls due this month."""
    return str(Period.parse(f"{timezone.localdate():%Y-%m}").previous())


def today() -> int:
    """Return the day of the month."""
    return timezone.localdate().day
