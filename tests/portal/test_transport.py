"""Cookies and headers of an installation behind HTTPS."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASK = (
    "from django.conf import settings as s\n"
    "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
    " s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.SESSION_COOKIE_HTTPONLY,"
    " s.SESSION_COOKIE_SAMESITE)"
)


@pytest.mark.services
@pytest.mark.parametrize(
    ("https", "want"),
    [
        ("1", "__Host-session __Host-csrf True True True True Lax"),
        ("0", "sessionid csrftoken False False False True Lax"),
    ],
)
def test_cookies_are_bound_to_the_host_where_there_is_https(https, want):
    told = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT, env=os.environ | {"PORTAL_HTTPS": https}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert told.stdout.strip() == want
