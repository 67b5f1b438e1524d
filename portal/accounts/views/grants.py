"""The security administrator's console: who may do what, where and how long; and the role table."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.access.guards import Request, require
from portal.access.models import Grant, User
from portal.access.roles import Permission
from portal.accounts import actions, queries
from portal.accounts.forms import GrantForm, ReasonForm
from portal.accounts.lists import GRANTS
from portal.ui.http import form_status
from portal.ui.listing import answer

ONESELF = "不能给本人授权或解除锁定，请由另一位安全管理员办理。"
SEPARATION = (
    "三员分立：系统管理员、安全管理员、审计管理员须由三人分别担任，且不得兼任业务角色。"
    "请先收回与之冲突的授权。"
)


@require_http_methods(["GET", "POST"])
@require(Permission.GRANT_MANAGE)
def grant_list(request: Request) -> HttpResponseBase:
    """List people with what they are granted today."""
    return answer(request, GRANTS, template="portal/accounts/grant_list.html")


@require_http_methods(["GET", "POST"])
@require(Permission.GRANT_MANAGE)
def user_grants(request: Request, user_id: int) -> HttpResponse:
    """Show one person's grants and give another."""
    account = get_object_or_404(User, pk=user_id)
    form = GrantForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    if form.is_valid():
        try:
            actions.give_grant(
                user=account, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except actions.OneselfError:
            form.add_error(None, ONESELF)
        except actions.SeparationError:
            form.add_error(None, SEPARATION)
        else:
            messages.success(request, "授权已生效。")
            return redirect("access:user-grants", user_id=account.pk)
    return _grants(request, account, form)


def _grants(
    request: Request, account: User, form: GrantForm, ending: ReasonForm | None = None
) -> HttpResponse:
    context = {
        "account": account,
        "form": form,
        "ending": ending or ReasonForm(auto_id="end_%s"),
        "grants": queries.grants_of(account),
        "failures": queries.failures_of(account, at=timezone.now()),
        "today": timezone.localdate(),
    }
    status = form_status(ending or form)
    return render(request, "portal/accounts/user_grants.html", context, status=status)


@require_POST
@require(Permission.GRANT_MANAGE)
def grant_end(request: Request, grant_id: int) -> HttpResponse:
    """Take a grant back; it no longer holds from this moment on."""
    grant = get_object_or_404(Grant.objects.select_related("user"), pk=grant_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        initial = {"valid_from": timezone.localdate()}
        return _grants(request, grant.user, GrantForm(initial=initial), form)
    try:
        actions.end_grant(
            grant=grant,
            by=request.user,
            at=timezone.now(),
            on=timezone.localdate(),
            **form.cleaned_data,
        )
    except actions.OneselfError:
        messages.error(request, ONESELF)
    else:
        messages.success(request, "授权已收回，当即失效。")
    return redirect("access:user-grants", user_id=grant.user_id)


@require_POST
@require(Permission.GRANT_MANAGE)
def user_unlock(request: Request, user_id: int) -> HttpResponse:
    """Let a person try to log in again before the time is up."""
    account = get_object_or_404(User, pk=user_id)
    try:
        actions.unlock(user=account, by=request.user, at=timezone.now())
    except actions.OneselfError:
        messages.error(request, ONESELF)
    else:
        messages.success(request, f"{account.full_name}的登录锁定已解除。")
    return redirect("access:user-grants", user_id=account.pk)


@require_GET
@require(Permission.ROLE_VIEW)
def role_table(request: Request) -> HttpResponse:
    """Print which role may do what."""
    roles, capabilities = queries.capabilities()
    context = {"roles": roles, "capabilities": capabilities}
    return render(request, "portal/accounts/role_table.html", context)
