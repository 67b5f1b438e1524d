"""Login, logout, and the change of one's own password."""

import datetime as dt

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.access.guards import Request, for_everyone
from portal.access.models import User
from portal.access.origin import client_ip
from portal.accounts import actions, sessions
from portal.accounts.forms import LoginForm, PasswordForm
from portal.accounts.passwords import is_password_due
from portal.accounts.views.entries import entries_of
from portal.audit.trail import record
from portal.ui.http import form_status


@never_cache
@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Let a person in."""
    onward = _next(request)
    if request.method == "GET":
        if request.user.is_authenticated:
            return redirect(onward)
        return _ask(request, LoginForm(request))
    _one_at_a_time(request)
    form = LoginForm(request, request.POST)
    if not form.is_valid():
        if {"username", "password"} <= form.cleaned_data.keys():
            _note_failure(request, form)
        return _ask(request, form, status=422)
    user = form.get_user()
    assert isinstance(user, User)  # noqa: S101 - our own AUTH_USER_MODEL
    if user.session_key:
        messages.info(request, "如果您的账号此前在别处登录，那次登录现在已经结束。")
    auth.login(request, user)
    record("login.done", user, by=user, at=timezone.now(), sentence=f"{user.full_name} 登录了系统")
    return redirect(onward)


def _ask(
    request: HttpRequest, form: LoginForm, *, status: int = 200, locked: str = ""
) -> HttpResponse:
    context = {
        "form": form, "next": _next(request), "locked": locked, "help": settings.PORTAL_HELP
    }  # fmt: skip
    return render(request, "portal/accounts/login.html", context, status=status)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", request.GET.get("next", ""))
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else resolve_url(settings.LOGIN_REDIRECT_URL)


def _one_at_a_time(request: HttpRequest) -> None:
    """Queue the attempts at one account from one place, so that each sees the count before it."""
    name = f"login {request.POST.get('username', '')[:150]!r} {client_ip(request)}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _note_failure(request: HttpRequest, form: LoginForm) -> None:
    """Record the failure; a name nobody has is not written down whole, it may be a password."""
    name: str = form.cleaned_data["username"]
    user = User.objects.filter(username=name).first()
    locked = getattr(request, "axes_locked_out", False)
    whose = f"账号 {user}" if user else f"不存在的账号 {name[:2]}…"
    record(
        "login.locked" if locked else "login.failed",
        user,
        by=None,
        at=timezone.now(),
        sentence=f"{whose} 登录失败" + ("，已在该地址锁定" if locked else ""),
        refused=True,
    )


def locked_out(
    request: HttpRequest, _answer: HttpResponse | None, credentials: dict[str, str] | None
) -> HttpResponse:
    """Say that the account is locked here, until when, and whom to call."""
    until = timezone.localtime(_locked_until(request, credentials))
    sentence = (
        f"连续输错密码，账号已在本机锁定。请在{until.hour}点{until.minute:02d}分以后再试；"
        f"急需使用或忘记密码，请联系{settings.PORTAL_HELP}。"
    )
    return _ask(request, LoginForm(request), status=429, locked=sentence)


def _locked_until(request: HttpRequest, credentials: dict[str, str] | None) -> dt.datetime:
    cool_off = get_cool_off(request) or dt.timedelta()
    name = (credentials or {}).get("username", request.POST.get("username", ""))
    attempts = AccessAttempt.objects.filter(username=name, ip_address=client_ip(request))
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    return (last or timezone.now()) + cool_off + dt.timedelta(minutes=1)


@for_everyone(before_password_change=True)
@require_POST
def logout(request: Request) -> HttpResponse:
    """Let a person out, and leave nothing in the browser."""
    user = request.user
    record("login.ended", user, by=user, at=timezone.now(), sentence=f"{user.full_name} 退出了系统")
    auth.logout(request)
    messages.success(request, "您已安全退出。")
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@for_everyone(before_password_change=True)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: Request) -> HttpResponse:
    """Change one's own password."""
    form = PasswordForm(request.POST or None, user=request.user)
    if form.is_valid():
        actions.change_password(
            user=request.user, password=form.cleaned_data["new_password1"], at=timezone.now()
        )
        auth.update_session_auth_hash(request, request.user)
        sessions.adopt(request, request.user)
        messages.success(request, "密码已修改，请牢记新密码。")
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {
        "form": form,
        "account": request.user,
        "is_due": is_password_due(request.user, timezone.now()),
    }
    return render(request, "portal/accounts/password.html", context, status=form_status(form))


@for_everyone()
@require_GET
def profile(request: Request) -> HttpResponse:
    """Show a person what the portal knows of them and what they are granted."""
    context = {
        "account": request.user,
        "entries": entries_of(request.user),
        "grants": request.user.active_grants,
    }
    return render(request, "portal/accounts/profile.html", context)
