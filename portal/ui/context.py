"""What every page's frame needs, computed only when the frame is rendered."""

import datetime as dt
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from portal.access.models import User
from portal.ui.nav import NavGroup, NavItem, address, for_user


class Shell:
    """The frame around a page: navigation, search, marks, the meeting-room wall."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def user(self) -> User | None:
        """Return who is logged in."""
        user = getattr(self._request, "user", None)
        return user if isinstance(user, User) else None

    @cached_property
    def nav(self) -> list[NavGroup]:
        """Return the navigation of this user."""
        return for_user(self.user, path=self._request.path) if self.user else []

    @cached_property
    def phone(self) -> list[NavItem]:
        """Return the items of the tab bar."""
        return [item for group in self.nav for item in group.items if item.on_phone]

    @property
    def search_url(self) -> str:
        """Return the search page, once there is one."""
        return address("overview:search")

    @property
    def profile_url(self) -> str:
        """Return the page of one's own account, once there is one."""
        return address("access:profile")

    @property
    def login_path(self) -> str:
        """Return where an expired session is sent."""
        return address(settings.LOGIN_URL)

    @property
    def today(self) -> dt.date:
        """Return the date for the watermark."""
        return timezone.localdate()

    @property
    def wall(self) -> bool:
        """Say whether the page is shown on a meeting-room wall."""
        return self._request.GET.get("wall") == "1"


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the frame, the portal's name and whether its data are invented."""
    return {
        "shell": Shell(request),
        "portal_name": settings.PORTAL_NAME,
        "is_demo": settings.PORTAL_DEMO,
        "demo_month": settings.PORTAL_DEMO_MONTH,
    }
