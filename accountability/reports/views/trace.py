"""From a printed figure to the counties, and from a county to the rows and cells it counted."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET
from portal.ui.parts import Entry

from accountability.assessment.behind import counted, has_rows
from accountability.intake.models import Submission
from accountability.reports import queries
from accountability.reports.models import Document
from portal.access.guards import Request, require
from portal.access.roles import Permission

PAGE = 100


def _document(request: Request, document_id: int) -> Document:
    return get_object_or_404(
        Document.objects.visible_to(request.user).select_related("snapshot", "scope"),
        pk=document_id,
    )


@require_GET
@require(Permission.REPORT_VIEW)
def figure(request: Request, document_id: int, key: str) -> HttpResponse:
    """Show the formula of a figure and each county's part of it."""
    document = _document(request, document_id)
    data = document.snapshot.data
    if key in data["counts"]:
        return _listed(request, document, key)
    try:
        frozen = queries.figure_of(data, key)
        rows = queries.contributions(request.user, data, key)
    except queries.NoSuchFigureError:
        raise Http404 from None
    return render(
        request,
        "accountability/reports/figure.html",
        {
            "document": document,
            "key": key,
            "figure": frozen,
            "rows": rows,
            "entries": _entries(frozen),
        },
    )


def _entries(frozen: dict[str, object]) -> list[Entry]:
    return [
        Entry("公式", str(frozen["formula"])),
        Entry("分子", str(frozen["numerator_label"])),
        Entry("分母", str(frozen["denominator_label"])),
        Entry("依据", f"{frozen['source']}（{frozen['rule']}）"),
        Entry("期次", str(frozen["period_label"])),
        Entry("说明", str(frozen["caution"])),
    ]


def _listed(request: Request, document: Document, key: str) -> HttpResponse:
    """Show the things a count counted, each with its link where the user may read it."""
    data = document.snapshot.data
    names = {county["id"]: county["name"] for county in data["counties"]}
    items = data["counts"][key]["items"]
    readable = set(
        Submission.objects.visible_to(request.user)
        .filter(pk__in=[item[2] for item in items])
        .values_list("pk", flat=True)
    )
    rows = [(names[pk], words, row if row in readable else None) for pk, words, row in items]
    return render(
        request,
        "accountability/reports/listed.html",
        {"document": document, "label": data["counts"][key]["label"], "rows": rows},
    )


@require_GET
@require(Permission.REPORT_VIEW)
def county_rows(request: Request, document_id: int, key: str, county_id: int) -> HttpResponse:
    """Show the rows of the frozen revision that one county's part of a figure counted."""
    document = _document(request, document_id)
    base = key.partition("@")[0].partition(".")[0]
    try:
        frozen = queries.figure_of(document.snapshot.data, key)
        rows = queries.contributions(
            request.user, document.snapshot.data, f"{base}@{county_id}"
        )
    except queries.NoSuchFigureError:
        raise Http404 from None
    if not rows or rows[0].revision is None or not has_rows(base):
        raise Http404
    page = Paginator(counted(base, rows[0].revision), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "accountability/reports/county_rows.html",
        {"document": document, "key": key, "figure": frozen, "part": rows[0], "page": page},
    )
