"""What `manage.py check` asks of an installation. Those with the database: `--database default`."""

from collections.abc import Callable, Sequence

import redis
from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.access.rls import APPEND_ONLY, SYSTEM_ONLY
from portal.access.scope import APP_ROLE

OPEN_TABLES = {
    "villages_division": "codes and names are published; what is known of a place lies elsewhere",
    "villages_divisionalias": "other ways to write a published name",
    "villages_divisionaliasevent": "the history of the same",
    "villages_countyincome": "published statistics, one figure a county and year",
}  # with a county and yet not behind row level security, and why
WEAK_SECRETS = ("django-insecure", "change", "test", "only-for-tests", "secret")
SECRET_LENGTH = 50
MESSAGES = {
    "portal.E001": "数据库缺少角色 portal_app，或当前账号不是它的成员，行级权限不会生效。",
    "portal.E002": "以下含县级数据的表没有启用行级权限：{}。",
    "portal.E003": "数据库的字符集区域不支持中文三元组检索，按名称搜索会查不到任何内容。",
    "portal.E004": "SECRET_KEY 是默认值或太短，不能用于正式环境。",
    "portal.E005": "PORTAL_FIELD_KEY 与 PORTAL_HMAC_KEY 相同，必须使用两个不同的密钥。",
    "portal.E006": "角色 portal_app 能够修改或删除审计记录：{}。",
    "portal.W001": "消息队列的 maxmemory-policy 是 {}，内存满时会丢弃任务消息，应为 noeviction。",
    "portal.W002": "消息队列无法访问：{}。",
}
HINTS = {
    "portal.E001": "用数据库属主账号重新执行 manage.py migrate。",
    "portal.E002": "在该表的迁移中加入 rls.protect()。",
    "portal.E003": "用 LOCALE 'C.UTF-8' TEMPLATE template0 重建数据库。",
    "portal.E004": "生成方法：openssl rand -base64 48",
    "portal.E005": "生成方法：openssl rand -base64 32",
    "portal.E006": "重新执行 manage.py migrate。",
    "portal.W001": "在其配置中设置 maxmemory-policy noeviction。",
    "portal.W002": "检查 CELERY_BROKER_URL 和服务状态。",
}
Probe = Callable[[], "CheckMessage | None"]


def _message(code: str, *values: object) -> CheckMessage:
    kind = checks.Error if ".E" in code else checks.Warning
    return kind(MESSAGES[code].format(*values), hint=HINTS[code], id=code)


@register(Tags.security)
def check_secrets(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """Refuse secrets that anybody could know, where the data are real."""
    if settings.PORTAL_DEMO:
        return []
    found = []
    key = settings.SECRET_KEY
    if len(key) < SECRET_LENGTH or key.lower().startswith(WEAK_SECRETS):
        found.append(_message("portal.E004"))
    if settings.PORTAL_FIELD_KEY == settings.PORTAL_HMAC_KEY:
        found.append(_message("portal.E005"))
    return found


@register(Tags.database)
def check_database(
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None = None,
    **_: object,
) -> list[CheckMessage]:
    """Look at the database once it is migrated; before that nothing can be said."""
    if not databases or not is_migrated():
        return []
    probes: tuple[Probe, ...] = (_role, _unprotected, _trigrams, _history)
    return [found for probe in probes if (found := probe())]


@register(Tags.database)
def check_broker(
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None = None,
    **_: object,
) -> list[CheckMessage]:
    """See that the broker drops no message when its memory is full."""
    if not databases:
        return []
    try:
        policy = broker_info().get("maxmemory_policy", "")
    except redis.RedisError as error:
        return [_message("portal.W002", error)]
    return [] if policy in {"noeviction", ""} else [_message("portal.W001", policy)]


def is_migrated() -> bool:
    """Say whether every migration has been applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def broker_info() -> dict[str, str]:
    """Ask the broker about itself. Raises: redis.RedisError."""
    url = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://")
    client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
    try:
        return dict(client.info("memory"))
    finally:
        client.close()


def _all(sql: str, *values: str | list[str]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return list(cursor.fetchall())


def _role() -> CheckMessage | None:
    member = _all(
        "SELECT 1 FROM pg_roles WHERE rolname = %s AND pg_has_role(current_user, oid, 'MEMBER')",
        APP_ROLE,
    )
    return None if member else _message("portal.E001")


def _unprotected() -> CheckMessage | None:
    """Find tables with a county that the application role would see whole."""
    rows = _all(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relkind IN ('r', 'p') AND a.attname = 'county_id' AND NOT c.relrowsecurity"
        " AND (c.relname LIKE 'villages\\_%%' OR c.relname LIKE 'accountability\\_%%')"
        " ORDER BY c.relname"
    )
    bare = [str(name) for (name,) in rows if name not in OPEN_TABLES]
    return _message("portal.E002", "、".join(bare)) if bare else None


def _trigrams() -> CheckMessage | None:
    (found,) = _all("SELECT cardinality(show_trgm('人工智能'))")[0]
    return None if found else _message("portal.E003")


def _history() -> CheckMessage | None:
    """Find history that the application role could change."""
    rows = _all(
        "SELECT t FROM unnest(%s) t WHERE has_table_privilege(%s, t, 'UPDATE, DELETE, TRUNCATE')",
        [*APPEND_ONLY, *SYSTEM_ONLY],
        APP_ROLE,
    )
    return _message("portal.E006", "、".join(str(t) for (t,) in rows)) if rows else None
