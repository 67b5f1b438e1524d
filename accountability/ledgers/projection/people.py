"""The projection onto persons: new ones added, known ones brought up to date, undone ones restored.

A person's own data come from the latest roster line that speaks of them. What stood there before
the first one is kept in `before`.
"""

import json
from typing import Any, Final

from django.db.backends.utils import CursorWrapper

from accountability.intake.cleaning.identity import IdNumber, Phone, clean_id_number, clean_phone
from accountability.intake.cleaning.outcome import PLAIN, Cleaned
from accountability.intake.declare import CellType, Column
from accountability.ledgers.folding import CURRENT, FOLD
from portal.access.sealing import mask_id, mask_phone, seal, unseal
from portal.copying import copy_rows
from villages.places.pinyin import initials_of_person

_ID: Final = Column("id_masked", ("身份证号码",), CellType.ID_NUMBER)
_PHONE: Final = Column("phone_masked", ("联系电话",), CellType.PHONE)

_LATEST: Final = """
latest AS (
    SELECT DISTINCT ON (kept.print) kept.print, line.*
      FROM kept JOIN accountability_rosterrow line ON line.id = kept.id
     ORDER BY kept.print, kept.period DESC, kept.started_on DESC, kept.id DESC
)
"""

_NEW: Final = f"""
WITH {CURRENT}, {FOLD}, {_LATEST}
SELECT print, revision_id, person_name, sex, ethnicity, birth_month, party_status, education,
       sealed, county.is_demo
  FROM latest
  JOIN villages_division county ON county.id = latest.county_id
 WHERE NOT EXISTS (SELECT 1 FROM villages_person person WHERE person.id_fingerprint = latest.print)
"""

# A mask may hide the difference, so the numbers themselves are compared, not their masks.
_PHONES: Final = f"""
WITH {CURRENT}, {FOLD}, {_LATEST}
SELECT person.id, person.phone_sealed, latest.sealed
  FROM latest JOIN villages_person person ON person.id_fingerprint = latest.print
 WHERE latest.phone_masked <> '' AND latest.sealed IS NOT NULL
"""

_COPY: Final = """
COPY villages_person (name, initials, sex, ethnicity, birth_month, party_status, education,
    id_fingerprint, id_sealed, id_masked, phone_sealed, phone_masked, is_demo, source_revision_id)
FROM STDIN
"""

_BEFORE: Final = """
jsonb_build_object('name', person.name, 'initials', person.initials, 'sex', person.sex,
    'ethnicity', person.ethnicity, 'birth_month', person.birth_month,
    'party_status', person.party_status, 'education', person.education,
    'phone_masked', person.phone_masked, 'phone_sealed', encode(person.phone_sealed, 'hex'))
"""

_UPDATE: Final = f"""
WITH {CURRENT}, {FOLD}, {_LATEST}
UPDATE villages_person person
   SET before = CASE WHEN person.source_revision_id IS NOT NULL THEN person.before
                     ELSE {_BEFORE} END,
       name = latest.person_name,
       initials = CASE WHEN latest.person_name = person.name THEN person.initials
                       ELSE coalesce(%(initials)s::jsonb ->> latest.person_name, '') END,
       sex = latest.sex, ethnicity = latest.ethnicity, birth_month = latest.birth_month,
       party_status = latest.party_status, education = latest.education,
       source_revision_id = latest.revision_id
  FROM latest
 WHERE latest.print = person.id_fingerprint
"""

_RENAMED: Final = f"""
WITH {CURRENT}, {FOLD}, {_LATEST}
SELECT latest.person_name FROM latest
  JOIN villages_person person ON person.id_fingerprint = latest.print
 WHERE person.name <> latest.person_name
"""

_SET_PHONE: Final = "UPDATE villages_person SET phone_sealed = %s, phone_masked = %s WHERE id = %s"

# NOT IN, which PostgreSQL hashes; NOT EXISTS would compare each person with each row, of which the
# planner knows nothing yet. Neither side is ever null.
_RESTORE: Final = f"""
WITH {CURRENT}, {FOLD}
UPDATE villages_person person
   SET name = coalesce(before ->> 'name', name),
       initials = coalesce(before ->> 'initials', initials),
       sex = coalesce(before ->> 'sex', sex),
       ethnicity = coalesce(before ->> 'ethnicity', ethnicity),
       birth_month = coalesce(before ->> 'birth_month', birth_month),
       party_status = coalesce(before ->> 'party_status', party_status),
       education = coalesce(before ->> 'education', education),
       phone_masked = coalesce(before ->> 'phone_masked', phone_masked),
       phone_sealed = CASE WHEN before IS NULL THEN phone_sealed
                           ELSE decode(before ->> 'phone_sealed', 'hex') END,
       source_revision_id = CASE WHEN before IS NULL THEN source_revision_id END, before = NULL
  FROM accountability_revision revision
 WHERE revision.id = person.source_revision_id AND revision.county_id = %(county)s
   AND person.id_fingerprint NOT IN (SELECT print FROM kept)
"""


def add(cursor: CursorWrapper, values: dict[str, Any]) -> int:
    """Add the persons whom the rosters name and the registry does not know."""
    cursor.execute(_NEW, values)
    rows = []
    for print_, revision, name, *own, sealed, is_demo in cursor.fetchall():
        secrets = _secrets(sealed)
        number, phone = id_in(secrets), phone_in(secrets)
        rows.append(
            (
                name,
                initials_of_person(name),
                *own,
                print_,
                seal(number),
                mask_id(number),
                seal(phone) if phone else None,
                mask_phone(phone),
                is_demo,
                revision,
            )
        )
    return copy_rows(cursor, _COPY, rows)


def update(cursor: CursorWrapper, values: dict[str, Any]) -> None:
    """Bring persons up to date with the latest line that speaks of them."""
    cursor.execute(_PHONES, values)
    phones = [
        (seal(phone), mask_phone(phone), person_id)
        for person_id, known, sealed in cursor.fetchall()
        if (phone := phone_in(_secrets(sealed))) and not (known and unseal(known) == phone)
    ]
    cursor.execute(_RENAMED, values)
    names = {name: initials_of_person(name) for (name,) in cursor.fetchall()}
    cursor.execute(_UPDATE, {**values, "initials": json.dumps(names)})
    cursor.executemany(_SET_PHONE, phones)


def restore(cursor: CursorWrapper, values: dict[str, Any]) -> None:
    """Give back what was known of persons of whom no roster speaks any more."""
    cursor.execute(_RESTORE, values)


def _secrets(sealed: bytes | None) -> dict[str, str]:
    found: dict[str, str] = json.loads(unseal(sealed)) if sealed else {}
    return found


def id_in(secrets: dict[str, str]) -> str:
    """Return the ID number in a row's sealed cells, as cleaned."""
    cleaned = clean_id_number(secrets.get("id_masked", ""), _ID, PLAIN)
    value = cleaned.value if isinstance(cleaned, Cleaned) else cleaned
    return value.plain if isinstance(value, IdNumber) else ""


def phone_in(secrets: dict[str, str]) -> str:
    """Return the telephone number in a row's sealed cells, "" where it is masked in the file."""
    cleaned = clean_phone(secrets.get("phone_masked", ""), _PHONE, PLAIN)
    value = cleaned.value if isinstance(cleaned, Cleaned) else cleaned
    return value.plain[:20] if isinstance(value, Phone) else ""
