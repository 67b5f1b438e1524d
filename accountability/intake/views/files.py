"""Files that go out: the user's own file, its annotated copy, the prefilled template."""

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accountability.intake import annotate, template
from accountability.intake.models import Revision, Submission, Upload
from accountability.intake.queries.files import filled_for, marks_of
from accountability.intake.queries.submissions import sheet_of, title_of
from accountability.intake.reading.grid import RefusedError
from accountability.intake.views.acting import demand_any, submission_for
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.audit.trail import record
from portal.files.store import path_of

WHOLE = (Permission.UPLOAD_CREATE, Permission.PERSON_REVEAL)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _note(request: Request, subject: Upload | Revision | Submission, sentence: str) -> None:
    """Write the download into the audit trail."""
    record(
        "intake.download",
        subject,
        by=request.user,
        at=timezone.now(),
        sentence=sentence,
        county_id=subject.county_id,
    )


def _attachment(name: str, content_type: str) -> dict[str, str]:
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return {"Content-Type": content_type, "Content-Disposition": disposition}


@require_safe
@require(Permission.SUBMISSION_VIEW)
def upload_file(request: Request, upload_id: int) -> HttpResponseBase:
    """Hand out the user's own file, unchanged: to who uploads, or may see whole ID numbers."""
    demand_any(request, WHOLE)
    row: Upload = get_object_or_404(
        Upload.objects.visible_to(request.user).select_related(
            "submission", "submission__task", "submission__county"
        ),
        pk=upload_id,
    )
    demand_any(request, WHOLE, row.submission)
    path = path_of(row.file_id)
    if not path.exists():
        raise Http404
    _note(request, row, f"下载上传的原始文件“{row.name}”，未脱敏（{title_of(row.submission)}）")
    headers = _attachment(row.name, "application/octet-stream")
    if settings.PORTAL_ACCEL_REDIRECT:
        inner = path.relative_to(settings.MEDIA_ROOT)
        prefix = settings.PORTAL_ACCEL_REDIRECT.rstrip("/")
        return HttpResponse(headers={**headers, "X-Accel-Redirect": f"{prefix}/{inner}"})
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=row.name,
        content_type="application/octet-stream",
    )


@require_safe
@require(Permission.SUBMISSION_VIEW)
def annotated(request: Request, revision_id: int) -> HttpResponse:
    """Hand out a copy of the user's own workbook with its bad cells coloured and listed."""
    demand_any(request, WHOLE)
    revision: Revision = get_object_or_404(
        Revision.objects.visible_to(request.user).select_related("upload"), pk=revision_id
    )
    submission = submission_for(request, revision.submission_id)
    demand_any(request, WHOLE, submission)
    upload = revision.upload
    try:
        copy = annotate.mark(path_of(upload.file_id), name=upload.name, marks=marks_of(revision))
    except RefusedError as error:
        messages.error(request, error.sentence)
        return redirect("intake:revision", revision_id=revision.pk)
    _note(
        request,
        revision,
        f"下载“{upload.name}”的标注版，{revision}，未脱敏（{title_of(submission)}）",
    )
    name = f"标注版_{upload.name.rpartition('.')[0] or upload.name}.xlsx"
    return HttpResponse(copy.content, headers=_attachment(name, XLSX))


@require_safe
@require(Permission.SUBMISSION_VIEW)
def blank(request: Request, submission_id: int) -> HttpResponse:
    """Hand out the official template, prefilled for this county and period."""
    submission = submission_for(request, submission_id)
    sheet = sheet_of(submission)
    content = template.build(sheet, filled_for(submission, sheet, timezone.localdate()))
    _note(request, submission, f"下载预填模板（{title_of(submission)}）")
    name = f"{submission.county.name}_{sheet.title}_{submission.task.period}.xlsx"
    return HttpResponse(content, headers=_attachment(name, XLSX))
