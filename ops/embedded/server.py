"""What both servers have in common: a child process with a log, ready or failed."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

POLL_SECONDS = 0.02


class Server:
    """A child process in its own session, with its output appended to a log."""

    def __init__(self, *, title: str, log: Path) -> None:
        """Name it for messages (`title`) and say where its output goes."""
        self.title = title
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.log_start = 0
        log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    def launch(
        self, command: Sequence[str], *, cwd: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.log_start = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                command,
                cwd=cwd,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def log_since_launch(self) -> str:
        return self.log.read_bytes()[self.log_start :].decode(errors="replace")

    def has_exited(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> bool:
        """Wait until ready; False when the process ended or the time was up."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.has_exited():
            if ready():
                return True
            time.sleep(POLL_SECONDS)
        return False

    def end(self, steps: Sequence[tuple[signal.Signals, float]]) -> None:
        """Send each signal in turn until the process is gone, waiting the seconds named."""
        if self.process is None:
            return
        for number, seconds in steps:
            if self.process.poll() is not None:
                return
            self.process.send_signal(number)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                continue


def clean_environment() -> dict[str, str]:
    """Return the environment for a server: ours, in a UTF-8 locale that every machine has."""
    return {**os.environ, "LC_ALL": "C.UTF-8"}
