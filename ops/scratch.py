"""A throw-away PostgreSQL and Valkey with their addresses in the environment."""

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ops import keys, paths
from ops.clusters import DATABASE, copy_migrated, copy_template
from ops.embedded import checks
from ops.embedded.postgres import Postgres
from ops.embedded.valkey import Valkey

PREFIX = "run-"


@dataclass(frozen=True)
class Scratch:
    """The running servers (no PostgreSQL where another was named) and the way to them."""

    postgres: Postgres | None
    valkey: Valkey
    environment: Mapping[str, str]


@contextlib.contextmanager
def variables(values: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables and put back what was there."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def remove_leftovers(base: Path) -> None:
    """Remove what a killed run left behind."""
    for old in base.glob(f"{PREFIX}*"):
        if not checks.is_alive(int(old.name.removeprefix(PREFIX))):
            shutil.rmtree(old, ignore_errors=True)


def make_home(var: Path) -> Path:
    """Make the directory of this run, passable for the user PostgreSQL may have to run as."""
    paths.make_var(var)
    base = var / "test"
    home = base / f"{PREFIX}{os.getpid()}"
    base.mkdir(exist_ok=True)
    remove_leftovers(base)
    for directory in (base, home):
        directory.mkdir(exist_ok=True)
        directory.chmod(var.stat().st_mode)
    return home


@contextlib.contextmanager
def scratch(
    *, durable: bool = False, database_url: str = "", migrated: bool = False
) -> Iterator[Scratch]:
    """Run both servers, with DATABASE_URL, REDIS_URL, CELERY_BROKER_URL and test keys set.

    `durable` keeps fsync on, for measurements. `database_url` names a test database to use
    instead of an embedded one. `migrated` has a migrated database beside the empty one, and
    PORTAL_TEST_TEMPLATE its name.
    """
    home = make_home(paths.var_dir())
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        valkey = Valkey(home, durable=durable)
        stack.callback(shutil.rmtree, valkey.socket.parent, ignore_errors=True)
        stack.callback(valkey.stop)
        valkey.start()
        postgres = None
        if not database_url:
            postgres = Postgres(home, durable=durable)
            stack.callback(postgres.stop)
            (copy_migrated if migrated else copy_template)(postgres, home.parent)
            postgres.start()
            postgres.ensure_database()
        environment = {
            "DATABASE_URL": postgres.url if postgres else database_url,
            "REDIS_URL": valkey.cache_url,
            "CELERY_BROKER_URL": valkey.broker_url,
            **keys.TEST_KEYS,
            **({"PORTAL_TEST_TEMPLATE": DATABASE} if migrated and postgres else {}),
        }
        stack.enter_context(variables(environment))
        yield Scratch(postgres, valkey, environment)
