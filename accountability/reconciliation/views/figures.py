"""Figures a county's own report states, typed in to be compared (X9)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accountability.reconciliation import actions, queries
from accountability.reconciliation.forms import FigureForm
from accountability.reconciliation.views.acting import attempt
from portal.access.guards import Request, require
from portal.access.roles import Permission
from portal.ui.http import form_status
from portal.ui.paging import page_of


@require_http_methods(["GET", "POST"])
@require(Permission.SUBMISSION_VIEW)
def figures(request: Request) -> HttpResponse:
    """List the declared figures; who reports or rules may add one."""
    may_add = any(
        request.user.may(one) for one in (Permission.UPLOAD_CREATE, Permission.CONTRADICTION_RULE)
    )
    if request.method == "POST" and not may_add:
        raise PermissionDenied(Permission.UPLOAD_CREATE)
    form = FigureForm(request.POST or None, user=request.user)
    if form.is_valid() and attempt(request, form, actions.declare_figure, **form.cleaned_data):
        messages.success(request, "已登记，并与集体经济表核对。")
        return redirect("reconciliation:figures")
    page = page_of(queries.declared_figures(request.user), request, per_page=50)
    return render(
        request,
        "accountability/reconciliation/figures.html",
        {"form": form, "page": page, "may_add": may_add},
        status=form_status(form),
    )
