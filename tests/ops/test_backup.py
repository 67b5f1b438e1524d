"""A backup is whole, and puts back rows, files and keys."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from ops import backup, keys, reset, restore
from ops.embedded.postgres import Postgres
from ops.errors import OpsError
from ops.paths import make_var
from ops.running import RunLock, Running

pytestmark = pytest.mark.services


@pytest.fixture
def var(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine with one row, owned and readable by a second role, one file and keys."""
    home = Path(tempfile.mkdtemp(prefix="portal-test-"))
    monkeypatch.setenv("PORTAL_VAR", str(home))
    monkeypatch.delenv("DATABASE_URL")
    make_var(home)
    keys.ensure(home, has_data=False)
    (home / "files").mkdir()
    (home / "files" / "upload.xlsx").write_bytes(b"PK")
    cluster = Postgres(home)
    cluster.init()
    execute(
        cluster,
        "CREATE ROLE portal_app; CREATE TABLE kept AS SELECT '第一书记' AS post;"
        "GRANT SELECT ON kept TO portal_app",
    )
    yield home
    shutil.rmtree(home)


def execute(cluster: Postgres, sql: str) -> list[tuple[object, ...]]:
    cluster.start()
    cluster.ensure_database()
    try:
        connection = psycopg2.connect(cluster.url)
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            rows = cursor.fetchall() if cursor.description else []
        connection.close()
        return rows
    finally:
        cluster.stop()


def command(monkeypatch: pytest.MonkeyPatch, module: object, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["command", *arguments])
    code: int = module.main()  # type: ignore[attr-defined]
    return code


def test_backup_puts_everything_back(
    var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keys.read(var)
    kept = str(tmp_path / "kept")
    assert command(monkeypatch, backup, kept) == 0
    with pytest.raises(OpsError, match="已存在"):
        command(monkeypatch, backup, kept)
    with pytest.raises(OpsError, match="本机已有数据"):
        command(monkeypatch, restore, kept)
    assert command(monkeypatch, reset, "--yes") == 0
    assert not (var / "pg").exists()
    (var / "secret.env").unlink()

    assert command(monkeypatch, restore, kept) == 0

    rights = "SELECT post, has_table_privilege('portal_app', 'kept', 'SELECT') FROM kept"
    assert execute(Postgres(var), rights) == [("第一书记", True)]
    assert (var / "files" / "upload.xlsx").read_bytes() == b"PK"
    assert keys.read(var) == before


def test_damaged_backup_leaves_nothing_half_restored(
    var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command(monkeypatch, backup, str(tmp_path / "kept")) == 0
    dump = tmp_path / "kept" / "portal.dump"
    dump.write_bytes(dump.read_bytes()[:200])
    assert command(monkeypatch, reset, "--yes") == 0
    with pytest.raises(OpsError, match="恢复失败"):
        command(monkeypatch, restore, str(tmp_path / "kept"))
    assert not (var / "pg").exists()


def test_what_is_no_backup_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL")
    with pytest.raises(OpsError, match="不是备份目录"):
        command(monkeypatch, restore, str(tmp_path))


def test_external_database_is_not_ours_to_back_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OpsError, match="pg_dump"):
        command(monkeypatch, backup)


def test_reset_asks_and_never_deletes_under_a_running_portal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path))
    (tmp_path / "pg").mkdir()
    monkeypatch.setattr("builtins.input", lambda _: "no")
    assert command(monkeypatch, reset) == 1
    lock = RunLock(tmp_path)
    lock.publish(Running(1, "http://127.0.0.1:8000/", is_ready=True))
    with pytest.raises(OpsError, match="已经在运行"):
        command(monkeypatch, reset, "--yes")
    lock.release()
    assert (tmp_path / "pg").exists()
