"""Browsers that cannot show the portal get one plain page that says so."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

Answer = Callable[[HttpRequest], HttpResponse]

# Internet Explorer, and the dual-core browsers (360, Sogou, QQ) in their compatible mode.
_OLD = re.compile(r"MSIE |Trident/")


class OldBrowserMiddleware:
    """Answer the IE engine with how to switch to the fast mode."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer `request`, or explain why the browser cannot be used."""
        if _OLD.search(request.headers.get("user-agent", "")) and request.path != "/healthz":
            return HttpResponse(render_to_string("ui/old_browser.html"))
        return self.get_response(request)
