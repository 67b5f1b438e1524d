"""Bringing an installation up to date before it starts."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
import redis
from kombu import Connection, Queue
from kombu.transport.redis import Channel

from ops import ready
from ops.embedded.valkey import Valkey


@pytest.fixture
def valkey(settings) -> Iterator[Valkey]:
    """A queue of our own, which the settings name."""
    home = Path(tempfile.mkdtemp(prefix="portal-test-"))
    server = Valkey(home, durable=False)
    server.start()
    settings.CELERY_BROKER_URL = server.broker_url
    yield server
    server.stop()
    shutil.rmtree(home)


@pytest.mark.services
def test_message_of_a_killed_worker_is_handed_back(
    valkey: Valkey, capsys: pytest.CaptureFixture[str]
) -> None:
    with Connection(valkey.broker_url) as connection:
        channel = cast("Channel", connection.channel())
        queue = Queue("intake", channel=channel)
        queue.declare()
        connection.Producer(channel).publish({"n": 1}, routing_key="intake")
        assert queue.get()
        channel.qos._delivered = None  # a killed worker gives nothing back itself
    with redis.Redis.from_url(valkey.cache_url) as client:
        assert client.llen("intake") == 0
        ready.hand_back_messages()
        assert client.llen("intake") == 1
        assert "上次中断的 1 个后台任务已放回队列" in capsys.readouterr().out
        ready.hand_back_messages()
        assert client.llen("intake") == 1
    assert capsys.readouterr().out == ""


def test_static_files_are_collected_only_when_one_has_changed(tmp_path: Path, settings) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    (source / "a.css").write_text("a{}")
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = target
    ready.collect_static()
    assert (target / "a.css").read_text() == "a{}"

    (target / "mark").touch()
    ready.collect_static()
    assert (target / "mark").exists()

    (source / "a.css").write_text("a{color:red}")
    ready.collect_static()
    assert (target / "a.css").read_text() == "a{color:red}"
    assert not (target / "mark").exists()
