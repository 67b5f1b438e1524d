"""A supervised process: its output shown and logged, restarted with backoff, stopped in order."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from ops.console import say
from ops.embedded import checks, runas
from ops.errors import OpsError
from ops.paths import ROOT

RESTARTS_A_MINUTE = 5
LONGEST_BACKOFF_SECONDS = 5.0
FULL_DISK_MB = 20
FULL_DISK_SECONDS = 20.0
HARD_STOP_SECONDS = 5.0


class Restarts:
    """When a crashed process may start again: later each time, and never a sixth time a minute."""

    def __init__(self) -> None:
        """Nothing has started yet."""
        self.starts: list[float] = []

    def record(self, now: float) -> None:
        self.starts = [start for start in self.starts if start > now - 60] + [now]

    def is_loop(self, now: float) -> bool:
        return len([start for start in self.starts if start > now - 60]) >= RESTARTS_A_MINUTE

    def backoff(self) -> float:
        return min(LONGEST_BACKOFF_SECONDS, 0.5 * 2.0 ** len(self.starts))


class Process:
    """One command with its name on the console and its log in var/log/NAME.log."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        grace: float = 20,
        once: bool = False,
    ) -> None:
        """`grace`: seconds to finish what it is doing when asked to stop.

        `once`: it has an end of its own and is not restarted.
        """
        self.name = name
        self.command = command
        self.environment = environment
        self.grace = grace
        self.once = once
        self.var = Path(environment["PORTAL_VAR"])
        self.log = self.var / "log" / f"{name}.log"
        self.restarts = Restarts()
        self.restart_at: float | None = None
        self.child: subprocess.Popen[bytes] | None = None
        self.pump: threading.Thread | None = None

    def start(self) -> None:
        """Start it in its own session: a Ctrl-C in the terminal reaches only the supervisor."""
        self.restart_at = None
        self.restarts.record(time.monotonic())
        self.child = subprocess.Popen(
            runas.plain().command(self.command, deathsig=signal.SIGTERM),
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.pump = threading.Thread(target=self._show, args=(self.child.stdout,), daemon=True)
        self.pump.start()

    def _show(self, output: IO[bytes]) -> None:
        """Show and log each line; when the disk is full keep draining, or the child would block."""
        with output, contextlib.ExitStack() as stack:
            log = None
            with contextlib.suppress(OSError):
                log = stack.enter_context(self.log.open("ab", buffering=0))
            for line in output:
                with contextlib.suppress(OSError):
                    if log:
                        log.write(line)
                if text := line.decode(errors="replace").rstrip():
                    say(self.name, text)

    def exit_code(self) -> int | None:
        """Return how it ended, None while it runs."""
        return self.child.poll() if self.child else None

    def wait(self) -> int:
        """Wait until it has ended and all it said is shown."""
        if self.child is None or self.pump is None:
            return 0
        code = self.child.wait()
        self.pump.join(HARD_STOP_SECONDS)
        return code

    def keep_running(self, now: float) -> None:
        """Restart it, after a pause, when it has ended by itself.

        Raises: OpsError when it ended five times within a minute.
        """
        code = self.exit_code()
        if code is None or self.once:
            return
        if self.restart_at is None:
            self.restart_at = now + self._pause(now)
            say("run", f"{self.name} 意外退出（代码 {code}），即将重新启动")
        elif now >= self.restart_at:
            self.start()

    def _pause(self, now: float) -> float:
        """Seconds until the next start; a full disk is waited for, anything else is a loop."""
        if not self.restarts.is_loop(now):
            return self.restarts.backoff()
        if checks.free_mb(self.var) < FULL_DISK_MB:
            say("run", f"磁盘已满，请清理 {self.var} 所在分区；{FULL_DISK_SECONDS:.0f} 秒后重试")
            return FULL_DISK_SECONDS
        raise OpsError(
            f"{self.name} 一分钟内退出 {RESTARTS_A_MINUTE} 次，不再重试。日志见 {self.log}。"
        )

    def stop(self) -> None:
        """Ask the main process only: a signal to the whole group would kill running tasks."""
        if self.child is None:
            return
        for number, seconds in ((signal.SIGTERM, self.grace), (signal.SIGQUIT, HARD_STOP_SECONDS)):
            if self.child.poll() is not None:
                return
            self.child.send_signal(number)
            try:
                self.child.wait(seconds)
            except subprocess.TimeoutExpired:
                say("run", f"{self.name} 没有在 {seconds:.0f} 秒内退出，改用更强的信号")
        self.kill()

    def kill(self) -> None:
        """End it and all it started at once."""
        if self.child is None or self.child.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.child.wait(HARD_STOP_SECONDS)
