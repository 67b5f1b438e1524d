"""A clean province: every sheet accepted, and nothing in it contradicts anything.

Teams of three in every village that must have a first secretary, a month and a year of each,
every village in the two censuses of two years. Written in SQL from the divisions as they are, so
that it serves a province of 46,000 villages and one of eight.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone

from accountability.intake.models import CollectionTask, Pointer, Revision, Submission, Upload
from accountability.intake.rules import State
from portal.access.models import User
from portal.files.models import StoredFile
from villages.places.models import Division, Level

MONTH, LAST_MONTH, QUARTER, YEAR, LAST_YEAR = "2020-05", "2020-04", "2020Q2", "2020", "2019"
ASKED: Final = (
    ("T1", MONTH), ("T2", MONTH), ("T3", YEAR), ("T4", MONTH), ("T5", LAST_YEAR), ("T5", YEAR),
    ("T6", LAST_MONTH), ("T6", MONTH), ("T7", MONTH), ("T9", QUARTER), ("T11", LAST_YEAR),
    ("T11", YEAR), ("T14", MONTH), ("T15", MONTH), ("T18", QUARTER),
)  # fmt: skip
TEAM: Final = 3


def build(by: User) -> int:
    """Make the province and return how many rows its sheets have."""
    counties = list(
        Division.objects.places()
        .filter(level=Level.COUNTY, valid_to__isnull=True)
        .values_list("pk", flat=True)
    )
    for sheet, period in ASKED:
        accept(sheet, period, counties, by)
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)
        cursor.execute(_SEATS, {"team": TEAM})
        rows = sum(_fill(*statement) for statement in _STATEMENTS)
        cursor.execute("DROP TABLE seat; DROP TABLE told; ANALYZE")
    return rows


def accept(
    sheet: str, period: str, counties: list[int], by: User, *, rows: Mapping[int, int] | None = None
) -> None:
    """Give every county an accepted revision, its `rows` by county still to be written."""
    counted = rows or {}
    now = timezone.now()
    task = CollectionTask.objects.create(
        sheet_code=sheet, period=period, due_at=now, opened_at=now, justification="bench"
    )
    file, _ = StoredFile.objects.get_or_create(
        sha256="0" * 64, defaults={"size": 0, "stored_at": now}
    )
    submissions = Submission.objects.bulk_create(
        Submission(task=task, county_id=pk, due_at=now, submitted_at=now, state=State.ACCEPTED)
        for pk in counties
    )
    uploads = Upload.objects.bulk_create(
        Upload(
            submission=one, county_id=one.county_id, file=file, name=f"{sheet}.xlsx",
            uploaded_by=by, uploaded_at=now, verdict=Upload.Verdict.READ,
        )
        for one in submissions
    )  # fmt: skip
    revisions = Revision.objects.bulk_create(
        Revision(
            submission=one.submission, county_id=one.county_id, number=1, upload=one,
            kind=Revision.Kind.FILE, sheet_code=sheet, sheet_version="1", period=period,
            content_hash="0", created_by=by, created_at=now,
            rows_count=counted.get(one.county_id, 0),
        )
        for one in uploads
    )  # fmt: skip
    Pointer.objects.bulk_create(
        Pointer(
            submission=one.submission, county_id=one.county_id, revision=one, opened_at=now,
            opened_by=by, reason="bench",
        )
        for one in revisions
    )  # fmt: skip


def insert(model: str, given: Mapping[str, str], source: str) -> str:
    """Return the INSERT of a row a line of `source`; what is not given is empty."""
    table: type[models.Model] = apps.get_model(model)
    columns = {
        str(field.column): _nothing(field)
        for field in table._meta.concrete_fields
        if not field.primary_key
    }
    unknown = given.keys() - columns.keys()
    assert not unknown, unknown
    columns |= given
    return (
        f"INSERT INTO {table._meta.db_table} ({', '.join(columns)})"
        f" SELECT {', '.join(columns.values())} {source}"
    )


def _nothing(field: "models.Field[Any, Any]") -> str:
    if field.null:
        return "NULL"
    if isinstance(field, ArrayField):
        return "'{}'"
    if isinstance(field, models.BooleanField):
        return "false"
    return "''"


def _fill(model: str, given: Mapping[str, str], source: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(insert(model, given, source))
        return int(cursor.rowcount)


_FORGET: Final = """
DELETE FROM villages_posting;
UPDATE villages_povertystatus SET delisted_on = NULL, batch_year = NULL
"""

# `told`: the revision of a county's sheet; `seat`: who sits where, the first of three leads.
_SEATS: Final = """
CREATE TEMPORARY TABLE told AS
SELECT revision.county_id, revision.id AS revision_id, revision.sheet_code AS sheet,
       revision.period FROM accountability_revision revision;
CREATE TEMPORARY TABLE seat AS
WITH required AS (
    SELECT type.county_id, type.village_id,
           array_agg(DISTINCT CASE type.kind WHEN 'poor' THEN '贫困村' WHEN 'deep' THEN '深度贫困村'
                     ELSE '软弱涣散村' END) AS types
      FROM villages_villagetype type
      JOIN villages_division village ON village.id = type.village_id AND village.valid_to IS NULL
     WHERE type.kind IN ('poor', 'deep', 'weak') AND type.valid_to IS NULL
     GROUP BY type.county_id, type.village_id
)
SELECT required.*, village.name AS village_name, town.name AS township_name,
       place, rpad(required.village_id || 'f' || place, 64, '0') AS print,
       '人' || required.village_id || '号' || place AS person_name, NULL::bigint AS person_id,
       (5 + row_number() OVER (PARTITION BY required.county_id ORDER BY village.code, place))::int
           AS row_no
  FROM required
  JOIN villages_division village ON village.id = required.village_id
  JOIN villages_division town ON town.id = village.parent_id
 CROSS JOIN generate_series(1, %(team)s) AS place;
