"""Pages of the shell itself."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process lives; touches nothing."""
    return HttpResponse("ok", content_type="text/plain")
