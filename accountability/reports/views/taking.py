"""Taking a document away, issuing it, and finding it by the code on paper."""

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from accountability.reports import actions
from accountability.reports.models import Document, Pack
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.files.store import path_of


@require_GET
@require(Permission.REPORT_VIEW)
def download(request: Request, document_id: int) -> HttpResponseBase:
    """Give the PDF and note who took it."""
    document = get_object_or_404(Document.objects.visible_to(request.user), pk=document_id)
    actions.note_download(document=document, by=request.user, at=timezone.now())
    name = f"{document.title}第{document.version}版.pdf"
    return _file(document.file_id, name, "application/pdf")


@require_GET
@require(Permission.REPORT_MAKE)
def download_pack(request: Request, pack_id: int) -> HttpResponseBase:
    """Give the archive of every county's sheet and note who took it."""
    pack = get_object_or_404(
        Pack.objects.filter(scope_id__in=request.user.area_ids, archive__isnull=False), pk=pack_id
    )
    actions.note_download(pack=pack, by=request.user, at=timezone.now())
    return _file(str(pack.archive_id), f"县情单{pack.period}.zip", "application/zip")


def _file(sha256: str, filename: str, content_type: str) -> HttpResponseBase:
    """Let the web server send the file where it can, else send it ourselves."""
    disposition = content_disposition_header(as_attachment=True, filename=filename) or ""
    if settings.PORTAL_ACCEL_REDIRECT:
        inside = f"{settings.PORTAL_ACCEL_REDIRECT}/{sha256[:2]}/{sha256[2:4]}/{sha256}"
        return HttpResponse(
            headers={
                "X-Accel-Redirect": inside,
                "Content-Type": content_type,
                "Content-Disposition": disposition,
            }
        )
    path = path_of(sha256)
    if not path.exists():
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=filename, content_type=content_type
    )


@require_POST
@require(Permission.REPORT_ISSUE)
def issue(request: Request, document_id: int) -> HttpResponse:
    """Sign a draft: it is printed again with its number."""
    document = get_object_or_404(
        Document.objects.visible_to(request.user).select_related("scope"), pk=document_id
    )
    try:
        job = actions.ask_to_issue(document=document, by=request.user, at=timezone.now())
    except actions.NotADraftError:
        messages.error(request, "只能签发最新的草稿。请打开最新版本再签发。")
    except actions.OwnDraftError:
        messages.error(request, "生成人不能签发自己的文件，请由其他有签发权限的人签发。")
    else:
        return redirect("reports:progress", job_id=job.pk)
    return redirect("reports:detail", document_id=document.pk)


@require_GET
@require(Permission.REPORT_VIEW)
def verify(request: Request, code: str) -> HttpResponse:
    """Open the document whose code stands on the last page."""
    document = get_object_or_404(
        Document.objects.visible_to(request.user), code=code.strip().upper()
    )
    return redirect("reports:detail", document_id=document.pk)
