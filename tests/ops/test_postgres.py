"""The embedded cluster: what happens to it when something goes wrong."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from ops.embedded import binaries, checks, runas
from ops.embedded.postgres import Postgres, explain
from ops.errors import OpsError
from ops.paths import make_var

pytestmark = pytest.mark.services


def query(postgres: Postgres, sql: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(postgres.url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def kill(postgres: Postgres) -> None:
    assert postgres.process
    postgres.process.kill()
    postgres.process.wait()


def new_home() -> Path:
    home = Path(tempfile.mkdtemp(prefix="portal-test-"))
    make_var(home)
    return home


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    """A cluster that syncs to disk, stopped."""
    home = new_home()
    cluster = Postgres(home)
    assert cluster.init()
    yield cluster
    shutil.rmtree(home)


@pytest.fixture
def started(postgres: Postgres) -> Iterator[Postgres]:
    """The cluster, running before and stopped after the test."""
    postgres.start()
    postgres.ensure_database()
    yield postgres
    postgres.stop()


def test_committed_rows_survive_kill_9(started: Postgres) -> None:
    query(started, "CREATE TABLE kept AS SELECT generate_series(1, 5000) AS n")
    kill(started)
    assert started.clear_stale_lock()
    started.start()
    assert query(started, "SELECT count(*) FROM kept") == [(5000,)]


def test_lock_with_the_number_of_another_program_is_no_obstacle(postgres: Postgres) -> None:
    for path in (postgres.data / "postmaster.pid", postgres.sockets / ".s.PGSQL.5432.lock"):
        path.write_text(f"{os.getpid()}\n{postgres.data}\n")
    postgres.start()
    postgres.stop()


def test_second_server_on_the_same_data_is_refused(
    started: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ops.embedded.postgres.LEAVE_SECONDS", 0.1)
    assert started.process
    with pytest.raises(OpsError, match=f"正被另一个进程使用（PID {started.process.pid}）"):
        Postgres(started.var).start()
    assert query(started, "SELECT 1") == [(1,)]


def test_chinese_text_has_trigrams(started: Postgres) -> None:
    query(started, "CREATE EXTENSION IF NOT EXISTS pg_trgm")
    assert query(started, "SELECT array_length(show_trgm('第一书记'), 1)") == [(5,)]


def test_server_is_reached_by_its_socket_only(started: Postgres) -> None:
    assert query(started, "SHOW listen_addresses") == [("",)]
    assert query(started, "SHOW fsync") == [("on",)]


def test_data_of_another_major_version_is_refused(tmp_path: Path) -> None:
    cluster = Postgres(tmp_path)
    cluster.data.mkdir()
    (cluster.data / "PG_VERSION").write_text("13\n")
    with pytest.raises(OpsError, match=r"PostgreSQL 13 的数据.*\n.*docs/operations.md"):
        cluster.init()


def test_directory_that_is_no_cluster_is_refused(tmp_path: Path) -> None:
    cluster = Postgres(tmp_path)
    cluster.data.mkdir()
    (cluster.data / "somebody's file").touch()
    with pytest.raises(OpsError, match="不是完整的数据库目录"):
        cluster.init()


def test_interrupted_initialisation_is_swept_away() -> None:
    home = new_home()
    (home / "pg.init-12345" / "base").mkdir(parents=True)
    cluster = Postgres(home, durable=False)
    assert cluster.init()
    assert not cluster.init()
    assert not list(home.glob("pg.init-*"))
    shutil.rmtree(home)


def test_failed_start_is_explained(postgres: Postgres) -> None:
    with (postgres.data / "postgresql.conf").open("a") as settings:
        settings.write("nonsense = on\n")
    with pytest.raises(OpsError, match="nonsense"):
        postgres.start()
    text = (postgres.data / "postgresql.conf").read_text().replace("nonsense = on\n", "")
    (postgres.data / "postgresql.conf").write_text(text)


def test_full_disk_is_named() -> None:
    log = "LOG: x\nFATAL:  could not write to file: No space left on device\n"
    assert explain(log).startswith("磁盘已满")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become another user")
def test_root_without_namespaces_runs_it_as_another_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_NO_USERNS", "1")
    home = new_home()
    user = runas.choose_user()
    if not user.reaches(binaries.find_postgres().directory / "postgres"):
        pytest.skip("the programs lie where the other user may not go")
    cluster = Postgres(home, durable=False)
    cluster.init()
    cluster.start()
    cluster.ensure_database()
    assert query(cluster, "SELECT 1") == [(1,)]
    assert cluster.data.stat().st_uid != 0
    cluster.stop()
    assert not cluster.sockets.exists()
    shutil.rmtree(home)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become another user")
def test_root_without_any_way_is_told_three(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_NO_USERNS", "1")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(OpsError, match=r"无法访问 .*closed[\s\S]*（1）.*（2）.*（3）"):
        Postgres(closed)


def test_server_ends_with_its_supervisor(postgres: Postgres) -> None:
    code = (
        "import os, sys, pathlib\n"
        "from ops.embedded.postgres import Postgres\n"
        "cluster = Postgres(pathlib.Path(sys.argv[1]))\n"
        "cluster.start()\n"
        "os.kill(os.getpid(), 9)\n"
    )
    python = Path(postgres.runas.command([])[0])
    result = subprocess.run([python, "-c", code, str(postgres.var)], check=False)
    assert result.returncode == -signal.SIGKILL
    postgres.start()  # waits for the other to leave
    assert checks.users_of(postgres.data.resolve())
    postgres.stop()
