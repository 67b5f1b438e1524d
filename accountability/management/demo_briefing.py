"""The demo's first briefing: made by the officer, issued by the signer, by the real jobs."""

import datetime as dt
import time
from collections.abc import Callable

from django.utils import timezone

from accountability.intake.models import CollectionTask
from accountability.management.demo_plan import MONTH
from accountability.reports import actions
from accountability.reports.models import Document
from accountability.reports.rules import DocumentKind
from portal.access.models import User
from portal.access.scope import acting_as
from portal.jobs import runner
from portal.jobs.models import Job, JobState
from villages.places.models import Division, Level

WAIT_SECONDS = 300


def issue_briefing(say: Callable[[str], None]) -> str:
    """Make and issue the dispatch of the collected month, unless there is a document already."""
    del say
    if Document.objects.exists() or not CollectionTask.objects.filter(period=str(MONTH)).exists():
        return ""
    province = Division.objects.get(level=Level.PROVINCE, valid_to__isnull=True)
    officer, signer = (User.objects.get(username=name) for name in ("province", "signer"))
    with acting_as(officer):
        asked = actions.ask_for_document(
            kind=DocumentKind.MONTHLY, scope=province, period=MONTH, by=officer, at=_now()
        )
    draft = Document.objects.get(pk=_done(asked)["document"])
    with acting_as(signer):
        signed = actions.ask_to_issue(document=draft, by=signer, at=_now())
    issued = Document.objects.get(pk=_done(signed)["document"])
    return f"{issued.title}（{issued.number}，{issued.pages}页）已印发"


def _now() -> dt.datetime:
    return timezone.now()


def _done(job: Job) -> dict[str, int]:
    """Do the job here, or wait for the worker that was quicker, and return its result."""
    until = time.monotonic() + WAIT_SECONDS
    while "document" not in job.result:
        runner.run(job.pk, now=timezone.now)
        job.refresh_from_db()
        if job.state in {JobState.FAILED, JobState.CANCELLED} or time.monotonic() > until:
            raise RuntimeError(f"{job.title}：{job.get_state_display()} {job.error}")
        time.sleep(0.2)
    return dict(job.result)
