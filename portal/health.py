"""Whether the installation can do its work: for the load balancer, and for its administrator."""

import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.access.models import User
from portal.access.roles import Permission
from portal.checks import broker_info, is_migrated
from portal.files.store import free_bytes

GOOD, BAD = "正常", "异常"


@login_not_required
@transaction.non_atomic_requests
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when everything is in order, else 503; what it is only to the administrator."""
    found = {name: probe() for name, probe in PROBES.items()}
    ready = all(found.values())
    text = "ok" if ready else "unavailable"
    if found["数据库"] and _may_know(request):
        text = "\n".join(f"{name}：{GOOD if good else BAD}" for name, good in found.items())
    answer = HttpResponse(
        text + "\n", status=200 if ready else 503, content_type="text/plain; charset=utf-8"
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _may_know(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.may(Permission.ACCOUNT_MANAGE)


def _database() -> bool:
    """Write and read; a standby or a full disk is not ready."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE IF NOT EXISTS ready (one integer) ON COMMIT DROP"
            )
            cursor.execute("INSERT INTO ready VALUES (1) RETURNING one")
            return bool(cursor.fetchone() == (1,))
    except Error:
        return False


def _broker() -> bool:
    try:
        return bool(broker_info())
    except redis.RedisError:
        return False


def _files() -> bool:
    """Write a byte where uploads go, and look whether there is room."""
    try:
        root = Path(settings.MEDIA_ROOT)
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=root, suffix=".part") as part:
            part.write(b"x")
            part.flush()
            os.fsync(part.fileno())
        return free_bytes() > 0
    except OSError:
        return False


@cache
def _once_migrated() -> bool:
    """Ask until it is true: a running process does not gain migrations."""
    if not is_migrated():
        raise LookupError
    return True


def _schema() -> bool:
    try:
        return _once_migrated()
    except (Error, LookupError):
        return False


PROBES: dict[str, Callable[[], bool]] = {
    "数据库": _database,
    "数据库结构": _schema,
    "消息队列": _broker,
    "文件目录": _files,
}
