"""Throw-away servers leave nothing behind and never touch a production database."""

import ast
import os
from pathlib import Path

import psycopg2
import pytest

from ops import keys
from ops.clusters import sources
from ops.paths import ROOT
from ops.scratch import scratch

pytestmark = pytest.mark.services

OURS = {"portal", "villages", "accountability"}
PRODUCTION = "postgresql://portal:secret@production/portal"


def test_servers_are_private_and_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("DATABASE_URL", PRODUCTION)
    monkeypatch.setenv("SECRET_KEY", "production's")
    with scratch() as servers:
        assert os.environ["DATABASE_URL"] == servers.environment["DATABASE_URL"] != PRODUCTION
        assert os.environ["SECRET_KEY"] == keys.TEST_KEYS["SECRET_KEY"]
        psycopg2.connect(os.environ["DATABASE_URL"]).close()
        home = tmp_path / "var" / "test" / f"run-{os.getpid()}"
        assert home.exists()
        sockets = servers.valkey.socket.parent
    assert os.environ["DATABASE_URL"] == PRODUCTION
    assert os.environ["SECRET_KEY"] == "production's"
    assert not home.exists()
    assert not sockets.exists()


def test_what_a_killed_run_left_is_swept_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path))
    left = tmp_path / "test" / "run-999999999"
    left.mkdir(parents=True)
    with scratch(database_url="postgresql:///mine") as servers:
        assert not left.exists()
        assert os.environ["DATABASE_URL"] == "postgresql:///mine"
        assert servers.postgres is None


def test_this_run_uses_its_own_servers() -> None:
    assert f"{os.sep}test{os.sep}run-" in os.environ["DATABASE_URL"] or (
        "/portal-" in os.environ["DATABASE_URL"] or "PORTAL_TEST_DATABASE_URL" in os.environ
    )


def test_what_migrations_import_makes_another_migrated_database() -> None:
    watched = set(sources())
    for path in watched:
        if path.parent.name != "migrations":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            ours = [name for name in names if name.split(".")[0] in OURS]
            files = [ROOT / f"{name.replace('.', '/')}.py" for name in ours]
            assert not {file for file in files if file.exists()} - watched, path
    assert {app.parent.name for app in watched if app.name == "apps.py"} == OURS


def test_the_migrated_database_has_everything_and_the_other_nothing() -> None:
    if "PORTAL_TEST_TEMPLATE" not in os.environ:
        pytest.skip("the tests run on a server of the user's own")
    url = os.environ["DATABASE_URL"]
    for database, tables in ((os.environ["PORTAL_TEST_TEMPLATE"], True), ("postgres", False)):
        connection = psycopg2.connect(url.replace("/portal?", f"/{database}?"))
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('accountability_pointer') IS NOT NULL")
            assert cursor.fetchone() == (tables,)
        connection.close()
