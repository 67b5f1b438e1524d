"""View decorators. Login itself is enforced by LoginRequiredMiddleware."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django_htmx.middleware import HtmxDetails

from portal.access.models import User
from portal.access.roles import Permission

View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """A request behind the login wall."""

    user: User
    htmx: HtmxDetails


def require(permission: Permission) -> Callable[[View], View]:
    """Answer 403 unless one of the user's roles grants `permission`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, /, **kwargs: object) -> HttpResponseBase:
            if not request.user.may(permission):
                raise PermissionDenied
            return view(request, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate
