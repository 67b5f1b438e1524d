"""The entry script: what it says, and what it starts."""

import os
import subprocess

import pytest

from ops.paths import ROOT


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["./run", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_help_lists_every_command() -> None:
    result = run("help")
    assert result.returncode == 0
    for command in ["test", "check", "bench", "stop", "reset", "backup", "restore", "manage"]:
        assert f"./run {command}" in result.stdout


def test_unknown_command_shows_the_help() -> None:
    result = run("nonsense")
    assert result.returncode == 2
    assert "./run test" in result.stdout


@pytest.mark.parametrize("script", ["run", "ops/bootstrap.sh", "ops/syslibs.sh"])
def test_script_is_posix_shell(script: str) -> None:
    subprocess.run(["/bin/sh", "-n", ROOT / script], check=True)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("tests/ops", "-n 2 --dist worksteal"),
        ("-n 4", ""),
        ("-n0", ""),
        ("--numprocesses=3", ""),
        ("--pdb", ""),
        ("tests/ops/test_keys.py::test_x", ""),
    ],
)
def test_two_processes_unless_told_otherwise(arguments: str, expected: str) -> None:
    text = (ROOT / "run").read_text()
    function = text[text.index("processes() {") : text.index("command=")]
    result = subprocess.run(
        ["/bin/sh", "-euc", f"getconf() {{ echo 2; }}; {function}\nprocesses {arguments}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == expected


def test_stop_and_reset_without_anything(tmp_path) -> None:
    environment = {**os.environ, "PORTAL_VAR": str(tmp_path)}
    for command, answer in (("stop", "没有在运行"), ("reset", "没有数据")):
        result = subprocess.run(
            ["./run", command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert answer in result.stdout
