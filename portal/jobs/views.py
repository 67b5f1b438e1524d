"""How far one's own long work has come."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from portal.access.guards import Request, for_everyone
from portal.jobs import actions
from portal.jobs.models import Job, JobState
from portal.ui.http import partial
from portal.ui.palette import Tone

TONES: dict[str, Tone] = {
    JobState.DONE: "good",
    JobState.FAILED: "bad",
    JobState.CANCELLED: "warning",
}


@for_everyone(is_background=True)
@require_GET
def job_detail(request: Request, job_id: int) -> HttpResponse:
    """Show the progress of a job to whoever asked for it; the fragment asks for itself again."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=job_id)
    template = partial("portal/jobs/job_detail.html", "progress", when=request.htmx)
    return render(request, template, progress(job))


def progress(job: Job) -> dict[str, object]:
    """Return what the progress fragment shows of `job`."""
    onward = str(job.result.get("url", ""))
    return {
        "job": job,
        "url": reverse("jobs:job-detail", kwargs={"job_id": job.pk}),
        "cancel_url": reverse("jobs:job-cancel", kwargs={"job_id": job.pk}),
        "message": job.error or job.progress_text,
        "tone": TONES.get(job.state, "info"),
        "onward": onward if url_has_allowed_host_and_scheme(onward, allowed_hosts=None) else "",
    }


@for_everyone()
@require_POST
def job_cancel(request: Request, job_id: int) -> HttpResponse:
    """Ask for a job to stop."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=job_id)
    if not actions.cancel(job=job, by=request.user, at=timezone.now()):
        messages.info(request, "这项办理已经结束或正在写入结果，不能再取消。")
    return redirect("jobs:job-detail", job_id=job.pk)
