"""python -m ops.backup [DIRECTORY]: database, uploaded files and keys of this machine."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import parse_qs, urlparse

from ops import keys, paths
from ops.console import run_command
from ops.embedded import binaries, checks
from ops.embedded.postgres import NAME, Postgres
from ops.errors import OpsError
from ops.running import RunLock, find_running

DUMP, ROLES, FILES = "portal.dump", "roles.sql", "files"


def refuse_external() -> None:
    if os.environ.get("DATABASE_URL"):
        raise OpsError(
            "已设置 DATABASE_URL，数据不在本机的 ./run 中。"
            "请按 docs/operations.md 的“备份”一节，用 pg_dump 备份和恢复。"
        )


@contextlib.contextmanager
def served(var: Path) -> Iterator[str]:
    """Yield the socket directory of the cluster, which is started when ./run is not running."""
    running = find_running(var)
    if running and (url := running.environment.get("DATABASE_URL")):
        yield parse_qs(urlparse(url).query)["host"][0]
        return
    if not (var / "pg" / "PG_VERSION").exists():
        raise OpsError("本机没有数据，无需备份。")
    with contextlib.ExitStack() as stack:
        stack.callback(RunLock(var).release)
        postgres = Postgres(var)
        stack.callback(postgres.stop)
        postgres.init()
        postgres.start()
        yield str(postgres.sockets)


def client(program: str, sockets: str, arguments: Sequence[str | Path]) -> list[str | Path]:
    """Build the command of a PostgreSQL client program."""
    path = binaries.find_postgres().directory / program
    if not path.exists():
        raise OpsError(f"缺少 {path}。请安装 postgresql-client，或用 PG_BIN 指明完整的安装。")
    return [path, "-h", sockets, "-U", NAME, *arguments]


def dump(program: str, sockets: str, arguments: Sequence[str | Path]) -> None:
    command = client(program, sockets, arguments)
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise OpsError(f"备份失败：{result.stderr.strip()[-800:]}")


def back_up(var: Path, target: Path) -> None:
    """Write the backup beside its place and rename it: what is there is whole.

    The files are copied after the dump: they are never removed, so each one a row names is there.
    """
    unfinished = target.with_name(f"{target.name}.unfinished-{os.getpid()}")
    unfinished.mkdir(parents=True, mode=0o700)
    try:
        with served(var) as sockets:
            dump("pg_dumpall", sockets, ["--roles-only", "-f", unfinished / ROLES])
            dump("pg_dump", sockets, ["-Fc", "-f", unfinished / DUMP, NAME])
        if (var / FILES).exists():
            shutil.copytree(var / FILES, unfinished / FILES)
        if (var / keys.FILE_NAME).exists():
            shutil.copy2(var / keys.FILE_NAME, unfinished / keys.FILE_NAME)
        unfinished.rename(target)
    except OSError as error:
        raise OpsError(f"备份失败：{error.filename or target}：{error.strerror}。") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def main() -> int:
    refuse_external()
    var = paths.var_dir()
    stamp = time.strftime("%Y%m%d-%H%M%S")
    target = Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else var / "backup" / stamp
    if target.exists():
        raise OpsError(f"{target} 已存在，请换一个目录名。")
    paths.make_var(var)
    checks.check_disk(var)
    back_up(var, target)
    print(f"已备份到 {target}（含密钥，请妥善保管）。恢复：./run restore {target}")
    return 0


if __name__ == "__main__":
    sys.exit(run_command(main))
