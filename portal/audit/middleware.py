"""Where the audit trail learns from whom a request came, and of every denial."""

import uuid
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portal.access.models import User
from portal.access.origin import client_ip
from portal.access.roles import LABELS, Permission
from portal.audit.trail import Origin, origin, record

Answer = Callable[[HttpRequest], HttpResponse]


class OriginMiddleware:
    """Number the request and remember its address for everything recorded while it runs."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer `request` under its number."""
        number = uuid.uuid4().hex
        token = origin.set(Origin(client_ip(request), number))
        try:
            response = self.get_response(request)
        finally:
            origin.reset(token)
        response["X-Request-ID"] = number
        return response


class DenialMiddleware:
    """Record each refusal for want of a permission, in the transaction of the request."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is in process_exception."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Record the denial; the view's own writes have been taken back already."""
        if not isinstance(exception, PermissionDenied):
            return
        wanted = exception.args[0] if exception.args else ""
        reason = f"没有“{LABELS[wanted]}”的权限" if isinstance(wanted, Permission) else str(wanted)
        user = request.user if isinstance(request.user, User) else None
        record(
            "access.denied",
            None,
            by=user,
            at=timezone.now(),
            sentence=f"{user.full_name if user else '未登录者'} 打开页面 {request.path} 被拒绝"
            + (f"：{reason}。" if reason else "。"),
            refused=True,
            path=request.path[:200],
            method=request.method,
            wanted=str(wanted),
        )
