"""What is asked of the machine."""

import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from ops.embedded import checks
from ops.errors import OpsError


@pytest.mark.parametrize("name", ["d" * 140, "a b", "项目", "a,b"])
def test_sockets_of_an_awkward_path_go_to_tmp(name: str, tmp_path: Path) -> None:
    directory = checks.socket_dir(tmp_path / name)
    assert directory.parent == Path(tempfile.gettempdir())
    assert directory.stat().st_mode & 0o777 == 0o700
    assert directory == checks.socket_dir(tmp_path / name)
    directory.rmdir()


def test_sockets_of_a_short_path_stay_in_it() -> None:
    with tempfile.TemporaryDirectory() as name:
        assert checks.socket_dir(Path(name)) == Path(name) / "run"


def test_socket_directory_of_somebody_else_is_refused(tmp_path: Path) -> None:
    directory = checks.socket_dir(tmp_path / "x y")
    directory.rmdir()
    directory.symlink_to(tmp_path)  # what an attacker could have put there
    with pytest.raises(OpsError, match="不属于当前用户"):
        checks.socket_dir(tmp_path / "x y")
    directory.unlink()


def test_full_disk_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(OpsError, match=r"磁盘空间不足.*至少需要 1000000000 MB"):
        checks.check_disk(tmp_path, need_mb=10**9)
    checks.check_disk(tmp_path, need_mb=1)
    assert not list(tmp_path.iterdir())


def test_missing_shared_memory_is_named(tmp_path: Path) -> None:
    with pytest.raises(OpsError, match="tmpfs"):
        checks.check_shared_memory(tmp_path / "shm")
    checks.check_shared_memory()


def test_zombie_is_not_alive() -> None:
    with subprocess.Popen(["/bin/true"]) as process:
        stat = Path(f"/proc/{process.pid}/stat")
        while ") Z " not in stat.read_text():
            time.sleep(0.01)
        assert not checks.is_alive(process.pid)


def test_process_in_a_directory_is_found(tmp_path: Path) -> None:
    with subprocess.Popen(["/bin/sleep", "60"], cwd=tmp_path) as process:
        assert checks.users_of(tmp_path.resolve()) == [process.pid]
        assert checks.is_alive(process.pid)
        process.kill()
    assert checks.users_of(tmp_path.resolve()) == []
