"""Reading the environment: one typed function per kind of value, loud when something is missing."""

import base64
import os
from urllib.parse import parse_qs, unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32


def text(name: str, default: str | None = None) -> str:
    """Return the variable `name`.

    Raises: ImproperlyConfigured naming the variable when it is unset or empty and has no default.
    """
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"缺少环境变量 {name}。请在环境文件中设置后重新启动。")
    return value


def key(name: str) -> str:
    """Return the variable `name`, the Base64 of 32 bytes.

    Raises: ImproperlyConfigured saying how to make one, when it is anything else.
    """
    value = text(name)
    try:
        size = len(base64.b64decode(value, validate=True))
    except ValueError:
        size = 0
    if size != KEY_BYTES:
        raise ImproperlyConfigured(
            f"环境变量 {name} 不是 {KEY_BYTES} 字节的 Base64 密钥。"
            f"生成方法：openssl rand -base64 {KEY_BYTES}"
        )
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """Return whether `name` is set to 1, true or yes."""
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes"}


def words(name: str, default: str = "") -> list[str]:
    """Return the comma-separated words of `name`."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(url: str) -> dict[str, object]:
    """Translate a PostgreSQL URL (TCP or ?host=/socket/dir) into Django's settings."""
    parts = urlparse(url)
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
