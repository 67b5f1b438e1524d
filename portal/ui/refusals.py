"""A page for a refusal that Django leaves blank."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

WRONG_METHOD = 405


class WrongMethodMiddleware:
    """Say what to do when an address that only takes what is sent was opened as a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a blank 405 gets words."""
        response = self.get_response(request)
        if response.status_code != WRONG_METHOD or response.content:
            return response
        page = render(request, "405.html", status=WRONG_METHOD)
        page["Allow"] = response["Allow"]
        return page
