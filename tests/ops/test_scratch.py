"""Throw-away servers leave nothing behind and never touch a production database."""

import os
from pathlib import Path

import psycopg2
import pytest

from ops import keys
from ops.scratch import scratch

pytestmark = pytest.mark.services

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
