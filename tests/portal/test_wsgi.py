"""The client's address, behind nginx and without it."""

import pytest
from django.test import RequestFactory

from portal import wsgi


@pytest.mark.parametrize(
    ("remote", "forwarded", "seen"),
    [
        ("", "10.1.2.3", "10.1.2.3"),  # unix socket: nginx names the client
        ("192.0.2.9", "10.1.2.3", "192.0.2.9"),  # TCP: a client may claim what it likes
        ("", "", ""),
    ],
)
def test_client_address(
    remote: str, forwarded: str, seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(environ: dict[str, str], *_: object) -> list[bytes]:
        return [environ["REMOTE_ADDR"].encode()]

    monkeypatch.setattr(wsgi, "django_application", answer)
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert b"".join(wsgi.application(request.environ, lambda *_: print)) == seen.encode()
