"""The list of documents, asking for one, and reading one."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accountability.intake.models import CollectionTask
from accountability.intake.rules import Period, PeriodKind
from accountability.reports import actions, queries
from accountability.reports.composing.frame import value_text
from accountability.reports.forms import PACK, MakeForm
from accountability.reports.lists import DOCUMENTS
from accountability.reports.models import Document, Download, Pack
from accountability.reports.printing import Order, composed, stamp_of
from accountability.reports.rules import DocumentKind, DocumentState
from accountability.reports.views.preview import preview
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.jobs.models import Job
from portal.ui.listing import answer
from portal.ui.parts import Entry
from villages.places.models import Division

SHOWN_DOWNLOADS = 20
SHOWN_PACKS = 5


@require_http_methods(["GET", "POST"])
@require(Permission.REPORT_VIEW)
def library(request: Request) -> HttpResponseBase:
    """List the documents the user may read, and the packs of the province."""
    packs = Pack.objects.filter(scope_id__in=request.user.area_ids).order_by("-made_at")
    return answer(
        request,
        DOCUMENTS,
        template="accountability/reports/library.html",
        packs=[(pack, queries.standing(pack)) for pack in packs[:SHOWN_PACKS]],
        may_make=request.user.may(Permission.REPORT_MAKE),
    )


@require_http_methods(["GET", "POST"])
@require(Permission.REPORT_MAKE)
def make(request: Request) -> HttpResponse:
    """Ask for a document."""
    months = sorted(
        {
            Period.parse(text)
            for text in CollectionTask.objects.values_list("period", flat=True).distinct()
            if Period.parse(text).kind == PeriodKind.MONTH
        },
        reverse=True,
    )
    asked = {"period": request.GET.get("p"), "scope": _area(request, request.GET.get("a", ""))}
    form = MakeForm(
        request.POST or None, initial=asked, months=months, scopes=request.user.area_ids
    )
    if form.is_valid():
        return _asked(request, form)
    return render(
        request,
        "accountability/reports/make.html",
        {"form": form, "library_url": reverse("reports:library")},
        status=422 if form.is_bound else 200,
    )


def _area(request: Request, code: str) -> Division | None:
    return Division.objects.filter(pk__in=request.user.area_ids, code=code).first()


def _asked(request: Request, form: MakeForm) -> HttpResponse:
    data, now = form.cleaned_data, timezone.now()
    if data["kind"] == PACK:
        asked = actions.ask_for_pack(
            scope=data["scope"], period=data["period"], by=request.user, at=now
        )
        return redirect("reports:pack", pack_id=asked.pk)
    job = actions.ask_for_document(
        kind=DocumentKind(data["kind"]),
        scope=data["scope"],
        period=data["period"],
        by=request.user,
        at=now,
    )
    return redirect("reports:progress", job_id=job.pk)


@require_GET
@require(Permission.REPORT_VIEW)
def progress(request: Request, job_id: int) -> HttpResponse:
    """Show how far a document is; when it is done, go to it."""
    job = get_object_or_404(
        Job.objects.filter(originator=request.user, kind__startswith="reports."), pk=job_id
    )
    if "document" in job.result:
        target = reverse("reports:detail", args=[job.result["document"]])
        if request.htmx:
            return HttpResponse(headers={"HX-Redirect": target})
        return redirect(target)
    template = "accountability/reports/progress.html"
    context = {
        "job": job,
        "job_message": job.error or job.progress_text,
        "cancel_url": reverse("jobs:job-cancel", args=[job.pk]),
        "library_url": reverse("reports:library"),
    }
    return render(request, f"{template}#job" if request.htmx else template, context)


@require_GET
@require(Permission.REPORT_VIEW)
def detail(request: Request, document_id: int) -> HttpResponse:
    """Read a document: its text with every figure a link, its facts, who took it away."""
    document = get_object_or_404(
        queries.library(request.user).select_related(
            "snapshot", "scope", "file", "made_by", "issued_by"
        ),
        pk=document_id,
    )
    figures = document.snapshot.data["figures"]
    downloads = Download.objects.filter(document=document).select_related("by").order_by("-at")
    may_issue = (
        request.user.may(Permission.REPORT_ISSUE)
        and document.state == DocumentState.DRAFT
        and document.kind == DocumentKind.MONTHLY
        and document.made_by_id != request.user.pk
    )
    return render(
        request,
        "accountability/reports/detail.html",
        {
            "document": document,
            "blocks": preview(composed(_order(document))),
            "entries": _entries(document),
            "figures": [
                (key, figures[key], value_text(figures[key]["value"]))
                for key in document.snapshot.data["order"]
            ],
            "downloads": downloads[:SHOWN_DOWNLOADS],
            "may_issue": may_issue,
            "library_url": reverse("reports:library"),
            "issue_url": reverse("reports:issue", args=[document.pk]),
            "meta": f"{document.scope.name} · {document.period_label} · 第{document.version}版"
            f"（{document.get_state_display()}）",
        },
    )


def _order(document: Document) -> Order:
    """Return the order that printed this document; printing it again gives the same bytes."""
    kind = DocumentKind(document.kind)
    stamp = stamp_of(
        document.snapshot.data,
        kind=kind,
        scope_id=document.scope_id,
        version=document.version,
        number=document.number,
        made_by=document.made_by,
        made_at=timezone.localtime(document.made_at),
        is_draft=document.state == DocumentState.DRAFT and kind != DocumentKind.COUNTY,
    )
    return Order(kind, document.snapshot.data, document.scope_id, stamp)


def _entries(document: Document) -> list[Entry]:
    local = timezone.localtime
    return [
        Entry("类型", document.get_kind_display()),
        Entry("期次", document.period_label),
        Entry("范围", document.scope.name),
        Entry("版本", f"第{document.version}版（{document.get_state_display()}）"),
        Entry("发文字号", document.number or "未编号"),
        Entry("数据截至", f"{local(document.snapshot.as_of):%Y-%m-%d %H:%M}"),
        Entry("生成人", document.made_by.full_name if document.made_by else "系统定时生成"),
        Entry("生成时间", f"{local(document.made_at):%Y-%m-%d %H:%M}"),
        Entry("签发人", document.issued_by.full_name if document.issued_by else "未签发"),
        Entry("页数", f"{document.pages}页"),
        Entry("核验码", document.code),
        Entry("文件 SHA-256", document.file_id),
        Entry("数据 SHA-256", document.snapshot.data_sha256),
    ]
