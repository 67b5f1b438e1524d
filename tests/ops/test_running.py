"""One ./run at a time, and how others find it."""

import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from ops import keys
from ops.attach import attach
from ops.errors import OpsError
from ops.running import RunLock, Running, find_running

URL = "http://127.0.0.1:8000/"


@pytest.fixture
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """No address and no key in the environment."""
    for name in ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "PORTAL_VAR", *keys.NAMES):
        monkeypatch.setenv(name, "")  # put back after the test, whatever the test sets
        monkeypatch.delenv(name)


def test_second_start_is_refused_with_address_and_process(tmp_path: Path) -> None:
    lock = RunLock(tmp_path)
    lock.publish(Running(os.getpid(), URL, is_ready=True))
    with pytest.raises(OpsError, match=f"已经在运行：{URL}（PID {os.getpid()}）.*./run stop"):
        RunLock(tmp_path)
    lock.release()
    RunLock(tmp_path).release()


def test_second_start_during_the_first_is_refused(tmp_path: Path) -> None:
    lock = RunLock(tmp_path)
    with pytest.raises(OpsError, match=f"正在启动：PID {os.getpid()}"):
        RunLock(tmp_path)
    lock.release()


def test_what_a_killed_run_left_behind_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "up.lock").write_text('{"pid": 1, "url": "http://127.0.0.1:8000/"}')
    assert find_running(tmp_path) is None
    lock = RunLock(tmp_path)
    assert lock.after_crash
    lock.release()
    lock = RunLock(tmp_path)
    assert not lock.after_crash
    lock.release()


@pytest.mark.usefixtures("unset")
def test_attach_gives_addresses_and_keys(tmp_path: Path) -> None:
    var = tmp_path / "var"
    var.mkdir()
    made = keys.ensure(var, has_data=False)
    lock = RunLock(var)
    lock.publish(Running(os.getpid(), URL, environment={"DATABASE_URL": "postgresql:///a"}))
    os.environ["SECRET_KEY"] = "mine"
    attach(tmp_path)
    lock.release()
    assert os.environ["DATABASE_URL"] == "postgresql:///a"
    assert os.environ["PORTAL_FIELD_KEY"] == made["PORTAL_FIELD_KEY"]
    assert os.environ["SECRET_KEY"] == "mine"


@pytest.mark.usefixtures("unset")
def test_attach_to_nothing_says_what_to_start(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"请先在另一个终端执行 ./run"):
        attach(tmp_path)
