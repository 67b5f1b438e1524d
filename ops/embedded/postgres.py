"""A PostgreSQL cluster of our own: initialised, started, recovered and stopped."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import psycopg2

from ops.embedded import binaries, checks, runas
from ops.embedded.server import Server, clean_environment
from ops.errors import OpsError

NAME = "portal"  # of the database and of its owner
LOCALES = ("C.UTF-8", "en_US.UTF-8", "zh_CN.UTF-8")
START_SECONDS = 60
LEAVE_SECONDS = 10.0  # what a killed ./run or postmaster left is gone by then
STATUS_LINE = 7  # of postmaster.pid
HINTS = (
    ("No space left on device", "磁盘已满，请清理磁盘后重试"),
    ("database files are incompatible", "数据目录由另一个 PostgreSQL 大版本创建"),
    ("Unix-domain socket path .* is too long", "项目路径过长，请移到更短的目录"),
    ("Permission denied", "文件权限不足，请检查 var/ 目录的属主"),
    ("could not bind|Address already in use", "套接字被占用"),
    ("could not (?:create|resize) shared memory", "共享内存不足（容器请加 --shm-size=128m）"),
)


def choose_locale() -> str:
    """Return a UTF-8 locale; in plain C, trigrams of Chinese text are empty."""
    if not shutil.which("locale"):
        return LOCALES[0]
    listed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False)
    have = {name.lower().replace("-", "") for name in listed.stdout.split()}
    return next((name for name in LOCALES if name.lower().replace("-", "") in have), LOCALES[0])


def explain(text: str) -> str:
    """Turn a server's log into one Chinese sentence and the line it came from."""
    lines = text.splitlines()
    for pattern, sentence in HINTS:
        if found := [line.strip() for line in lines if re.search(pattern, line)]:
            return f"{sentence}。\n  （{found[-1]}）"
    return text.strip()[-800:] or "没有输出。"


class Postgres(Server):
    """One cluster in `var/NAME`, reached by a unix socket only.

    Not `durable` means without fsync: for data that is thrown away.
    """

    def __init__(self, var: Path, *, name: str = "pg", durable: bool = True) -> None:
        """Find the programs and the way to run them; nothing is started yet."""
        super().__init__(title="数据库", log=var / "log" / f"{name}.log")
        self.var = var
        self.data = var / name
        self.durable = durable
        self.programs = binaries.find_postgres()
        self.runas = runas.choose(var, self.programs.directory / "postgres")
        if self.runas.mode == "setuid":  # the other user must be able to make its socket
            self.sockets = Path(tempfile.mkdtemp(prefix="portal-pg-"))
            self.sockets.chmod(0o755)
            self.runas.own(self.sockets)
        else:
            self.sockets = checks.socket_dir(var)

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self.sockets))}"

    def init(self) -> bool:
        """Create the cluster when there is none; True when it is new."""
        version = self.data / "PG_VERSION"
        if version.exists():
            self._refuse_other_major(version.read_text().strip())
            return False
        for interrupted in self.var.glob(f"{self.data.name}.init-*"):
            shutil.rmtree(interrupted, ignore_errors=True)
        if self.data.exists() and any(self.data.iterdir()):
            raise OpsError(f"{self.data} 存在，但不是完整的数据库目录。请移走它后重试。")
        self._initdb()
        return True

    def _refuse_other_major(self, found: str) -> None:
        if found != self.programs.major:
            raise OpsError(
                f"{self.data} 是 PostgreSQL {found} 的数据，当前程序是 {self.programs.version}。\n"
                "请按 docs/operations.md 的“升级”一节，先用旧版本执行 ./run backup，"
                "升级后再执行 ./run restore；若只是演示数据，可以执行 ./run reset 重建。"
            )

    def _initdb(self) -> None:
        """Run initdb beside the final place and rename, so that half a cluster is never used."""
        unfinished = self.data.with_name(f"{self.data.name}.init-{os.getpid()}")
        unfinished.mkdir(mode=0o700)
        self.runas.own(unfinished)
        command = [
            *(self.programs.directory / "initdb", "-D", unfinished, "-U", NAME, "-A", "trust"),
            *("-E", "UTF8", f"--locale={choose_locale()}", "--no-instructions"),
            *(() if self.durable else ("-N",)),
        ]
        result = subprocess.run(
            self.runas.command(command),
            capture_output=True,
            text=True,
            check=False,
            cwd=self.var,
            env=clean_environment(),
        )
        if result.returncode != 0:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise OpsError(f"初始化数据库失败：{explain(result.stderr)}")
        if self.data.exists():
            self.data.rmdir()
        unfinished.rename(self.data)

    def clear_stale_lock(self) -> bool:
        """Remove the locks of a server that was killed; True when there were any.

        PostgreSQL refuses to start while the process id in its lock files exists, also when that
        is a zombie (nothing reaps it in a container) or, after a power cut, another program. The
        locks go only when no process works in the data directory.
        """
        locks = [self.data / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"]
        present = [lock for lock in locks if lock.exists()]
        if not present or not checks.has_proc():
            return False
        try:
            owner = int(present[0].read_text().split()[0])
        except (ValueError, IndexError, OSError):
            owner = 0
        if users := checks.users_after(LEAVE_SECONDS, self.data):
            pid = owner if owner in users else users[0]
            raise OpsError(
                f"数据库目录 {self.data} 正被另一个进程使用（PID {pid}）。"
                f"若是上次没有退干净的实例，请先结束它：kill -INT {pid}"
            )
        for path in [*locks, self.sockets / ".s.PGSQL.5432"]:
            path.unlink(missing_ok=True)
        return True

    def start(self) -> None:
        """Start the cluster and wait until it answers; a crash is recovered from."""
        self.clear_stale_lock()
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "log_min_duration_statement": "1000",
            "timezone": "Asia/Shanghai",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        command: list[str | Path] = [self.programs.directory / "postgres", "-D", self.data]
        self.launch(
            self.runas.command([*command, *options], deathsig=signal.SIGINT),
            cwd=self.var,
            environment=clean_environment(),
        )
        if not self.wait_until(self._is_ready, seconds=START_SECONDS):
            if self.has_exited():
                raise OpsError(f"数据库启动失败：{explain(self.log_since_launch())}")
            raise OpsError(f"数据库在 {START_SECONDS} 秒内没有就绪，日志见 {self.log}。")

    def _is_ready(self) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > STATUS_LINE and lines[STATUS_LINE].strip() == "ready"

    def ensure_database(self, name: str = NAME, *, template: str = "template1") -> None:
        connection = psycopg2.connect(host=str(self.sockets), user=NAME, dbname="postgres")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
                if not cursor.fetchone():
                    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        finally:
            connection.close()

    def stop(self) -> None:
        """Stop without waiting for clients; data that is thrown away needs no checkpoint."""
        fast = [(signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0)]
        self.end(fast if self.durable else fast[1:])
        if self.sockets.parent == Path(tempfile.gettempdir()):
            shutil.rmtree(self.sockets, ignore_errors=True)
