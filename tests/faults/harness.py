"""Servers, workers and beats of their own, to be killed at will.

    def test_import_survives(stack):
        stack.need_workers(1)
        job = stack.call("tests.faults.imports:upload", rows=5000)
        stack.wait_for("SELECT state = 'running' FROM portal_job WHERE id = %s", job)
        stack.kill(stack.child_of(job))
        stack.wait_for("SELECT state = 'done' FROM portal_job WHERE id = %s", job)

`stack.call` runs a function of an importable module in a Django process of the stack and returns
what it returns, as JSON. Workers and that process import the modules given as `include`.
"""

import contextlib
import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg2
import redis

from ops import keys, paths
from ops.clusters import DATABASE, copy_migrated
from ops.embedded.postgres import Postgres
from ops.embedded.valkey import Valkey
from ops.paths import ROOT

QUICK = {
    "PORTAL_JOB_LEASE_SECONDS": "3",
    "PORTAL_JOB_RESEND_SECONDS": "1",
    "PORTAL_JOB_SWEEP_SECONDS": "1",
    "PORTAL_TICK_SECONDS": "1",
}  # the same machinery, its clock wound up: whole seconds, or beat never sleeps
READY_SECONDS = 40


class Stack:
    """One installation in a directory of its own."""

    def __init__(self, home: Path, *, include: Sequence[str] = ()) -> None:
        self.home, self.include = home, list(include)
        self.postgres = Postgres(home)  # durable: what was committed survives
        self.valkey = Valkey(home, durable=False)
        self.processes: list[subprocess.Popen[bytes]] = []
        self.workers: list[subprocess.Popen[bytes]] = []
        self.beats: list[subprocess.Popen[bytes]] = []
        self.shell: subprocess.Popen[str] | None = None
        self.environment = {
            **os.environ,
            **keys.TEST_KEYS,
            **QUICK,
            "PORTAL_MONTHLY_DAY": str(quiet_day()),
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.cache_url,
            "CELERY_BROKER_URL": self.valkey.broker_url,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PORTAL_VAR": str(home),
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "ignore",
        }

    # ---- the servers ----
    def start(self) -> None:
        """Start both servers, the database migrated."""
        copy_migrated(self.postgres, paths.var_dir() / "test")
        self.postgres.start()
        self.postgres.ensure_database(template=DATABASE)
        self.valkey.start()

    def restart_postgres(self) -> None:
        """Cut PostgreSQL off as `pg_ctl -m immediate restart` does: no farewell, then recovery."""
        assert self.postgres.process
        self.postgres.process.send_signal(signal.SIGQUIT)
        self.postgres.process.wait(30)
        self.postgres.start()

    def kill_broker(self) -> None:
        """Kill the broker and with it every message; `valkey.start()` brings up an empty one."""
        assert self.valkey.process
        self.valkey.process.kill()
        self.valkey.process.wait(10)

    def flush_broker(self) -> None:
        """Throw away every message."""
        client = redis.Redis(unix_socket_path=str(self.valkey.socket))
        client.flushall()
        client.close()

    def stop(self) -> None:
        """End everything this stack has started."""
        for process in self.processes:
            kill_group(process)
        if self.shell:
            kill_group(self.shell)
        self.valkey.stop()
        self.postgres.stop()

    # ---- its processes ----
    def _launch(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        log = (self.home / "log" / f"{name}.log").open("ab")
        with log:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "--quiet", "-A", "portal", *arguments],
                cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def need_workers(self, count: int, *, answering: bool = True) -> list[subprocess.Popen[bytes]]:
        """Have `count` workers alive, starting what is missing; wait until they answer, or not."""
        while len(self.workers) < count:
            name = f"w{time.monotonic_ns()}"
            self.workers.append(self.start_worker(name, answering=answering))
        return self.workers[:count]

    def start_worker(
        self, name: str, *, children: int = 2, answering: bool = True
    ) -> subprocess.Popen[bytes]:
        """Start a worker and wait until it answers."""
        include = [word for module in self.include for word in ("-I", module)]
        process = self._launch(
            name, "worker", "-l", "WARNING", "-c", str(children), "-n", f"{name}@test",
            "--without-gossip", "--without-mingle", *include,
        )  # fmt: skip
        if answering:
            self._wait(lambda: self._answers(name), f"worker {name}")
        return process

    def _answers(self, name: str) -> bool:
        answer = self.call("tests.faults.shell:ping", worker=f"{name}@test")
        return bool(answer)

    def start_beat(self, name: str = "b1") -> subprocess.Popen[bytes]:
        """Start a beat; several may run."""
        beat = self._launch(name, "beat", "-l", "WARNING", "--pidfile=", "--max-interval=1")
        self.beats.append(beat)
        return beat

    def end_extra_beats(self) -> None:
        """Leave only the first beat alive."""
        for beat in self.beats[1:]:
            self.end(beat)

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """Kill a worker or beat with all its children: kill -9."""
        kill_group(process)
        self.processes.remove(process)
        for kind in (self.workers, self.beats):
            if process in kind:
                kind.remove(process)

    def end_workers(self) -> None:
        """Kill every worker: the next one starts with the environment as it is then."""
        for worker in self.workers[:]:
            self.end(worker)

    def child_of(self, job: int) -> int:
        """Return the worker process that does `job`: the other end of its progress connection."""
        mine = (
            "SELECT application_name FROM pg_stat_activity"
            " WHERE application_name LIKE 'job %%' AND split_part(application_name, ' ', 2) = %s"
        )
        self.wait_for(mine, str(job))
        return int(str(self.sql(mine, str(job))[0][0]).split()[-1])

    def kill_children(self) -> None:
        """Kill -9 every child of every worker, whatever it is doing."""
        for worker in self.workers:
            children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text()
            for pid in children.split():
                self.kill(int(pid))

    def kill(self, pid: int) -> None:
        """Kill -9 one process."""
        os.kill(pid, signal.SIGKILL)

    # ---- looking and doing ----
    def manage(self, *arguments: str) -> str:
        """Run a management command."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def call(self, target: str, **arguments: object) -> Any:
        """Call `module:function` in a Django process of the stack."""
        if self.shell is None:
            self.shell = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.shell", *self.include],
                cwd=ROOT, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                text=True, start_new_session=True,
            )  # fmt: skip
        assert self.shell.stdin
        assert self.shell.stdout
        self.shell.stdin.write(json.dumps({"target": target, "arguments": arguments}) + "\n")
        self.shell.stdin.flush()
        answer = json.loads(self.shell.stdout.readline() or '{"error": "the shell has died"}')
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def sql(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run one statement as the owner of the database."""
        connection = psycopg2.connect(self.postgres.url)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement, values or None)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def wait_for(self, question: str, *values: object, seconds: float = 120) -> float:
        """Wait until the first value `question` selects is true; return how long it took."""

        def asked() -> bool:
            with contextlib.suppress(psycopg2.OperationalError):
                rows = self.sql(question, *values)
                return bool(rows and rows[0][0])
            return False

        return self._wait(asked, question, seconds)

    def _wait(self, done, what: str, seconds: float = READY_SECONDS) -> float:
        begun = time.monotonic()
        while not done():
            assert time.monotonic() - begun < seconds, f"waited {seconds} s for {what}"
            time.sleep(0.05)
        return time.monotonic() - begun


def quiet_day() -> int:
    """Return a day of the month that is long over: no monthly dispatch falls due by itself."""
    return min((dt.datetime.now(dt.UTC) - dt.timedelta(days=12)).day, 28)


def kill_group(process: subprocess.Popen[Any]) -> None:
    """Kill -9 a process and all it started, and wait for it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with contextlib.suppress(OSError):
                pipe.close()


@contextlib.contextmanager
def running(home: Path, *, include: Sequence[str] = ()) -> Iterator[Stack]:
    """Run a stack in `home`, and leave nothing behind."""
    (home / "log").mkdir(parents=True, exist_ok=True)
    stack = Stack(home, include=include)
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()
