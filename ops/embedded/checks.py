"""What is asked of the machine before and while servers run."""

import hashlib
import os
import re
import shutil
import stat
import sys
import tempfile
import time
from pathlib import Path

from ops.errors import OpsError

MIN_FREE_MB = 500
LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"
SOCKET_PATH_BYTES = 100  # the kernel allows 107
PLAIN_PATH = re.compile(r"[A-Za-z0-9._/+-]+")  # needs no quoting in a URL or a server setting
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - looked at only
WRITE_PROBE = b"x" * 65536


def socket_dir(var: Path) -> Path:
    """Directory for unix sockets: below `var`, or below /tmp when that path cannot hold them."""
    directory = var / "run"
    too_long = len(os.fsencode(directory / LONGEST_SOCKET_NAME)) > SOCKET_PATH_BYTES
    if too_long or not PLAIN_PATH.fullmatch(str(directory)):
        digest = hashlib.sha256(os.fsencode(var)).hexdigest()[:8]
        directory = Path(tempfile.gettempdir()) / f"portal-{os.getuid()}-{digest}"
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = directory.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
        raise OpsError(f"{directory} 不属于当前用户，请删除它后重试。")
    directory.chmod(0o700)
    return directory


def free_mb(path: Path) -> int:
    return shutil.disk_usage(path).free // 2**20


def check_disk(path: Path, *, need_mb: int = MIN_FREE_MB) -> None:
    """Refuse to start on a full or read-only disk, before anything is written."""
    free = free_mb(path)
    if free < need_mb:
        raise OpsError(
            f"磁盘空间不足：{path} 所在分区只剩 {free} MB，至少需要 {need_mb} MB。请清理后重试。"
        )
    try:
        with tempfile.NamedTemporaryFile(dir=path) as probe:
            probe.write(WRITE_PROBE)
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        raise OpsError(f"无法写入 {path}：{error.strerror}。请检查目录权限和磁盘。") from error


def check_shared_memory(path: Path = SHARED_MEMORY) -> None:
    """Refuse to start where Celery cannot make its semaphores (Linux)."""
    if sys.platform == "linux" and not os.access(path, os.W_OK | os.X_OK):
        raise OpsError(
            f"{path} 不可写，后台任务无法运行。请执行：mount -t tmpfs -o mode=1777 tmpfs {path}"
        )


def has_proc() -> bool:
    return Path("/proc/self/stat").exists()


def is_alive(pid: int) -> bool:
    """Tell whether the process exists and is not a zombie."""
    if has_proc():
        try:
            text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
        return text[text.rindex(")") + 2] not in "ZX"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def users_of(directory: Path) -> list[int]:
    """Process ids of what works in the directory, the sure sign of a live server.

    Both servers make their data directory their working directory. Lock files cannot be trusted:
    the process id in them may be a zombie or belong by now to another program.
    """
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            here = (process / "cwd").readlink()
        except OSError:
            continue
        if here == directory and is_alive(int(process.name)):
            found.append(int(process.name))
    return found


def users_after(seconds: float, directory: Path) -> list[int]:
    """Who still works in the directory after this time for leaving."""
    here = directory.resolve()
    end = time.monotonic() + seconds
    while (users := users_of(here)) and time.monotonic() < end:
        time.sleep(0.1)
    return users
