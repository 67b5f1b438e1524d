"""Uploading a workbook and following its check."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accountability.intake.actions import receiving
from accountability.intake.forms import UploadForm
from accountability.intake.models import Revision, Upload
from accountability.intake.views.acting import REFUSED, attempt, perform, submission_for
from accountability.intake.views.submissions import page_of
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.jobs.models import JobState


@require_POST
@require(Permission.UPLOAD_CREATE)
def upload(request: Request, submission_id: int) -> HttpResponse:
    """Receive a workbook; a small one is answered at once, a bigger one by a job."""
    submission = submission_for(request, submission_id, Permission.UPLOAD_CREATE)
    form = UploadForm(request.POST, request.FILES)
    receipt: object = None
    if form.is_valid():
        file = form.cleaned_data["file"]
        receipt = attempt(
            request,
            form,
            receiving.receive_upload,
            submission=submission,
            chunks=file.chunks(),
            name=file.name,
            again=form.cleaned_data["again"],
        )
    if isinstance(receipt, receiving.Receipt):
        if receipt.revision:
            messages.success(request, _verdict(receipt.revision))
            return redirect("intake:revision", revision_id=receipt.revision.pk)
        if receipt.job:
            return redirect("intake:submission-detail", submission_id=submission.pk)
        if receipt.same is None:
            form.add_error(None, receipt.sentence)
    context = page_of(request, submission_for(request, submission_id), form)
    if isinstance(receipt, receiving.Receipt) and receipt.same:
        context["same"] = {"sentence": receipt.sentence, "url": _same_url(receipt)}
    return render(request, "accountability/intake/submission_detail.html", context, status=REFUSED)


def _verdict(revision: Revision) -> str:
    if revision.errors_count:
        return f"已校验：{revision.errors_count} 处错误须修改，改完后可提交。"
    return f"已校验：没有错误，{revision.warnings_count} 处提醒。"


def _same_url(receipt: receiving.Receipt) -> str:
    if isinstance(receipt.same, Revision):
        return reverse("intake:revision", args=[receipt.same.pk])
    assert receipt.upload is not None  # noqa: S101 - a receipt of a known file names its upload
    return reverse("intake:submission-detail", args=[receipt.upload.submission_id])


def _visible(request: Request, upload_id: int) -> Upload:
    row: Upload = get_object_or_404(
        Upload.objects.visible_to(request.user).select_related(
            "job", "file", "uploaded_by", "submission", "submission__task", "submission__county"
        ),
        pk=upload_id,
    )
    return row


@require_safe
@require(Permission.SUBMISSION_VIEW)
def upload_progress(request: Request, upload_id: int) -> HttpResponse:
    """Answer how far a check is; when it has ended the page is loaded anew."""
    row = _visible(request, upload_id)
    ended = row.job is None or row.job.state not in {JobState.QUEUED, JobState.RUNNING}
    if not ended and request.htmx:
        return render(
            request, "accountability/intake/_progress.html", {"upload": row, "job": row.job}
        )
    target = _after_check(row) if ended else _submission_url(row)
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": target})
    return redirect(target)


def _after_check(row: Upload) -> str:
    revision = row.revisions.order_by("-number").first()
    if revision:
        return reverse("intake:revision", args=[revision.pk])
    return _submission_url(row)


def _submission_url(row: Upload) -> str:
    return reverse("intake:submission-detail", args=[row.submission_id])


@require_POST
@require(Permission.UPLOAD_CREATE)
def upload_cancel(request: Request, upload_id: int) -> HttpResponse:
    """Stop a check."""
    row = _visible(request, upload_id)
    submission_for(request, row.submission_id, Permission.UPLOAD_CREATE)
    if perform(request, receiving.cancel_check, upload=row):
        messages.success(request, "已取消校验，没有写入任何数据。文件仍保留备查。")
    return redirect("intake:submission-detail", submission_id=row.submission_id)
