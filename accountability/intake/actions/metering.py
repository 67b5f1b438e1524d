"""The burden meter: counting what a task asks of each village."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import connection, transaction

from accountability.intake.declare import SHEETS, Column, Sheet
from accountability.intake.models import CollectionTask, Submission, VillageBurden
from accountability.intake.rules import Period
from portal.jobs.actions import enqueue
from portal.jobs.models import Job
from villages.places.models import Division, Level

METER: Final = "intake.meter"
Counts = dict[int | None, tuple[int, int]]

_REPORTED: Final = """
WITH told AS (
    SELECT {village} AS village_id, sum({cells})::int AS cells
    FROM {table} AS line
    WHERE line.revision_id = (
        SELECT revision_id FROM accountability_pointer
        WHERE submission_id = %(submission)s AND closed_at IS NULL
    )
    GROUP BY 1
)
INSERT INTO accountability_villageburden
    (submission_id, county_id, village_id, cells_asked, cells_prefilled, cells_reported)
SELECT %(submission)s, %(county)s, village_id, 0, 0, cells
FROM told
ON CONFLICT (submission_id, village_id) DO UPDATE SET cells_reported = excluded.cells_reported
"""


def request_metering(*, task: CollectionTask, at: dt.datetime) -> Job:
    """Have a task's burden counted in the background; asking twice counts once."""
    return enqueue(
        kind=METER,
        key=f"{METER}:{task.pk}",
        title=f"测算{task.period_label}《{task.sheet_title}》的填报负担",
        payload={"task": task.pk},
        by=None,
        at=at,
    )


@dataclass(frozen=True)
class Metered:
    """One submission's counts: village (None: the county itself) -> cells asked, prefilled."""

    submission: Submission
    counts: Counts


def measure(task: CollectionTask) -> Iterable[Metered]:
    """Yield the burden of each submission that was not measured yet, from its blank."""
    sheet = SHEETS.get(task.sheet_code)
    if sheet is None:
        return
    owed = Submission.objects.filter(task=task, burdens__isnull=True).select_related("county")
    for submission in owed.order_by("county__code"):
        yield Metered(submission, count_cells(sheet, submission.county, Period.parse(task.period)))


def count_cells(sheet: Sheet, county: Division, period: Period) -> Counts:
    """Count the cells a county's blank asks for, row by row, and those already filled.

    A sheet without known rows asks at least one row of the county itself.
    """
    wanted = {piece.part: _asked_columns(piece) for piece in sheet.pieces}
    rows = sheet.prefill(county, period) if sheet.prefill else []
    places = _villages(county, period)
    counts: Counts = {}
    for row in rows:
        columns = wanted.get(row.get("part", ""), next(iter(wanted.values())))
        village = places.get((row.get("township_name", ""), row.get("village_name", "")))
        asked, filled = counts.get(village, (0, 0))
        counts[village] = (asked + len(columns), filled + _filled(columns, row))
    return counts or {None: (sum(len(columns) for columns in wanted.values()), 0)}


def _asked_columns(piece: Sheet) -> list[Column]:
    return [
        column
        for column in piece.columns
        if (column.required or column.expected)
        and not column.derived
        and not column.optional_in_file
    ]


def _filled(columns: Iterable[Column], row: Mapping[str, Any]) -> int:
    return sum(column.prefilled and row.get(column.name) not in (None, "") for column in columns)


def _villages(county: Division, period: Period) -> dict[tuple[str, str], int]:
    found = Division.objects.as_of(period.last_day).filter(county=county, level=Level.VILLAGE)
    return {
        (town or "", name): pk for pk, name, town in found.values_list("pk", "name", "parent__name")
    }


@transaction.atomic
def keep_metered(*, metered: Iterable[Metered]) -> int:
    """Keep what was measured, with the rows already reported; return how many submissions."""
    done = list(metered)
    VillageBurden.objects.bulk_create(
        (
            VillageBurden(
                submission=one.submission,
                county_id=one.submission.county_id,
                village_id=village,
                cells_asked=asked,
                cells_prefilled=filled,
            )
            for one in done
            for village, (asked, filled) in one.counts.items()
        ),
        ignore_conflicts=True,
        batch_size=2000,
    )
    for one in done:
        count_reported(submission=one.submission)
    return len(done)


def count_reported(*, submission: Submission, at: dt.datetime | None = None) -> None:
    """Count the cells the rows now current had to fill; called where a pointer moves."""
    del at
    kept = VillageBurden.objects.filter(submission=submission)
    sheet = SHEETS.get(submission.task.sheet_code)
    if sheet is None or not kept.exists():
        return
    has_rows = submission.pointers.filter(closed_at__isnull=True, revision__isnull=False).exists()
    kept.update(cells_reported=0 if has_rows else None)
    if not has_rows:
        return
    model = apps.get_model(sheet.model)
    names = {field.name for field in model._meta.get_fields()}
    cells = " ".join(
        f"WHEN '{piece.part}' THEN {len(_asked_columns(piece))}" for piece in sheet.pieces
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _REPORTED.format(
                table=model._meta.db_table,
                village="line.village_id" if "village" in names else "NULL::bigint",
                cells=f"CASE line.part {cells} ELSE {len(_asked_columns(sheet.pieces[0]))} END",
            ),
            {"submission": submission.pk, "county": submission.county_id},
        )
