"""Fixtures for every test: a small province and its cast."""

import os

import pytest
from django.conf import settings as django_settings
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import settings as properties

from portal.access.models import User
from tests import make
from tests.make import SmallProvince

pytest_plugins = ["tests.browser"]

# What only a migration fills and only an administrator changes: it outlives the emptying of tables
# after a test, so that tests may come in any order.
FILLED_ONCE = {"villages_calendarday", "villages_calendardayevent"}

# The same examples in every run: what a property finds is found again, and CI does not roll dice.
properties.register_profile("steady", derandomize=True)
properties.load_profile("steady")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what starts processes and waits for them: another test process works meanwhile."""
    items.sort(
        key=lambda item: (
            (0, str(item.path.parent)) if item.get_closest_marker("services") else (1, "")
        )
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Copy the migrated database where there is one: nothing is left to migrate then."""
    del django_db_modify_db_settings_parallel_suffix
    if template := os.environ.get("PORTAL_TEST_TEMPLATE"):
        django_settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = template


@pytest.fixture(scope="session", autouse=True)
def _audit_trail_may_be_flushed() -> None:
    """Empty the test database between tests, although the trail itself refuses TRUNCATE."""
    flush = DatabaseOperations.sql_flush

    def sql_flush(self, style, tables, **options):
        tables = [table for table in tables if table not in FILLED_ONCE]
        statements = flush(self, style, tables, **options)
        trail = [table for table in tables if table.startswith("portal_audit")]
        if not statements:
            return statements
        return [*switch("DISABLE", trail), *statements, *switch("ENABLE", trail)]

    def switch(how, trail):
        return [f"ALTER TABLE {table} {how} TRIGGER USER;" for table in trail]

    DatabaseOperations.sql_flush = sql_flush


@pytest.fixture(autouse=True)
def _files_of_their_own(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def province(db: None) -> SmallProvince:
    """One province, two cities, three counties (one reports to the province), towns, villages."""
    return make.small_province()


@pytest.fixture
def officer(province: SmallProvince) -> User:
    """The officer of the provincial department."""
    return make.user("province_officer", province.province)


@pytest.fixture
def filler(province: SmallProvince) -> User:
    """The official who fills in for county `a`."""
    return make.user("county_officer", province.county_a)


@pytest.fixture
def signer(province: SmallProvince) -> User:
    """The official who signs for county `a`."""
    return make.user("county_signer", province.county_a)


@pytest.fixture
def reviewer(province: SmallProvince) -> User:
    """The reviewer of the city above county `a`."""
    return make.user("city_reviewer", province.city_1)


@pytest.fixture
def outsider(province: SmallProvince) -> User:
    """An official with every county role, in a county of the other city."""
    return make.user("county_officer", province.county_b, "county_signer")
