"""The system administrator's console: accounts, but no grants and no data."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.access.guards import Request, require
from portal.access.models import User
from portal.access.roles import Permission
from portal.accounts import actions
from portal.accounts.forms import AccountForm, ReasonForm
from portal.accounts.lists import ACCOUNTS
from portal.accounts.views.entries import entries_of
from portal.ui.http import form_status
from portal.ui.listing import answer

ONESELF = "不能对本人的账号办理此事，请由另一位系统管理员办理。"


@require_http_methods(["GET", "POST"])
@require(Permission.ACCOUNT_MANAGE)
def user_list(request: Request) -> HttpResponseBase:
    """List accounts."""
    return answer(request, ACCOUNTS, template="portal/accounts/user_list.html")


@require_http_methods(["GET", "POST"])
@require(Permission.ACCOUNT_MANAGE)
@sensitive_variables("password")
def user_create(request: Request) -> HttpResponse:
    """Open an account. The first password stands on the answer itself, kept nowhere."""
    form = AccountForm(request.POST or None)
    if form.is_valid():
        try:
            user, password = actions.create_account(
                **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except actions.UsernameTakenError:
            form.add_error("username", "这个账号已经有人使用，请换一个。")
        else:
            return _show_once(request, user, password)
    return render(
        request, "portal/accounts/user_create.html", {"form": form}, status=form_status(form)
    )


def _show_once(request: Request, user: User, password: str) -> HttpResponse:
    context = {"account": user, "password": password, "days": settings.PORTAL_INITIAL_DAYS}
    return render(request, "portal/accounts/password_once.html", context)


@require_GET
@require(Permission.ACCOUNT_MANAGE)
def user_detail(request: Request, user_id: int) -> HttpResponse:
    """Show one account."""
    account = get_object_or_404(User, pk=user_id)
    return _detail(request, account, ReasonForm())


def _detail(request: Request, account: User, form: ReasonForm) -> HttpResponse:
    context = {
        "account": account,
        "entries": entries_of(account),
        "is_active": account.is_active,
        "form": form,
        "is_administrator": actions.is_administrator(account, on=timezone.localdate()),
    }
    return render(request, "portal/accounts/user_detail.html", context, status=form_status(form))


@require_POST
@require(Permission.ACCOUNT_MANAGE)
def user_disable(request: Request, user_id: int) -> HttpResponse:
    """Close an account."""
    account = get_object_or_404(User, pk=user_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.disable_account(
                user=account, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except actions.OneselfError:
            form.add_error(None, ONESELF)
        else:
            messages.success(request, f"{account.full_name}的账号已停用，登录已当即失效。")
            return redirect("access:user-detail", user_id=account.pk)
    return _detail(request, account, form)


@require_POST
@require(Permission.ACCOUNT_MANAGE)
def user_enable(request: Request, user_id: int) -> HttpResponse:
    """Open a closed account again."""
    account = get_object_or_404(User, pk=user_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.enable_account(
                user=account, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except actions.OneselfError:
            form.add_error(None, ONESELF)
        else:
            messages.success(request, f"{account.full_name}的账号已恢复。")
            return redirect("access:user-detail", user_id=account.pk)
    return _detail(request, account, form)


@require_POST
@require(Permission.ACCOUNT_MANAGE)
@sensitive_variables("password")
def user_password(request: Request, user_id: int) -> HttpResponse:
    """Issue a new first password, shown once."""
    account = get_object_or_404(User, pk=user_id)
    try:
        password = actions.issue_password(user=account, by=request.user, at=timezone.now())
    except actions.OneselfError:
        messages.error(request, "修改本人密码，请到“我的账号”。")
    except actions.AdministratorError:
        messages.error(request, "管理员账号的密码只能在服务器上用命令重新发放。")
    else:
        return _show_once(request, account, password)
    return redirect("access:user-detail", user_id=account.pk)
