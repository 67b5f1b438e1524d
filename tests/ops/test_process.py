"""Supervised processes: shown, logged, restarted, stopped."""

import os
import sys
import time
from pathlib import Path

import pytest

from ops.errors import OpsError
from ops.process import Process


def process(tmp_path: Path, code: str, *, grace: float = 5, once: bool = False) -> Process:
    (tmp_path / "log").mkdir(exist_ok=True)
    environment = {**os.environ, "PORTAL_VAR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    return Process(
        "task", [sys.executable, "-c", code], environment=environment, grace=grace, once=once
    )


def wait_for(path: Path, text: str) -> None:
    end = time.monotonic() + 10
    while not path.exists() or text not in path.read_text():
        assert time.monotonic() < end, f"{text!r} did not appear"
        time.sleep(0.02)


def test_output_is_shown_and_logged(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    task = process(tmp_path, "print('一行')")
    task.start()
    assert task.wait() == 0
    assert capfd.readouterr().out == "   task | 一行\n"
    assert (tmp_path / "log" / "task.log").read_text() == "一行\n"


@pytest.mark.parametrize("log", [Path("/dev/full"), Path("/tmp")])
def test_full_disk_does_not_silence_it(
    log: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    task = process(tmp_path, "for n in range(20000): print('number', n)")
    task.log = log  # no room, or cannot even be opened
    task.start()
    assert task.wait() == 0
    assert "number 19999" in capfd.readouterr().out


def test_process_with_an_end_of_its_own_is_not_restarted(tmp_path: Path) -> None:
    task = process(tmp_path, "print('done')", once=True)
    task.start()
    assert task.wait() == 0
    task.keep_running(time.monotonic())
    assert task.restart_at is None
    assert (tmp_path / "log" / "task.log").read_text().count("done") == 1


def test_crashed_process_is_restarted_but_not_for_ever(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    task = process(tmp_path, "raise SystemExit(3)")
    task.start()
    for _ in range(4):
        task.wait()
        task.keep_running(time.monotonic())
        assert task.restart_at is not None
        task.keep_running(task.restart_at)
    task.wait()
    with pytest.raises(OpsError, match=r"task 一分钟内退出 5 次.*task\.log"):
        task.keep_running(time.monotonic())
    assert capfd.readouterr().out.count("意外退出（代码 3），即将重新启动") == 4


def test_full_disk_is_waited_for(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ops.process.checks.free_mb", lambda _: 0)
    task = process(tmp_path, "raise SystemExit(3)")
    task.start()
    for _ in range(8):
        task.wait()
        task.keep_running(time.monotonic())
        assert task.restart_at is not None
        task.keep_running(task.restart_at)
    task.wait()
    assert "磁盘已满" in capfd.readouterr().out


def test_stop_lets_it_finish_what_it_does(tmp_path: Path) -> None:
    code = (
        "import signal, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: (time.sleep(0.3), print('finished'), exit(0)))\n"
        "print('ready')\n"
        "time.sleep(60)\n"
    )
    task = process(tmp_path, code)
    task.start()
    log = tmp_path / "log" / "task.log"
    wait_for(log, "ready")
    task.stop()
    assert task.exit_code() == 0
    wait_for(log, "finished")


def test_stop_ends_what_does_not_listen(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = (
        "import signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('ready')\n"
        "time.sleep(60)\n"
    )
    task = process(tmp_path, code, grace=0.2)
    task.start()
    wait_for(tmp_path / "log" / "task.log", "ready")
    task.stop()
    assert task.exit_code() is not None
    assert "改用更强的信号" in capfd.readouterr().out
