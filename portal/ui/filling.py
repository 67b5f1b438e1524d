"""How far the filling of a demonstration is, while it goes on."""

from contextlib import suppress

from django.conf import settings
from django.core.cache import cache
from redis import RedisError

KEY = "demo:filling"
SECONDS = 60  # a filling that died is not shown for longer


def filling() -> str:
    """Return how many workbooks of how many are in, "" where nothing is being filled."""
    if settings.PORTAL_DEMO:
        with suppress(RedisError):  # a page without the note is better than none
            return str(cache.get(KEY) or "")
    return ""
