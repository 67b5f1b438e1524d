"""View decorators. Login itself is enforced by LoginWallMiddleware."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django_htmx.middleware import HtmxDetails

from portal.access.models import User
from portal.access.roles import Permission
from portal.access.scope import narrow

View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """A request behind the login wall."""

    user: User
    htmx: HtmxDetails


def require(permission: Permission) -> Callable[[View], View]:
    """Answer 403 unless one of the user's roles grants `permission`.

    Inside the view the user's counties are those where the permission holds: who fills in for one
    county and only reads another cannot fill in for the other.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, /, **kwargs: object) -> HttpResponseBase:
            if not request.user.may(permission):
                raise PermissionDenied(permission)
            narrow(request.user, permission)
            return view(request, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def for_everyone(
    *, before_password_change: bool = False, is_background: bool = False
) -> Callable[[View], View]:
    """Mark a page that on purpose asks for no permission beyond being logged in.

    `before_password_change`: also open to who has yet to change the password. `is_background`: the
    page asks for itself again and again, which is no sign that a person sits there.
    """

    def decorate(view: View) -> View:
        view.for_everyone = True  # type: ignore[attr-defined]
        view.before_password_change = before_password_change  # type: ignore[attr-defined]
        view.is_background = is_background  # type: ignore[attr-defined]
        return view

    return decorate
