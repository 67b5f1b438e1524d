"""The broker: Valkey (or Redis) of our own on a unix socket."""

import signal
import socket
from pathlib import Path

from ops.embedded import binaries, checks, runas
from ops.embedded.server import Server, clean_environment
from ops.errors import OpsError

START_SECONDS = 20
LEAVE_SECONDS = 10.0


class Valkey(Server):
    """One server in `var/NAME`; `durable` keeps every message in an append-only file."""

    def __init__(self, var: Path, *, name: str = "valkey", durable: bool = True) -> None:
        """Find the program; nothing is started yet."""
        super().__init__(title="消息队列", log=var / "log" / f"{name}.log")
        self.data = var / name
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.durable = durable
        self.socket = checks.socket_dir(var) / f"{name}.sock"
        self.program = binaries.find_valkey()

    @property
    def broker_url(self) -> str:
        return f"redis+socket://{self.socket}"

    @property
    def cache_url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        """Start the server and wait until it answers; a cut-off last message is dropped."""
        self._wait_for_predecessor()
        command = [
            *(self.program, "--port", "0", "--unixsocket", self.socket),
            *("--unixsocketperm", "700", "--dir", self.data, "--save", ""),
            *("--appendonly", "yes" if self.durable else "no"),
            *("--maxmemory-policy", "noeviction"),
        ]
        self.launch(
            runas.plain().command(command, deathsig=signal.SIGTERM),
            cwd=self.data,
            environment=clean_environment(),
        )
        if not self.wait_until(self.answers, seconds=START_SECONDS):
            if self.has_exited():
                text = self.log_since_launch()
                reason = "磁盘已满。" if "No space left" in text else text.strip()[-500:]
                raise OpsError(f"消息队列启动失败：{reason}")
            raise OpsError(f"消息队列在 {START_SECONDS} 秒内没有就绪，日志见 {self.log}。")

    def _wait_for_predecessor(self) -> None:
        """Let a server of a killed ./run leave: two would write one append-only file."""
        if users := checks.users_after(LEAVE_SECONDS, self.data):
            raise OpsError(
                f"消息队列目录 {self.data} 正被另一个进程使用（PID {users[0]}）。"
                f"若是上次没有退干净的实例，请先结束它：kill {users[0]}"
            )

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        self.end([(signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0)])
