"""Checking again from above the county: drawing cases, noting what was found, relapses."""

import secrets
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accountability.rectification import actions, queries
from accountability.rectification.forms import DrawForm, RecheckForm, RelapseForm
from accountability.rectification.rules.cases import drawn
from accountability.rectification.views.acting import attempt
from accountability.rectification.views.case import visible_case
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.http import form_status

SEED = 16


@require_http_methods(["GET", "POST"])
@require(Permission.WEAK_RECHECK)
def recheck(request: Request, case_id: int) -> HttpResponse:
    """Note what a re-check found."""
    one = visible_case(request.user, case_id)
    picked = "drawn" if request.GET.get("picked") == "drawn" else "chosen"
    first = {"picked": picked, "checked_on": timezone.localdate()}
    form = RecheckForm(request.POST or None, initial=first)
    if form.is_valid() and attempt(request, form, actions.recheck, case=one, look=form.look()):
        messages.success(request, "已登记抽查结果。")
        return redirect("rectification:case", case_id=one.pk)
    return render(
        request,
        "accountability/rectification/recheck.html",
        {"case": one, "form": form, "row": queries.row_of(one)},
        status=form_status(form),
    )


@require_http_methods(["GET", "POST"])
@require(Permission.WEAK_RECHECK)
def relapse(request: Request, case_id: int) -> HttpResponse:
    """Note that an accepted branch fell back."""
    one = visible_case(request.user, case_id)
    form = RelapseForm(request.POST or None, initial={"found_on": timezone.localdate()})
    if form.is_valid() and attempt(
        request, form, actions.note_relapse, case=one, **form.cleaned_data
    ):
        messages.success(request, "已登记反弹，县里应重新立案。")
        return redirect("rectification:case", case_id=one.pk)
    return render(
        request,
        "accountability/rectification/relapse.html",
        {"case": one, "form": form},
        status=form_status(form),
    )


@require_http_methods(["GET", "POST"])
@require(Permission.WEAK_RECHECK)
def draw(request: Request) -> HttpResponse:
    """Draw accepted cases by a seed that is written down: the same seed draws the same again."""
    pool = queries.drawable(request.user)
    form = DrawForm(request.POST or None)
    if form.is_valid():
        seed = secrets.token_hex(SEED // 2)
        number = form.cleaned_data["number"]
        actions.note_draw(
            seed=seed, number=number, pool=list(pool.values_list("pk", flat=True)),
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        query = urlencode({"seed": seed, "number": number})
        return redirect(f"{reverse('rectification:draw')}?{query}")
    seed, number = request.GET.get("seed", ""), request.GET.get("number", "")
    keys = {str(pk) for pk in pool.values_list("pk", flat=True)}
    chosen = drawn(seed, sorted(keys), int(number)) if seed and number.isdecimal() else []
    cases = pool.filter(pk__in=[int(pk) for pk in chosen]).select_related(
        "county", "village__parent"
    )
    return render(
        request,
        "accountability/rectification/draw.html",
        {"form": form, "size": len(keys), "seed": seed, "cases": cases.order_by("county__code")},
        status=form_status(form),
    )