INSERT INTO villages_person
    (name, initials, sex, ethnicity, birth_month, party_status, education, id_fingerprint,
     id_sealed, id_masked, phone_masked, is_demo)
SELECT person_name, '', '', '', '', '', '', print, '\\x01', '', '', true FROM seat;
UPDATE seat SET person_id = person.id FROM villages_person person
 WHERE person.id_fingerprint = seat.print;
ANALYZE seat
"""

_PLACE: Final = {
    "county_id": "seat.county_id", "sheet_name": "''", "row_no": "seat.row_no",
    "key": "seat.print", "label": "seat.village_name", "township_name": "seat.township_name",
    "village_name": "seat.village_name", "village_id": "seat.village_id",
}  # fmt: skip
_PERSON: Final = {"person_name": "seat.person_name", "person_id": "seat.person_id"}
_FIRST: Final = "CASE seat.place WHEN 1 THEN '第一书记' ELSE '队员' END"


def _of(sheet: str, period: str) -> str:
    return (
        f"FROM seat JOIN told ON told.county_id = seat.county_id AND told.sheet = '{sheet}'"
        f" AND told.period = '{period}'"
    )


def _villages(sheet: str, period: str) -> str:
    return (
        "FROM villages_division village"
        " JOIN villages_division town ON town.id = village.parent_id"
        f" JOIN told ON told.county_id = village.county_id AND told.sheet = '{sheet}'"
        f" AND told.period = '{period}'"
        " LEFT JOIN (SELECT DISTINCT village_id, types FROM seat) seat"
        " ON seat.village_id = village.id"
        " WHERE village.level = 'village' AND village.valid_to IS NULL"
    )


_VILLAGE: Final = {
    "revision_id": "told.revision_id", "county_id": "village.county_id", "sheet_name": "''",
    "row_no": "5 + row_number() OVER (PARTITION BY village.county_id ORDER BY village.code)",
    "key": "village.code", "label": "village.name", "township_name": "town.name",
    "village_name": "village.name", "village_id": "village.id",
}  # fmt: skip
_COUNTY: Final = {
    "revision_id": "told.revision_id", "county_id": "told.county_id", "sheet_name": "''",
    "label": "county.name",
}  # fmt: skip

_OF_COUNTY: Final = "FROM told JOIN villages_division county ON county.id = told.county_id"
_HEADS: Final = "(VALUES (1, '县委书记'), (2, '县长')) AS post(number, title)"

_STATEMENTS: Final[list[tuple[str, Mapping[str, str], str]]] = [
    (
        "accountability.RosterRow",
        {
            **_PLACE,
            "revision_id": "told.revision_id",
            "person_name": "seat.person_name",
            "id_fingerprint": "seat.print",
            "village_types": "seat.types",
            "team_role": _FIRST,
            "arrived_on": "DATE '2019-01-15'",
        },
        _of("T1", MONTH),
    ),
    (
        "villages.Posting",
        {
            "person_id": "seat.person_id",
            "village_id": "seat.village_id",
            "county_id": "seat.county_id",
            "level": "'county'",
            "started_on": "DATE '2019-01-15'",
            "role": "CASE seat.place WHEN 1 THEN 'first_secretary' ELSE 'member' END",
            "source_revision_id": "told.revision_id",
            "source_row": "seat.row_no",
        },
        _of("T1", MONTH),
    ),
    (
        "accountability.PresenceRow",
        {**_PLACE, **_PERSON, "revision_id": "told.revision_id", "absences_count": "0"},
        _of("T2", MONTH),
    ),
    (
        "accountability.ScoreRow",
        {**_PLACE, **_PERSON, "revision_id": "told.revision_id", "absences_count": "0"},
        _of("T3", YEAR) + " WHERE seat.place = 1",
    ),
    (
        "accountability.WeakCaseRow",
        {
            **_PLACE,
            "revision_id": "told.revision_id",
            "stage": "'整顿中'",
            "is_poor_village": "seat.types && ARRAY['贫困村', '深度贫困村']",
        },
        _of("T4", MONTH) + " WHERE seat.place = 1 AND '软弱涣散村' = ANY (seat.types)",
    ),
    *(
        (
            "accountability.EconomyRow",
            {
                **_VILLAGE,
                "weakness": "'否'",
                "village_types": "coalesce(seat.types, ARRAY['其他'])",
            },
            _villages("T5", period),
        )
        for period in (LAST_YEAR, YEAR)
    ),
    *(
        ("accountability.GuaranteeRow", _VILLAGE, _villages("T11", period))
        for period in (LAST_YEAR, YEAR)
    ),
    (
        "accountability.MemberRow",
        {**_PLACE, "revision_id": "told.revision_id", "part": "'reserve'", "standing": "'在培'"},
        _of("T9", QUARTER)
        + " WHERE seat.place = 1 AND seat.types && ARRAY['贫困村', '深度贫困村']",
    ),
    (
        "accountability.ElectionRow",
        {**_COUNTY, "row_no": "6", "key": "'1'", "county_name": "county.name"},
        f"{_OF_COUNTY} WHERE told.sheet = 'T7'",
    ),
    (
        "accountability.PostRow",
        {
            **_COUNTY,
            "row_no": "5 + post.number",
            "key": "post.title",
            "post_title": "post.title",
            "division_name": "county.name",
            "division_id": "county.id",
            "person_name": "post.title || county.id",
            "started_on": "DATE '2018-01-01'",
        },
        f"{_OF_COUNTY} CROSS JOIN {_HEADS} WHERE told.sheet = 'T14'",
    ),
]
