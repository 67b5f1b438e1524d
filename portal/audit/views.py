"""The auditor's console: the trail, read and exported, never changed."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.audit import queries
from portal.audit.export import workbook
from portal.audit.forms import SearchForm
from portal.audit.queries import Place, Search
from portal.audit.trail import record
from portal.ui.http import form_status

EXPORT_LIMIT = 10_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@require(Permission.AUDIT_VIEW)
def event_list(request: Request) -> HttpResponse:
    """Show the trail, the latest first."""
    form = SearchForm(request.GET)
    return _page(request, form)


def _page(request: Request, form: SearchForm, sentence: str = "") -> HttpResponse:
    search = form.search() if form.is_valid() else Search()
    page = queries.stretch(
        queries.found(search, by=request.user),
        before=Place.read(request.GET.get("before", "")),
        after=Place.read(request.GET.get("after", "")),
    )
    asked = {key: value for key, value in form.data.items() if key in form.fields and value}
    context = {
        "form": form,
        "page": page,
        "sentence": sentence,
        "query": urlencode(asked),
        "asked": asked,
        "seal": queries.last_seal(),
    }
    status = 422 if sentence else form_status(form)
    return render(request, "portal/audit/event_list.html", context, status=status)


@require_POST
@require(Permission.AUDIT_VIEW)
def event_export(request: Request) -> HttpResponse:
    """Hand out what was found as a workbook; the export itself is an event."""
    form = SearchForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    rows = queries.found(form.search(), by=request.user).order_by("-at", "-pk")
    events = list(rows[: EXPORT_LIMIT + 1])
    if len(events) > EXPORT_LIMIT:
        return _page(
            request, form, f"符合条件的记录超过{EXPORT_LIMIT}条，请缩小日期或其他条件后再导出。"
        )
    now = timezone.now()
    record(
        "audit.export", None, by=request.user, at=now,
        sentence=f"{request.user.full_name} 导出了审计日志{len(events)}条",
        asked={key: value for key, value in request.POST.items() if key in form.fields},
    )  # fmt: skip
    response = HttpResponse(workbook(events), content_type=XLSX)
    name = timezone.localtime(now).strftime("audit-%Y%m%d-%H%M%S.xlsx")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
