"""WSGI entry."""

import os
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django_application = get_wsgi_application()


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer one request, knowing the client's address.

    A request without one came through a unix socket, which only our own nginx can open; it
    names the client and overwrites what the client claimed.
    """
    if not environ.get("REMOTE_ADDR"):
        environ["REMOTE_ADDR"] = environ.get("HTTP_X_FORWARDED_FOR", "")
    return django_application(environ, start_response)
