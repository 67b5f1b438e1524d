"""The bench `start`: from a fresh clone to the first page, and a second start."""

import os
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.report import Report
from ops import keys
from ops.paths import ROOT

PATIENCE, TARGET_SECONDS, POLL_SECONDS = 900, 60, 0.1
INHERITED_NOT = (
    *("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "PORTAL_VAR", "PORTAL_FILES"),
    *("DJANGO_SETTINGS_MODULE", "VIRTUAL_ENV", *keys.NAMES),
)


def measure(*, is_quick: bool) -> Report:
    """Clone, start, stop and start again; nothing in a quick run."""
    report = Report("./run in a fresh clone", ("step", "wall s"))
    if is_quick:
        report.notes.append("Left out of a quick run.")
        return report
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "portal"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        first = _started(clone)
        second = _started(clone)
    report.rows += [
        ("fresh clone to the first page, packages installed from the cache", f"{first:.0f}"),
        ("second start to the first page", f"{second:.0f}"),
    ]
    report.notes.append("The demo province and month come in behind the open page.")
    report.target(
        f"fresh machine to a working page ≤ {TARGET_SECONDS} s",
        f"{first:.0f} s",
        is_met=first <= TARGET_SECONDS,
    )
    return report


def _started(clone: Path) -> float:
    """Run until the first page answers, stop, and return how long the page took."""
    port = _free_port()
    environment = {name: text for name, text in os.environ.items() if name not in INHERITED_NOT}
    began = time.monotonic()
    with (clone.parent / "output").open("ab") as output:
        process = subprocess.Popen(
            ["./run"], cwd=clone, env=environment | {"PORT": str(port)}, stdin=subprocess.DEVNULL,
            stdout=output, stderr=output,
        )  # fmt: skip
    try:
        while not _answers(port):
            if process.poll() is not None or time.monotonic() - began > PATIENCE:
                raise SystemExit((clone.parent / "output").read_text()[-2000:])
            time.sleep(POLL_SECONDS)
        took = time.monotonic() - began
    finally:
        subprocess.run(["./run", "stop"], cwd=clone, env=environment, check=False)
        process.wait(60)
    return took


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
