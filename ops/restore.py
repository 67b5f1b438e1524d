"""python -m ops.restore DIRECTORY: put a backup into an empty cluster."""

import shutil
import subprocess
import sys
from pathlib import Path

from ops import keys, paths
from ops.backup import DUMP, FILES, ROLES, client, refuse_external
from ops.console import run_command
from ops.embedded import checks
from ops.embedded.postgres import NAME, Postgres
from ops.errors import OpsError
from ops.running import RunLock

HARMLESS = "unrecognized configuration parameter"  # a dump of a newer major version


def load(sockets: str, source: Path) -> None:
    """Load roles, of which ours exists already, then the data.

    Raises: OpsError with the first error that matters.
    """
    roles = client("psql", sockets, ["-q", "-d", "postgres", "-f", source / ROLES])
    subprocess.run(roles, capture_output=True, check=False)
    data = client("pg_restore", sockets, ["-d", NAME, source / DUMP])
    result = subprocess.run(data, capture_output=True, text=True, check=False)
    errors = [
        line
        for line in result.stderr.splitlines()
        if line.startswith("pg_restore: error:") and HARMLESS not in line
    ]
    if errors or (result.returncode != 0 and HARMLESS not in result.stderr):
        raise OpsError(f"恢复失败：{errors[0] if errors else result.stderr.strip()[-800:]}")


def restore(var: Path, source: Path) -> None:
    postgres = Postgres(var)
    postgres.init()
    try:
        postgres.start()
        postgres.ensure_database()
        load(str(postgres.sockets), source)
    except BaseException:
        postgres.stop()
        shutil.rmtree(postgres.data, ignore_errors=True)
        raise
    postgres.stop()
    if (source / FILES).exists():
        shutil.copytree(source / FILES, var / FILES, dirs_exist_ok=True)
    if (source / keys.FILE_NAME).exists():
        keys.write(var, keys.read(source))


def main() -> int:
    refuse_external()
    if len(sys.argv) != 2:  # noqa: PLR2004 - the program and the directory
        raise OpsError("请指明备份目录，例如 ./run restore var/backup/20260102-030405。")
    source = Path(sys.argv[1]).absolute()
    if not (source / DUMP).exists():
        raise OpsError(f"{source} 不是备份目录：其中没有 {DUMP}。")
    var = paths.var_dir()
    paths.make_var(var)
    lock = RunLock(var)
    try:
        if (var / "pg").exists():
            raise OpsError(
                "本机已有数据。请先备份（./run backup），再执行 ./run reset 清空后恢复。"
            )
        checks.check_disk(var)
        restore(var, source)
    finally:
        lock.release()
    print("已恢复。请执行 ./run 启动。")
    return 0


if __name__ == "__main__":
    sys.exit(run_command(main))
