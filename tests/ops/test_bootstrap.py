"""Installing: done once, redone when the lock changes, clear when it cannot be done."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ops.paths import ROOT

MISSING = "nowhere-to-be-found==1.0 --hash=sha256:" + "0" * 64 + "\n"


def bootstrap(tree: Path, want: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHON": sys.executable, "NO_UV": "1"}
    return subprocess.run(
        ["/bin/sh", "ops/bootstrap.sh", want],
        cwd=tree,
        env=environment | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def lock(tree: Path, name: str, text: str) -> None:
    (tree / "requirements" / f"{name}.txt").write_text(text)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project with empty locks."""
    for folder in ("ops", "requirements"):
        (tmp_path / folder).mkdir()
    shutil.copy(ROOT / "ops" / "bootstrap.sh", tmp_path / "ops")
    (tmp_path / "ops" / "syslibs.sh").write_text("exit 0\n")
    lock(tmp_path, "embedded", "# nothing\n")
    lock(tmp_path, "dev", "# nothing\n")
    return tmp_path


@pytest.mark.services
def test_installs_once_and_again_when_the_lock_changes(tree: Path) -> None:
    # What an interrupted installation left: an environment without pip.
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tree / ".venv"], check=True)
    first = bootstrap(tree, "embedded")
    assert first.returncode == 0, first.stderr
    assert "创建虚拟环境" in first.stdout
    assert bootstrap(tree, "embedded").stdout == ""

    lock(tree, "embedded", "# still nothing\n")
    changed = bootstrap(tree, "embedded").stdout
    assert "安装依赖" in changed
    assert "创建虚拟环境" not in changed

    assert "安装依赖" in bootstrap(tree, "dev").stdout
    assert bootstrap(tree, "embedded").stdout == ""  # part of what is there
    lock(tree, "dev", "# more\n")
    assert "安装依赖" in bootstrap(tree, "embedded").stdout  # the tests keep their packages
    assert sorted(path.name for path in (tree / ".venv").glob(".stamp*")) == [".stamp-dev"]

    lock(tree, "dev", MISSING)
    failed = bootstrap(tree, "dev", PIP_NO_INDEX="1")
    assert failed.returncode == 1
    assert "依赖安装失败" in failed.stderr
    assert bootstrap(tree, "dev", PIP_NO_INDEX="1").returncode == 1  # not taken for done


def test_unfit_python_is_named(tree: Path) -> None:
    result = bootstrap(tree, "embedded", PYTHON="/no/such/python")
    assert result.returncode == 1
    assert "需要 Python 3.11–3.14（PYTHON=/no/such/python 不符合）" in result.stderr
    assert not (tree / ".venv").exists()


def test_missing_venv_module_is_named(tree: Path) -> None:
    python = tree / "python-without-venv"
    python.write_text(
        f'#!/bin/sh\n[ "$1 $2" = "-m venv" ] && mkdir .venv && exit 1\nexec "{sys.executable}" "$@"\n'
    )
    python.chmod(0o755)
    result = bootstrap(tree, "embedded", PYTHON=str(python))
    assert result.returncode == 1
    assert "apt-get install -y python3-venv" in result.stderr
    assert not (tree / ".venv").exists()
