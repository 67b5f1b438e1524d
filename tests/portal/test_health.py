"""Ready says yes or no to anybody, and what is wrong only to the administrator."""

import pytest
from django.db import Error, transaction

from portal import health
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ask_anew():
    health._once_migrated.cache_clear()


def test_stranger_learns_only_that_it_is_ready(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


def test_administrator_sees_each_part(client, province, filler):
    client.force_login(filler)
    assert client.get("/readyz").content == b"ok\n"
    client.force_login(make.user("system_admin", province.province))
    assert client.get("/readyz").content.decode().splitlines() == [
        "数据库：正常",
        "数据库结构：正常",
        "消息队列：正常",
        "文件目录：正常",
    ]


def test_broker_away_is_not_ready(client, settings):
    settings.CELERY_BROKER_URL = "redis+socket:///nowhere/at/all.sock"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"unavailable\n")


def test_files_that_cannot_be_written_are_not_ready(client, settings, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    settings.MEDIA_ROOT = tmp_path / "file" / "below"
    assert client.get("/readyz").status_code == 503


def test_full_disk_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(health, "free_bytes", lambda: 0)
    assert client.get("/readyz").status_code == 503


def test_missing_migration_is_not_ready(client):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'villages'")
    assert client.get("/readyz").status_code == 503


def test_database_away_is_not_ready_and_no_error(client, province, monkeypatch):
    client.force_login(make.user("system_admin", province.province))

    def away(**_):
        raise Error

    monkeypatch.setattr(transaction, "atomic", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"unavailable\n")
