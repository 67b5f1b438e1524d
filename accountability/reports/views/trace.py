"""From a printed figure to the counties, and from a county to the rows and cells it counted."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accountability.assessment.behind import Counted, counted
from accountability.assessment.rules import NoSuchIndicatorError, indicator_on
from accountability.intake.models import Submission
from accountability.intake.rules import Period
from accountability.reports import queries
from accountability.reports.composing.frame import value_text
from accountability.reports.models import Document
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.parts import Entry

PAGE = 100


def _trail(document: Document) -> dict[str, object]:
    """Return where the breadcrumb of a trace leads."""
    return {
        "document": document,
        "library_url": reverse("reports:library"),
        "document_url": reverse("reports:detail", args=[document.pk]),
    }


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
            **_trail(document),
            "key": key,
            "heading": _heading(frozen, key, rows),
            "rows": rows,
            "entries": _entries(frozen),
            "meta": f"{frozen['period_label']} · {value_text(_value(frozen, key, rows))}",
            "note": f"{len(rows)}个县（市、区）计入",
        },
    )


def _heading(frozen: dict[str, Any], key: str, rows: list[queries.Contribution]) -> str:
    """Name the figure, and the county when it is one county's part of it."""
    return (
        f"{rows[0].county['name']}：{frozen['label']}" if "@" in key and rows else frozen["label"]
    )


def _value(frozen: dict[str, Any], key: str, rows: list[queries.Contribution]) -> list[int] | None:
    """Return the value that was printed: the county's own where the figure is one county's."""
    if "@" in key and rows:
        return [rows[0].numerator, rows[0].denominator]
    value: list[int] | None = frozen["value"]
    return value


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
        {**_trail(document), "label": data["counts"][key]["label"], "rows": rows},
    )


@require_GET
@require(Permission.REPORT_VIEW)
def county_rows(request: Request, document_id: int, key: str, county_id: int) -> HttpResponse:
    """Show the rows of the frozen revision that one county's part of a figure counted."""
    document = _document(request, document_id)
    base = key.partition("@")[0].partition(".")[0]
    try:
        frozen = queries.figure_of(document.snapshot.data, key)
        rows = queries.contributions(request.user, document.snapshot.data, f"{base}@{county_id}")
    except queries.NoSuchFigureError:
        raise Http404 from None
    if not rows or rows[0].revision is None:
        raise Http404
    things = _counted(base, frozen, county_id, rows[0].revision.pk)
    page = Paginator(things, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "accountability/reports/county_rows.html",
        {
            **_trail(document),
            "key": key,
            "figure": frozen,
            "part": rows[0],
            "page": page,
            "figure_url": reverse("reports:figure", args=[document.pk, key]),
            "heading": f"{rows[0].county['name']}：{frozen['label']}",
            "meta": f"{frozen['period_label']} · {rows[0].numerator}/{rows[0].denominator}"
            f" · {rows[0].revision.upload.name} 第{rows[0].revision.number}版",
        },
    )


def _counted(code: str, frozen: dict[str, Any], county_id: int, revision: int) -> list[Counted]:
    """Return what the frozen figure counted in the revisions it was frozen with."""
    period = Period.parse(frozen["period"])
    try:
        definition = indicator_on(code, period.last_day)
    except NoSuchIndicatorError:
        raise Http404 from None
    if not definition.things:
        raise Http404
    revisions = frozen.get("revisions", {}).get(str(county_id), [revision])
    return counted(definition, period, county_id, revisions)
