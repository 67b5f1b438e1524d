"""The database refuses rows that refer to nothing, however they are written."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from accountability.intake.models import RowSet, SheetRow
from accountability.ledgers.models import RosterRow
from tests import make

NOBODY = 2**40


@pytest.fixture
def own(province, filler) -> dict[str, int]:
    revision = make.revision("T1", "2020-05", province.county_a, by=filler)
    village = province.villages_a[0]
    return {"revision_id": revision.pk, "county_id": revision.county_id, "village_id": village.pk}


def write(places: dict[str, int]) -> None:
    """Write two rows in one statement and settle what is checked at the commit."""
    fields = {"sheet_name": "Sheet1", "key": "甲", "raw": ["1"], **places}
    with transaction.atomic():
        RosterRow.objects.bulk_create(RosterRow(row_no=number, **fields) for number in (5, 6))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_rows_share_one_reference_to_their_revision(own):
    write(own)
    write(own)
    assert RowSet.objects.filter(revision=own["revision_id"]).count() == 1


@pytest.mark.parametrize("name", ["revision_id", "county_id", "village_id"])
def test_a_row_that_refers_to_nothing_is_refused(own, name):
    with pytest.raises(IntegrityError):
        write(own | {name: NOBODY})
    assert not RosterRow.objects.exists()


def test_what_rows_refer_to_is_not_deleted(own):
    write(own)
    for table, key in (
        ("villages_division", "village_id"),
        ("accountability_revision", "revision_id"),
    ):
        with (
            pytest.raises(DatabaseError, match="Cannot"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"DELETE FROM {table} WHERE id = %s", [own[key]])


@pytest.mark.django_db
def test_every_row_table_checks_its_references():
    tables = {m._meta.db_table for m in apps.get_models() if issubclass(m, SheetRow)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'pgtrigger_references%'"
        )
        assert {table for (table,) in cursor.fetchall()} == tables
