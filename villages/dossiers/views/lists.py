"""The lists: first secretaries, persons; and the first as a workbook."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.audit.trail import record
from portal.ui.http import form_status
from portal.ui.tables import prepare
from portal.workbooks import XLSX, write_xlsx
from villages.dossiers import queries
from villages.dossiers.forms import PersonFilter, PostingFilter
from villages.dossiers.tables import PersonTable, PostingResource, PostingTable
from villages.people.models import Person
from villages.postings.models import PostingRole

DEFAULTS = {"role": PostingRole.FIRST_SECRETARY.value, "state": "serving"}
DEFAULT_ORDER = ("county__code", "village__code", "-started_on", "pk")


@require_GET
@require(Permission.PERSON_VIEW)
def posting_list(request: Request) -> HttpResponse:
    """List first secretaries and team members; without a question, those who serve today."""
    return _posting_page(request, _asked(request))


def _posting_page(request: Request, asked: PostingFilter) -> HttpResponse:
    table = PostingTable(asked.qs.order_by(*DEFAULT_ORDER), types={})
    prepare(table, request)
    shown = [row.record.village_id for row in table.paginated_rows]
    table.types = queries.types_of(request.user, shown, asked.day)
    context = {"filter": asked, "table": table, "day": asked.day, "query": request.GET.urlencode()}
    template = "villages/dossiers/posting_list.html"
    return render(request, template, context, status=form_status(asked.form))


def _asked(request: Request) -> PostingFilter:
    data = request.GET if request.GET.keys() & PostingFilter.base_filters.keys() else DEFAULTS
    return PostingFilter(data, queries.secretaries(request.user), user=request.user)


@require_POST
@require(Permission.PERSON_VIEW)
def export(request: Request) -> HttpResponse:
    """Hand out exactly the rows the filter in the URL shows; that they were taken is noted."""
    asked = _asked(request)
    if not asked.form.is_valid():
        return _posting_page(request, asked)
    rows = asked.qs.order_by(*DEFAULT_ORDER)
    types = queries.types_of(request.user, rows.values_list("village_id", flat=True), asked.day)
    data = PostingResource(types).export(list(rows))
    now = timezone.now()
    record(
        "posting.export", None, by=request.user, at=now,
        sentence=f"{request.user.full_name} 导出了驻村人员名单{len(data)}条",
        asked=dict(request.GET.items()),
    )  # fmt: skip
    response = HttpResponse(write_xlsx(data.headers, data[:], title="驻村人员"), content_type=XLSX)
    name = timezone.localtime(now).strftime("secretaries-%Y%m%d-%H%M%S.xlsx")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
@require(Permission.PERSON_VIEW)
def person_list(request: Request) -> HttpResponse:
    """List persons by name, first letters or ID number."""
    people = queries.people(request.user).order_by("initials", "pk")
    asked = PersonFilter(request.GET, people, user=request.user)
    table = prepare(PersonTable(asked.qs), request)
    return render(
        request,
        "villages/dossiers/person_list.html",
        {"filter": asked, "table": table, "model": Person},
        status=form_status(asked.form),
    )
