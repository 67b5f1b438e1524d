"""What production is given agrees with what the settings read."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ops.embedded import binaries
from ops.paths import ROOT

DEPLOY = ROOT / "deploy"
SETTINGS = (ROOT / "portal" / "settings.py").read_text()


def example() -> dict[str, str]:
    lines = (DEPLOY / "portal.env.example").read_text().splitlines()
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return {name: value for name, _, value in pairs}


def test_every_setting_that_must_be_given_is_in_the_example() -> None:
    needed = set(re.findall(r'env\.(?:text|key)\("(\w+)"\)', SETTINGS))
    assert {"SECRET_KEY", "PORTAL_FIELD_KEY"} <= needed
    assert needed <= set(example())


@pytest.mark.parametrize("name", sorted(set(example()) - {"DJANGO_SETTINGS_MODULE"}))
def test_every_variable_of_the_example_is_read(name: str) -> None:
    assert f'"{name}"' in SETTINGS


def test_example_can_be_read_by_a_shell_and_by_systemd() -> None:
    for name, value in example().items():
        assert re.fullmatch(r"[A-Z_]+", name)
        assert not re.search(r"[\s\"'$`#]", value), name


@pytest.mark.parametrize("unit", ["web", "worker", "beat"])
def test_unit_runs_what_the_documents_say(unit: str) -> None:
    text = (DEPLOY / f"portal-{unit}.service").read_text()
    assert "EnvironmentFile=/etc/portal/portal.env" in text
    assert "ReadWritePaths=/var/lib/portal" in text
    assert f"portal-{unit}" in (ROOT / "docs" / "operations.md").read_text()


def test_worker_is_given_longer_to_stop_than_a_task_may_run() -> None:
    limit = re.search(r"CELERY_TASK_TIME_LIMIT = \d+, (\d+)", SETTINGS)
    given = re.search(r"TimeoutStopSec=(\d+)", (DEPLOY / "portal-worker.service").read_text())
    assert limit
    assert given
    assert int(given[1]) > int(limit[1])


@pytest.mark.services
@pytest.mark.skipif(not shutil.which("rsync"), reason="rsync is not installed")
def test_nightly_backup_can_be_restored_from(tmp_path: Path) -> None:
    files, target = tmp_path / "var" / "files", tmp_path / "backup"
    files.mkdir(parents=True)
    (files / "upload").write_text("kept")
    programs = str(binaries.find_postgres().directory)
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "PORTAL_VAR": str(files.parent),
        "PORTAL_BACKUP": str(target),
    }
    for _ in range(2):  # the second of a day replaces the first
        subprocess.run([DEPLOY / "backup.sh"], env=environment, check=True)
    (dump,) = (target / "dumps").iterdir()
    listed = subprocess.run(
        [f"{programs}/pg_restore", "--list", dump], capture_output=True, text=True, check=True
    )
    assert "Format: CUSTOM" in listed.stdout
    assert dump.stat().st_mode & 0o077 == 0
    assert (target / "files" / "upload").read_text() == "kept"


def test_failed_dump_is_not_taken_for_a_backup(tmp_path: Path) -> None:
    environment = {
        "PATH": f"{binaries.find_postgres().directory}:{os.environ['PATH']}",
        "DATABASE_URL": "postgresql:///nowhere?host=/nowhere",
        "PORTAL_VAR": str(tmp_path),
        "PORTAL_BACKUP": str(tmp_path / "backup"),
    }
    result = subprocess.run(
        [DEPLOY / "backup.sh"], env=environment, capture_output=True, check=False
    )
    assert result.returncode != 0
    assert not list((tmp_path / "backup" / "dumps").glob("*.dump"))
