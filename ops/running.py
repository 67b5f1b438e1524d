"""Who runs here: the lock of ./run, and what it publishes for those who attach."""

import fcntl
import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ops.errors import OpsError

FILE_NAME = "up.lock"
PATIENCE_SECONDS = 0.5  # somebody may just be looking


@dataclass(frozen=True)
class Running:
    """A ./run that is starting or running: its process, address and services."""

    pid: int
    url: str = ""
    is_ready: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)


def parse(text: str) -> Running | None:
    try:
        content = json.loads(text)
        return Running(**content)
    except (ValueError, TypeError):
        return None


def try_lock(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def find_running(var: Path) -> Running | None:
    """Return the ./run that holds the lock; what a killed one left behind does not count."""
    try:
        with (var / FILE_NAME).open(encoding="utf-8") as file:
            if try_lock(file.fileno(), fcntl.LOCK_SH):
                return None
            return parse(file.read())
    except OSError:
        return None


class RunLock:
    """The right to run in `var`; held until the process ends."""

    def __init__(self, var: Path) -> None:
        """Take the lock.

        Raises: OpsError naming address and process of the one that has it.
        """
        self.file = (var / FILE_NAME).open("a+", encoding="utf-8")
        end = time.monotonic() + PATIENCE_SECONDS
        while not try_lock(self.file.fileno(), fcntl.LOCK_EX):
            if time.monotonic() > end:
                refusal = self._refusal()
                self.file.close()
                raise OpsError(refusal)
            time.sleep(0.05)
        self.file.seek(0)
        self.after_crash = bool(self.file.read())
        self.publish(Running(os.getpid()))

    def _refusal(self) -> str:
        self.file.seek(0)
        other = parse(self.file.read())
        if other is None:
            return "已经在运行。要停止它，请执行 ./run stop。"
        state = "已经在运行" if other.is_ready else "正在启动"
        where = f"{other.url}（PID {other.pid}）" if other.url else f"PID {other.pid}"
        return f"{state}：{where}。要停止它，请在那个终端按 Ctrl-C，或执行 ./run stop。"

    def publish(self, running: Running) -> None:
        """Say what runs. A full disk must not stop what works."""
        try:
            self.file.seek(0)
            self.file.truncate()
            json.dump(asdict(running), self.file)
            self.file.flush()
        except OSError as error:
            raise OpsError(f"无法写入 {self.file.name}：{error.strerror}。") from error

    def release(self) -> None:
        """Forget what was published: this was no crash."""
        self.file.seek(0)
        self.file.truncate()
        self.file.close()
