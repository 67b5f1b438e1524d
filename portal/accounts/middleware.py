"""A login has limits: idle time, length, one place at a time, a fresh password."""

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from portal.access.models import User
from portal.accounts import sessions
from portal.accounts.passwords import is_password_due
from portal.audit.trail import record

Answer = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]
SAFE = {"GET", "HEAD"}


class LoginWallMiddleware(LoginRequiredMiddleware):
    """Send who is not logged in to the login page, and from there back to where they were."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """Ask for a login; say it when something sent was not done."""
        if request.method not in SAFE:
            messages.warning(request, "登录已失效，刚才的操作没有完成，请登录后重做。")
        return _ask_login(request)


class LoginLimitsMiddleware:
    """End logins that are over, and let nobody on before an old password is changed."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what a logged-in person saw is kept in no cache."""
        response = self.get_response(request)
        if getattr(request, "is_behind_login", False):
            add_never_cache_headers(response)
        if request.headers.get("HX-Request") and response.status_code == 302:  # noqa: PLR2004
            return _whole_page(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Refuse a page to a login that is over or a password that is due."""
        user = request.user
        if not isinstance(user, User) or not getattr(view, "login_required", True):
            return None
        request.is_behind_login = True  # type: ignore[attr-defined]
        now = timezone.now()
        idle = dt.timedelta(minutes=settings.PORTAL_IDLE_MINUTES)
        over = sessions.why_ended(request.session, user, at=now, idle=idle)
        if over:
            record(
                "login.expired", user, by=user, at=now,
                sentence=f"{user.full_name} 的登录已失效：{over.value}",
            )  # fmt: skip
            logout(request)
            messages.warning(request, over.value)
            return _ask_login(request)
        if not getattr(view, "is_background", False):
            sessions.touch(request.session, at=now)
        if getattr(view, "before_password_change", False) or not is_password_due(user, now):
            return None
        return redirect("access:password")


def _ask_login(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the login and back; what only takes a form has no page, so back to the form's."""
    came_from = request.headers.get("Referer", "")
    here = {request.get_host()}
    if request.method in SAFE:
        return redirect_to_login(request.get_full_path())
    if not url_has_allowed_host_and_scheme(came_from, here, require_https=request.is_secure()):
        return redirect_to_login("/")
    return redirect_to_login(urlsplit(came_from)._replace(scheme="", netloc="").geturl())


def _whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let htmx load the login or password page as a page, not into a fragment."""
    location = response.headers["Location"]
    login = reverse("access:login")
    if location.startswith(login):
        here = urlsplit(request.headers.get("HX-Current-URL", "/"))
        location = (
            f"{login}?{urlencode({'next': here.path + ('?' + here.query) * bool(here.query)})}"
        )
    elif location != reverse("access:password"):
        return response
    whole = HttpResponseClientRedirect(location)
    whole.cookies = response.cookies
    return whole
