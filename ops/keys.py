"""Secrets of an installation without an environment file: made once, kept in var/secret.env."""

import base64
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from ops.errors import OpsError

FILE_NAME = "secret.env"
KEY_BYTES = 32
NAMES = ("SECRET_KEY", "PORTAL_FIELD_KEY", "PORTAL_HMAC_KEY")
TEST_KEYS: Mapping[str, str] = {
    "SECRET_KEY": "only-for-tests-" * 4,
    "PORTAL_FIELD_KEY": base64.b64encode(b"field key, only for the tests...").decode(),
    "PORTAL_HMAC_KEY": base64.b64encode(b"hmac key, only for the tests ...").decode(),
}


def new_key(name: str) -> str:
    if name == "SECRET_KEY":
        return secrets.token_urlsafe(50)
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def read(var: Path) -> dict[str, str]:
    """Read the file; empty when there is none.

    Raises: OpsError when it is damaged, because new keys would not open old data.
    """
    path = var / FILE_NAME
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise OpsError(f"无法读取密钥文件 {path}：{error}。请检查权限，或从备份恢复。") from error
    pairs = [line.partition("=") for line in lines if line.strip() and not line.startswith("#")]
    if any(not (name and value) for name, _, value in pairs):
        raise OpsError(f"密钥文件 {path} 已损坏。请从备份恢复，否则加密的身份证号无法解开。")
    return {name: value for name, _, value in pairs}


def ensure(var: Path, *, has_data: bool) -> dict[str, str]:
    """Return all keys, making those that are missing.

    Raises: OpsError when there is data but no file: its ID numbers could never be read again.
    """
    keys = read(var)
    missing = [name for name in NAMES if name not in keys]
    if missing and not keys and has_data and not all(name in os.environ for name in NAMES):
        raise OpsError(
            f"数据库已有数据，但密钥文件 {var / FILE_NAME} 不见了，加密的身份证号将无法解开。\n"
            "请从备份恢复该文件；若只是演示数据，可以执行 ./run reset 重建。"
        )
    if missing:
        keys |= {name: new_key(name) for name in missing}
        write(var, keys)
    return keys


def write(var: Path, keys: Mapping[str, str]) -> None:
    """Write the whole file or nothing, readable by its owner only."""
    unfinished = var / f"{FILE_NAME}.{os.getpid()}"
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write("# 本机密钥，首次启动时生成。丢失后加密的身份证号无法解开，备份时一并保存。\n")
        out.writelines(f"{name}={value}\n" for name, value in keys.items())
        out.flush()
        os.fsync(out.fileno())
    unfinished.rename(var / FILE_NAME)
