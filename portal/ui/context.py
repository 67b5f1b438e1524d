"""What every page's shell needs."""

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the portal's name and whether its data are invented."""
    return {"portal_name": settings.PORTAL_NAME, "is_demo": settings.PORTAL_DEMO}
