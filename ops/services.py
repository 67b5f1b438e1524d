"""The embedded servers of one ./run: started in order, kept running, stopped in reverse."""

import time

from ops.console import say
from ops.embedded.postgres import Postgres
from ops.embedded.valkey import Valkey
from ops.errors import OpsError
from ops.process import Restarts


class Services:
    """The embedded servers, in the order of their start."""

    def __init__(self) -> None:
        """Nothing has started yet."""
        self.started: list[tuple[Postgres | Valkey, Restarts]] = []

    def start(self, server: Postgres | Valkey) -> None:
        restarts = Restarts()
        self.started.append((server, restarts))
        self._start(server, restarts)

    def _start(self, server: Postgres | Valkey, restarts: Restarts) -> None:
        if isinstance(server, Postgres) and server.clear_stale_lock():
            say("run", "上次没有正常关闭（断电或被强制结束），已清理过期锁，数据库将自动恢复")
        restarts.record(time.monotonic())
        server.start()

    def keep_running(self, now: float) -> None:
        """Start again what was killed from outside.

        Raises: OpsError when that happens again and again.
        """
        for server, restarts in self.started:
            if not server.has_exited():
                continue
            if restarts.is_loop(now):
                raise OpsError(f"{server.title}反复意外退出，不再重试。日志见 {server.log}。")
            say("run", f"{server.title}意外退出，正在重新启动")
            self._start(server, restarts)

    def stop(self) -> None:
        for server, _ in reversed(self.started):
            server.stop()
