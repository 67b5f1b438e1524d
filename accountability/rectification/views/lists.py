"""The list of cases, and the villages proposed as cases."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accountability.intake.queries.reported import cell_url
from accountability.rectification import actions
from accountability.rectification.forms import DecisionForm
from accountability.rectification.lists import CASES
from accountability.rectification.models import Proposal
from accountability.rectification.views.acting import attempt
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.http import form_status
from portal.ui.listing import answer
from portal.ui.paging import page_of


@require_http_methods(["GET", "POST"])
@require(Permission.VILLAGE_VIEW)
def case_list(request: Request) -> HttpResponseBase:
    """List the cases of my counties."""
    proposed = Proposal.objects.visible_to(request.user).standing()
    return answer(
        request,
        CASES,
        template="accountability/rectification/list.html",
        proposed=proposed.count(),
        may_draw=request.user.may(Permission.WEAK_RECHECK),
    )


@require_GET
@require(Permission.VILLAGE_VIEW)
def proposals(request: Request) -> HttpResponse:
    """List the villages whose unfinished election proposes them, those to decide on first."""
    rows = (
        Proposal.objects.visible_to(request.user)
        .standing()
        .select_related("county", "village__parent", "decided_by")
        .order_by("decision", "county__code", "village__code")
    )
    page = page_of(rows, request)
    lines = [(one, _source(one, request)) for one in page]
    return render(
        request,
        "accountability/rectification/proposals.html",
        {"page": page, "lines": lines, "may": request.user.may(Permission.WEAK_PROPOSE)},
    )


def _source(one: Proposal, request: Request) -> str:
    """Return the cell of T7 that names the village, "" where the user may not open it."""
    if not request.user.may_in(Permission.SUBMISSION_VIEW, one.county_id):
        return ""
    return cell_url(one.source_revision_id, one.source_row, "unfinished_list")


@require_http_methods(["GET", "POST"])
@require(Permission.WEAK_PROPOSE)
def proposal(request: Request, proposal_id: int) -> HttpResponse:
    """Decide whether a proposed village is listed."""
    one = get_object_or_404(
        Proposal.objects.visible_to(request.user)
        .standing()
        .select_related("county", "village__parent", "decided_by"),
        pk=proposal_id,
    )
    form = DecisionForm(request.POST or None)
    if form.is_valid() and attempt(
        request, form, actions.decide, proposal=one, **form.cleaned_data
    ):
        messages.success(request, f"已办理：{one.village.name}。")
        return redirect("rectification:proposals")
    return render(
        request,
        "accountability/rectification/proposal.html",
        {"one": one, "form": form, "source": _source(one, request)},
        status=form_status(form),
    )
