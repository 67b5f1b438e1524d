"""One login a person at a time: the session remembers when it began and when it was last used."""

import datetime as dt

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from portal.access.models import User
from portal.accounts import rules

STARTED, SEEN = "started_at", "seen_at"
SEEN_EVERY = dt.timedelta(minutes=1)


def begin(request: HttpRequest, user: User, *, at: dt.datetime) -> None:
    """Make this session the user's only one; an older one ends at its next request."""
    session = request.session
    session[STARTED] = session[SEEN] = at.timestamp()
    adopt(request, user)


def adopt(request: HttpRequest, user: User) -> None:
    """Remember which session is the user's: after a login, and after its key was cycled."""
    session = request.session
    if not session.session_key:
        session.save()
    user.session_key = session.session_key or ""
    User.objects.filter(pk=user.pk).update(session_key=user.session_key)


def end(user: User) -> None:
    """End the user's login at once."""
    Session.objects.filter(session_key=user.session_key).delete()
    User.objects.filter(pk=user.pk).update(session_key="")


def why_ended(
    session: SessionBase, user: User, *, at: dt.datetime, idle: dt.timedelta
) -> rules.Ended | None:
    """Say why this session may no longer be used, or nothing while it may."""
    return rules.ended(
        now=at,
        started_at=_moment(session.get(STARTED)),
        seen_at=_moment(session.get(SEEN)),
        idle=idle,
        is_latest=session.session_key == user.session_key,
    )


def touch(session: SessionBase, *, at: dt.datetime) -> None:
    """Note that the person is there, not more than once a minute."""
    seen = _moment(session.get(SEEN))
    if seen is None or at - seen >= SEEN_EVERY:
        session[SEEN] = at.timestamp()


def _moment(stamp: object) -> dt.datetime | None:
    return dt.datetime.fromtimestamp(stamp, dt.UTC) if isinstance(stamp, (int, float)) else None


def on_login(request: HttpRequest, user: User, **_: object) -> None:
    """Answer Django's signal user_logged_in."""
    begin(request, user, at=timezone.now())
