"""The embedded queue keeps what it was given."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from ops.embedded.valkey import Valkey
from ops.errors import OpsError

pytestmark = pytest.mark.services


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    """A running server."""
    home = Path(tempfile.mkdtemp(prefix="portal-test-"))
    server = Valkey(home)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(home)


def length(server: Valkey) -> object:
    with redis.Redis.from_url(server.cache_url) as client:
        return client.llen("queue")


def push(server: Valkey, count: int) -> None:
    with redis.Redis.from_url(server.cache_url) as client:
        for number in range(count):
            client.rpush("queue", f"message {number}")


def kill(server: Valkey) -> None:
    assert server.process
    server.process.kill()
    server.process.wait()


def test_messages_survive_kill_9(valkey: Valkey) -> None:
    push(valkey, 50)
    kill(valkey)
    valkey.start()
    assert length(valkey) == 50


def test_cut_off_last_message_is_dropped(valkey: Valkey) -> None:
    push(valkey, 50)
    with redis.Redis.from_url(valkey.cache_url) as client:
        client.execute_command("WAITAOF", 1, 0, 10_000)  # a slow disk puts off the writing
    kill(valkey)
    (journal,) = (valkey.data / "appendonlydir").glob("*.incr.aof")
    journal.write_bytes(journal.read_bytes()[:-5])
    valkey.start()
    assert length(valkey) == 49


def test_two_servers_never_write_one_journal(
    valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ops.embedded.valkey.LEAVE_SECONDS", 0.1)
    with pytest.raises(OpsError, match="正被另一个进程使用"):
        Valkey(valkey.data.parent).start()


def test_failed_start_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_SERVER", "/bin/false")
    with pytest.raises(OpsError, match="消息队列启动失败"):
        Valkey(tmp_path).start()


def test_program_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_SERVER", "/no/such/server")
    with pytest.raises(OpsError, match="/no/such/server"):
        Valkey(tmp_path)


def test_server_answers_no_port(valkey: Valkey) -> None:
    assert valkey.process
    listening = subprocess.run(
        ["/bin/grep", "-c", "", f"/proc/{valkey.process.pid}/net/unix"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(listening.stdout) > 0
    with redis.Redis.from_url(valkey.cache_url) as client:
        assert client.config_get("port") == {"port": "0"}
