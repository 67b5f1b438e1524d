"""Where a request comes from, as far as our own proxies can be believed."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str | None:
    """Return the address our outermost proxy saw; what the client wrote itself is never believed.

    PORTAL_PROXIES says how many proxies of ours stand in front, each of which appends to
    X-Forwarded-For.
    """
    found = request.META.get("REMOTE_ADDR", "")
    if settings.PORTAL_PROXIES:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        found = told[-settings.PORTAL_PROXIES] if len(told) >= settings.PORTAL_PROXIES else ""
    try:
        return str(ipaddress.ip_address(found.strip()))
    except ValueError:
        return None
