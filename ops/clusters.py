"""Clusters made once and copied for each throw-away server.

One is as initdb leaves it. The other has a migrated database too, made anew when what the schema
follows from changes: migrating takes longer than most of what tests do.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from ops import keys
from ops.embedded.postgres import NAME, Postgres
from ops.errors import OpsError
from ops.paths import ROOT

DATABASE: Final = "portal_migrated"
KEPT: Final = 4
# What migrations and the signals after them write follows from these files.
SOURCES: Final = (
    "*/migrations/*.py",
    "*/apps.py",
    "*/**/reference.py",
    "*/**/data/*.csv",
    "accountability/reports/rules.py",
    "portal/access/rls.py",
    "portal/ui/grams.py",
    "villages/places/pinyin.py",
    "requirements/dev.txt",
)
_MARK: Final = "migrated-"


def copy_template(postgres: Postgres, base: Path) -> None:
    """Copy the cluster that initdb made once; a copy takes a tenth of the time.

    Two first runs at once may both make the template: the second throws its own away.
    """
    template = base / f"template-{postgres.programs.version}-{postgres.runas.mode}"
    if not template.exists():
        postgres.init()
        unfinished = template.with_name(f"{template.name}.{os.getpid()}")
        shutil.copytree(postgres.data, unfinished, symlinks=True)
        try:
            unfinished.rename(template)
        except OSError:
            shutil.rmtree(unfinished, ignore_errors=True)
        return
    shutil.copytree(template, postgres.data, symlinks=True)
    postgres.data.chmod(0o700)
    postgres.runas.own(postgres.data)


def sources() -> list[Path]:
    """Return the files the schema and its first rows follow from."""
    found = {path for pattern in SOURCES for path in ROOT.glob(pattern) if path.is_file()}
    return sorted(path for path in found if ".venv" not in path.parts)


def signature() -> str:
    """Return what is the same for the same files and Python."""
    told = hashlib.sha256(sys.version.encode())
    for path in sources():
        told.update(str(path.relative_to(ROOT)).encode())
        told.update(path.read_bytes())
    return told.hexdigest()[:16]


def copy_migrated(postgres: Postgres, base: Path) -> None:
    """Copy the cluster that has the migrated database; make it where there is none yet."""
    name = f"{_MARK}{postgres.programs.version}-{postgres.runas.mode}-{signature()}"
    kept = base / name
    with (base / ".migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _make(postgres, kept)
            _forget(base)
            return
        os.utime(kept)
        shutil.copytree(kept, postgres.data, symlinks=True)
    postgres.data.chmod(0o700)
    postgres.runas.own(postgres.data)


def _make(postgres: Postgres, kept: Path) -> None:
    """Make the cluster in place, stop it cleanly and keep a copy."""
    copy_template(postgres, kept.parent)
    postgres.start()
    postgres.ensure_database(DATABASE)
    url = postgres.url.replace(f"/{NAME}?", f"/{DATABASE}?")
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--noinput", "-v", "0"],
        cwd=ROOT,
        env={
            **os.environ, **keys.TEST_KEYS, "DATABASE_URL": url, "PYTHONWARNINGS": "ignore",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    postgres.end([(signal.SIGINT, 30.0)])
    if done.returncode != 0:
        raise OpsError(f"测试数据库的结构没有建成：{done.stderr.strip()[-800:]}")
    unfinished = kept.with_name(f"unfinished-{os.getpid()}")
    shutil.copytree(postgres.data, unfinished, symlinks=True)
    unfinished.rename(kept)


def _forget(base: Path) -> None:
    """Keep the newest few."""
    newest = sorted(base.glob(f"{_MARK}*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in newest[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
