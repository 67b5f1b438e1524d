"""The floor: rows that are known to be right, by COPY alone. Nothing is read, checked or kept."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, transaction

from accountability.ledgers.models import RosterRow
from bench.importing.rival import FlatRow
from bench.importing.roster import NAMES
from bench.places import Village


def copy_flat(villages: Sequence[Village], content: Sequence[dict[str, Any]]) -> None:
    """Write the rows into the flat table django-import-export fills."""
    keys = {(village.township, village.name): village.pk for village in villages}
    lines = io.StringIO()
    writer = csv.writer(lines)
    for row in content:
        town, village, name = row["township_name"], row["village_name"], row["person_name"]
        writer.writerow([f"{town}|{village}|{name}", keys[town, village], *row.values()])
    lines.seek(0)
    columns = ", ".join(("key", "village_id", *NAMES))
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {FlatRow._meta.db_table} ({columns}) FROM STDIN (FORMAT csv, NULL 'NULL')", lines
        )


def kept() -> Callable[[], None]:
    """Return the work of writing all we keep of the newest revision's rows into their table."""
    table = RosterRow._meta.db_table
    fields = [field for field in RosterRow._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(str(field.column) for field in fields)
    newest = RosterRow.objects.order_by("-revision_id").values_list("revision_id", flat=True)[0]
    lines = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY (SELECT {columns} FROM {table} WHERE revision_id = {newest}) TO STDOUT", lines
        )

    def write() -> None:
        lines.seek(0)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", lines)

    return write


def typed(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row as a program has it that has read and checked it."""
    known = {"是": True, "否": False, None: ""}
    return {name: known.get(row[name], row[name]) for name in NAMES} | {
        "left_on": row["left_on"] or "NULL"
    }
