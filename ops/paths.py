"""Where things live."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def var_dir() -> Path:
    """Directory of everything that is made while running (PORTAL_VAR moves it)."""
    return Path(os.environ.get("PORTAL_VAR") or ROOT / "var").expanduser().absolute()


def make_var(var: Path) -> None:
    """Create the directory, closed to others.

    Root leaves it passable, because PostgreSQL may have to run as another user below it.
    """
    var.mkdir(parents=True, exist_ok=True)
    var.chmod(0o711 if os.geteuid() == 0 else 0o700)
    (var / "log").mkdir(mode=0o700, exist_ok=True)
