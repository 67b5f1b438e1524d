"""Each request runs in one transaction that the database limits to the user's counties."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from portal.access.scope import acting_as

Answer = Callable[[HttpRequest], HttpResponse]
WITHOUT_DATABASE = frozenset({"/healthz", "/readyz"})


class ScopeMiddleware:
    """Open the scope, answer, and take back what a failed request wrote.

    The view itself runs in a savepoint of this transaction (ATOMIC_REQUESTS): whatever it raises,
    its writes are taken back, while the audit of a refusal stays.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer `request` inside its user's scope."""
        if request.path in WITHOUT_DATABASE:
            return self.get_response(request)
        with acting_as(request.user):
            response = self.get_response(request)
            if response.status_code >= 500:  # noqa: PLR2004
                transaction.set_rollback(True)
        return response
