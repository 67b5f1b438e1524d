"""./run with its real processes: started, struck, restarted and stopped."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from ops import keys
from ops.embedded import checks
from ops.paths import ROOT
from ops.running import find_running

pytestmark = pytest.mark.services
PATIENCE_SECONDS = 120  # a busy machine is slow, not wrong
SERVICES = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", *keys.NAMES)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Machine:
    """One var directory and what runs in it."""

    def __init__(self) -> None:
        """Nothing runs yet."""
        self.var = Path(tempfile.mkdtemp(prefix="portal-test-"))
        self.output = self.var / "output"
        inherited = {name: text for name, text in os.environ.items() if name not in SERVICES}
        self.environment = inherited | {
            "PORTAL_VAR": str(self.var),
            "PORTAL_DEMO": "0",  # the province takes its time and has its own tests
            "PORT": str(free_port()),
        }
        self.url = f"http://127.0.0.1:{self.environment['PORT']}/"
        self.process: subprocess.Popen[bytes] | None = None

    def wait_for(self, condition: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            assert time.monotonic() < end, self.said()
            time.sleep(0.05)

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", f"ops.{command}"],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self) -> str:
        """Start and return all that was said until it was ready."""
        with self.output.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ops.up"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self.wait_for(lambda: "已就绪：" in self.said() or (self.process and self.process.poll()))
        assert self.process.poll() is None, self.said()
        return self.said()

    def said(self) -> str:
        return self.output.read_text()

    def pid(self) -> int:
        assert self.process
        return self.process.pid

    def query(self, sql: str) -> list[tuple[object, ...]]:
        running = find_running(self.var)
        assert running
        connection = psycopg2.connect(running.environment["DATABASE_URL"])
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def has_kept_row(self) -> bool:
        try:
            return self.query("SELECT n FROM kept") == [(1,)]
        except psycopg2.OperationalError:  # not back yet
            return False

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url + "healthz", timeout=5) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def processes(self) -> list[int]:
        """All processes that know this machine's var directory, apart from the supervisor's."""
        mark = f"PORTAL_VAR={self.var}\0".encode()
        found = []
        for path in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in path.read_bytes() and checks.is_alive(int(path.parent.name)):
                    found.append(int(path.parent.name))
            except OSError:
                continue
        return sorted(set(found) - {self.pid()})

    def find(self, pattern: str) -> int:
        """Return the oldest process whose command line matches, 0 when there is none."""
        for pid in self.processes():
            with contextlib.suppress(OSError):
                line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                if re.search(pattern, line):
                    return pid
        return 0

    def kill(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        assert self.process
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


@pytest.fixture
def machine() -> Iterator[Machine]:
    """A machine that is clean before and after the test."""
    home = Machine()
    yield home
    if home.process and home.process.poll() is None:
        home.stop()
    shutil.rmtree(home.var)


def test_the_whole_life_of_one_installation(machine: Machine) -> None:
    said = machine.start()
    assert "PostgreSQL" in said
    assert "，新建（" in said
    assert machine.answers()
    assert (machine.var / "secret.env").stat().st_mode & 0o777 == 0o600
    assert (machine.var / "static" / ".stamp").exists()
    assert json.loads((machine.var / "up.lock").read_text())["pid"] == machine.pid()

    second = machine.run("up")
    assert second.returncode == 1
    assert f"已经在运行：{machine.url}（PID {machine.pid()}）" in second.stderr

    machine.query("CREATE TABLE kept AS SELECT 1 AS n")
    os.kill(machine.find("celery .* worker"), signal.SIGKILL)
    machine.wait_for(lambda: "worker 意外退出（代码 -9），即将重新启动" in machine.said())
    machine.wait_for(lambda: machine.find("celery .* worker"))
    os.kill(machine.find("bin/postgres -D"), signal.SIGKILL)
    machine.wait_for(lambda: "数据库意外退出，正在重新启动" in machine.said())
    machine.wait_for(machine.has_kept_row)

    machine.kill()
    machine.wait_for(lambda: not machine.processes())

    said = machine.start()
    assert "已有数据" in said
    assert machine.answers()
    assert machine.has_kept_row()

    assert machine.stop() == 0
    said = machine.said()
    assert "正在停止…" in said
    assert "已停止" in said
    assert not machine.processes()
    assert find_running(machine.var) is None
    assert "没有在运行" in machine.run("stop").stdout


def test_broken_settings_end_the_start_with_a_sentence(machine: Machine) -> None:
    machine.environment["PORTAL_IDLE_MINUTES"] = "many"
    result = machine.run("up")
    assert result.returncode == 1
    assert "数据库结构或初始数据没有准备好" in result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    assert "Traceback" in (machine.var / "log" / "prepare.log").read_text()
