"""`manage.py check` finds what would make an installation unsafe or useless, in words."""

import pytest
from django.core.checks import run_checks
from django.db import connection

from portal import checks

pytestmark = pytest.mark.django_db


def found():
    return {str(message.id): message for message in run_checks(databases=["default"])}


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_test_installation_is_in_order():
    assert not {code for code in found() if code.startswith("portal.")}


def test_checks_of_the_database_wait_until_they_are_asked_for(monkeypatch):
    monkeypatch.setattr(checks, "is_migrated", lambda: pytest.fail("asked the database"))
    assert not [message for message in run_checks() if str(message.id).startswith("portal.")]


def test_nothing_is_said_of_a_database_that_is_not_migrated_yet():
    last = "(SELECT max(name) FROM django_migrations WHERE app = 'portal')"
    sql(f"DELETE FROM django_migrations WHERE app = 'portal' AND name = {last}")
    sql("ALTER TABLE villages_posting DISABLE ROW LEVEL SECURITY")
    assert "portal.E002" not in found()


def test_table_with_a_county_and_no_second_wall_is_named():
    sql("ALTER TABLE villages_posting DISABLE ROW LEVEL SECURITY")
    sql("CREATE TABLE accountability_new (id int, county_id bigint)")
    message = found()["portal.E002"]
    assert message.msg == (
        "以下含县级数据的表没有启用行级权限：accountability_new、villages_posting。"
    )


def test_every_exempt_table_says_why_and_exists():
    tables = set(connection.introspection.table_names())
    assert set(checks.OPEN_TABLES) <= tables
    assert all(checks.OPEN_TABLES.values())


def test_missing_role_is_found(monkeypatch):
    monkeypatch.setattr(checks, "APP_ROLE", "portal_nobody")
    found = checks._role()
    assert found
    assert found.id == "portal.E001"


def test_history_that_could_be_changed_is_named():
    sql("GRANT UPDATE ON portal_auditevent TO portal_app")
    assert "portal_auditevent" in found()["portal.E006"].msg


@pytest.mark.parametrize("key", ["test-key" * 10, "django-insecure-" + "x" * 50, "x" * 49])
def test_secret_anybody_could_know_is_refused_where_data_are_real(settings, key):
    settings.SECRET_KEY = key
    assert "portal.E004" not in found()
    settings.PORTAL_DEMO = False
    assert "portal.E004" in found()


def test_one_key_for_two_purposes_is_refused(settings):
    settings.PORTAL_DEMO = False
    settings.PORTAL_HMAC_KEY = settings.PORTAL_FIELD_KEY
    assert "portal.E005" in found()


def test_broker_that_drops_messages_is_warned_of():
    import redis
    from django.conf import settings

    url = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://")
    client = redis.Redis.from_url(url)
    try:
        client.config_set("maxmemory-policy", "allkeys-lru")
        assert "allkeys-lru" in found()["portal.W001"].msg
    finally:
        client.config_set("maxmemory-policy", "noeviction")
        client.close()


def test_broker_that_is_away_is_warned_of(settings):
    settings.CELERY_BROKER_URL = "redis+socket:///nowhere/at/all.sock"
    assert "portal.W002" in found()
