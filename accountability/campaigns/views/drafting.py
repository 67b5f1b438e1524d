"""Drafting a campaign and issuing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accountability.campaigns import actions
from accountability.campaigns.forms import PlanForms
from accountability.campaigns.models import Campaign
from accountability.campaigns.queries.plans import plan_of
from accountability.campaigns.rules import CampaignState, Plan, gaps
from accountability.campaigns.views.acting import REFUSED, campaign_for, carry_out, perform
from portal.access.guards import Request, require
from portal.access.roles import Permission


@require_http_methods(["GET", "POST"])
@require(Permission.CAMPAIGN_MANAGE)
def create(request: Request) -> HttpResponse:
    """Begin a draft."""
    return _page(request, None, Plan())


@require_http_methods(["GET", "POST"])
@require(Permission.CAMPAIGN_MANAGE)
def edit(request: Request, campaign_id: int) -> HttpResponse:
    """Go on with a draft."""
    campaign = campaign_for(request, campaign_id)
    if campaign.state != CampaignState.DRAFT:
        messages.info(request, "专项不是草拟状态，任务书不能再改草案；已下达的请用“调整任务”。")
        return redirect("campaigns:detail", campaign_id=campaign.pk)
    return _page(request, campaign, plan_of(campaign))


def _page(request: Request, campaign: Campaign | None, plan: Plan) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    version = campaign.version if campaign else 0
    forms = PlanForms(sent, user=request.user, plan=plan, version=version)
    refusals: list[str] = []
    if sent is not None and not forms.asks_for_row:
        refusals = forms.sentences() if not forms.is_valid() else []
        if not refusals:
            saved, refusals = carry_out(
                request,
                actions.save_draft,
                campaign=campaign,
                seen=forms.head.cleaned_data["version"],
                plan=forms.plan(),
            )
            if isinstance(saved, Campaign):
                return _saved(request, saved)
    return render(
        request,
        "accountability/campaigns/edit.html",
        {"forms": forms, "campaign": campaign, "refusals": refusals, "gaps": gaps(plan)},
        status=REFUSED if refusals else 200,
    )


def _saved(request: Request, campaign: Campaign) -> HttpResponse:
    messages.success(request, "草案已保存。")
    if "stay" in request.POST:
        return redirect("campaigns:edit", campaign_id=campaign.pk)
    return redirect("campaigns:detail", campaign_id=campaign.pk)


@require_POST
@require(Permission.CAMPAIGN_MANAGE)
def issue(request: Request, campaign_id: int) -> HttpResponse:
    """Issue a draft."""
    campaign = campaign_for(request, campaign_id)
    if perform(request, actions.issue, campaign=campaign):
        messages.success(request, "专项已下达，任务书不再改动，县里可以报进展。")
    return redirect("campaigns:detail", campaign_id=campaign.pk)
