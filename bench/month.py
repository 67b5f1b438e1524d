"""One month of the province: accepted rosters and presence, a row of each for every village."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from accountability.assessment.rollup import indicators_of, recompute
from accountability.intake.declare import SHEETS
from accountability.intake.models import CollectionTask, Pointer, Revision, Submission, Upload
from accountability.intake.rules import Period, State
from accountability.ledgers.models import PresenceRow, RosterRow
from bench import places
from portal.access.models import User
from portal.copying import copy_rows
from portal.files.models import StoredFile
from villages.places.models import Division, Level

MONTH: Final = Period.parse("2020-05")
_SHEETS: Final = {"T1": RosterRow, "T2": PresenceRow}


def officer() -> User:
    """Return the officer of the province."""
    made = User.objects.filter(username__startswith="bench-province_officer").first()
    return made or places.user("province_officer", places.province())


@transaction.atomic
def load() -> int:
    """Bring the month in unless it is there; return how many rows a sheet has."""
    villages = list(
        Division.objects.filter(level=Level.VILLAGE, valid_to__isnull=True)
        .order_by("county_id", "code")
        .values_list("pk", "name", "county_id")
    )
    if not Revision.objects.filter(period=str(MONTH)).exists():
        by = officer()
        for sheet in _SHEETS:
            revisions = _accepted(sheet, {county for *_, county in villages}, by)
            _copy(sheet, villages, revisions)
            for indicator in indicators_of(sheet, MONTH):
                recompute(indicator, MONTH, counties=None, at=timezone.now())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return len(villages)


def _accepted(sheet: str, counties: Iterable[int], by: User) -> dict[int, int]:
    """Make every county's accepted revision and return it by county."""
    now = timezone.now()
    task = CollectionTask.objects.create(
        sheet_code=sheet, period=str(MONTH), due_at=now, opened_at=now, justification="bench"
    )
    file, _ = StoredFile.objects.get_or_create(
        sha256="0" * 64, defaults={"size": 0, "stored_at": now}
    )
    common: dict[str, Any] = {"state": State.ACCEPTED, "due_at": now, "submitted_at": now}
    submissions = Submission.objects.bulk_create(
        Submission(task=task, county_id=county, **common) for county in sorted(counties)
    )
    uploads = Upload.objects.bulk_create(
        Upload(
            submission=one, county_id=one.county_id, file=file, name="bench.xlsx", uploaded_by=by,
            uploaded_at=now, verdict=Upload.Verdict.READ,
        )
        for one in submissions
    )  # fmt: skip
    revisions = Revision.objects.bulk_create(
        Revision(
            submission=upload.submission, county_id=upload.county_id, number=1, upload=upload,
            kind=Revision.Kind.FILE, sheet_code=sheet, sheet_version=SHEETS[sheet].version,
            period=str(MONTH), content_hash="0", created_by=by, created_at=now,
        )
        for upload in uploads
    )  # fmt: skip
    Pointer.objects.bulk_create(
        Pointer(
            submission=one.submission, county_id=one.county_id, revision=one, opened_at=now,
            opened_by=by, reason="bench",
        )
        for one in revisions
    )  # fmt: skip
    return {one.county_id: one.pk for one in revisions}


def _copy(sheet: str, villages: list[tuple[int, str, int]], revisions: dict[int, int]) -> None:
    model = _SHEETS[sheet]
    empty = _empty(model)
    content = _roster if sheet == "T1" else _presence
    rows = (
        list((empty | _place(number, village, revisions) | content(number, village)).values())
        for number, village in enumerate(villages)
    )
    with connection.cursor() as cursor:
        copy_rows(cursor, f"COPY {model._meta.db_table} ({', '.join(empty)}) FROM STDIN", rows)


def _empty(model: type[Model]) -> dict[str, object]:
    """Return every column with what it holds where nothing is told."""
    return {
        str(field.column): None if field.null else "{}" if isinstance(field, ArrayField) else ""
        for field in model._meta.concrete_fields
        if not field.primary_key
    }


def _place(
    number: int, village: tuple[int, str, int], revisions: dict[int, int]
) -> dict[str, object]:
    pk, name, county = village
    return {
        "revision_id": revisions[county], "county_id": county, "row_no": number % 500 + 6,
        "key": str(pk), "label": name, "village_id": pk, "village_name": name,
        "person_name": f"张{number}",
    }  # fmt: skip


def _roster(number: int, _: object) -> dict[str, object]:
    return {
        "id_fingerprint": f"{number:064x}", "team_role": "第一书记", "arrived_on": "2019-01-15",
        "left_on": "2020-05-01" if number % 23 == 0 else None,
    }  # fmt: skip


def _presence(number: int, _: object) -> dict[str, object]:
    short = number % 11
    return {
        "required_days": "{5,5,5,5,NULL}", "days": f"{{5,5,{5 - (short == 0)},5,NULL}}",
        "nights": f"{{4,4,4,{4 - (short == 1)},NULL}}", "leave_days": int(short == 2),
    }  # fmt: skip


def by_county() -> Iterator[int]:
    """Yield the counties that have reported."""
    yield from Pointer.objects.filter(submission__task__sheet_code="T1").values_list(
        "county_id", flat=True
    )
