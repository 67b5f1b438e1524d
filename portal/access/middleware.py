"""Each request runs in one transaction that the database limits to the user's counties."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from portal.access.scope import acting_as

Answer = Callable[[HttpRequest], HttpResponse]


class ScopeMiddleware:
    """Open the scope, answer, and take back what a failed request wrote."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer `request` inside its user's scope."""
        with acting_as(request.user):
            response = self.get_response(request)
            if response.status_code >= 500:  # noqa: PLR2004
                transaction.set_rollback(True)
        return response
