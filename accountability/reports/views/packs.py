"""The sheets of every county: how far they are, and giving them up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accountability.reports import actions, queries
from accountability.reports.models import Pack
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.jobs.views import TONES
from portal.ui.http import partial


@require_GET
@require(Permission.REPORT_MAKE)
def pack(request: Request, pack_id: int) -> HttpResponse:
    """Show how many sheets are made; the fragment asks for itself again while there is work."""
    one = _pack(request, pack_id)
    standing = queries.standing(one)
    template = partial("accountability/reports/pack.html", "job", when=request.htmx)
    is_own = one.made_by_id == request.user.pk
    context = {
        "pack": one,
        "standing": standing,
        "tone": TONES.get(standing.state, "info"),
        "title": f"{one.scope.name}{one.period_label}县情单（{one.expected}份）",
        "library_url": reverse("reports:library"),
        "cancel_url": reverse("reports:cancel-pack", args=[one.pk]) if is_own else "",
    }
    return render(request, template, context)


@require_POST
@require(Permission.REPORT_MAKE)
def cancel_pack(request: Request, pack_id: int) -> HttpResponse:
    """Give up what is not made yet, for whoever asked for it."""
    one = _pack(request, pack_id)
    if one.made_by_id != request.user.pk:
        messages.error(request, "只有要求生成的人可以取消。")
    elif not actions.cancel_pack(pack=one, by=request.user, at=timezone.now()):
        messages.info(request, "县情单已经生成完毕，不需要取消。")
    return redirect("reports:pack", pack_id=one.pk)


def _pack(request: Request, pack_id: int) -> Pack:
    packs = Pack.objects.filter(scope_id__in=request.user.area_ids).select_related("scope")
    return get_object_or_404(packs, pk=pack_id)
