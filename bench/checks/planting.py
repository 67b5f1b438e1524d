"""The ground of a plant: where it is set, and the few moves that plants are made of."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from bench.checks.world import MONTH, YEAR, insert

Key = tuple[str, int, str]  # rule, county, key
LAST_DAY: Final = "2020-05-31"


@contextmanager
def unguarded() -> Iterator[None]:
    """Let rows of revisions be changed: a plant is what a county would have reported."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = origin")


@dataclass(frozen=True)
class Spot:
    """A village with its team where a plant is set, another of its county, one elsewhere.

    `plain` is a village of the county that needs no first secretary, 0 where there is none.
    """

    county_id: int
    village_id: int
    beside_id: int
    plain_id: int
    away_county_id: int
    away_id: int

    def person(self, place: int) -> int:
        """Return the person in the village's seat, the first of three leads."""
        return int(
            one("SELECT id FROM villages_person WHERE id_fingerprint = %s", self.print(place))
        )

    def print(self, place: int) -> str:
        """Return the fingerprint of the person in a seat."""
        return f"{self.village_id}f{place}".ljust(64, "0")

    def name(self, place: int) -> str:
        """Return the name of the person in a seat."""
        return f"人{self.village_id}号{place}"


@dataclass(frozen=True)
class Plant:
    """A contradiction, and what looks like it and is none; each says what must be found."""

    contradiction: Callable[[Spot], list[Key]]
    near_miss: Callable[[Spot], object]


def run(sql: str, *values: Any) -> int:
    """Run a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def one(sql: str, *values: Any) -> Any:
    """Return the first value of the first row, None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
        return row[0] if row else None


def revision(sheet: str, period: str, county_id: int) -> int:
    """Return a county's revision."""
    return int(
        one(
            "SELECT id FROM accountability_revision WHERE sheet_code = %s AND period = %s"
            " AND county_id = %s",
            sheet, period, county_id,
        )
    )  # fmt: skip


def add(model: str, **given: object) -> None:
    """Add one row; texts and dates are quoted, everything else stands as it is."""
    said = {
        name: "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)
        for name, value in given.items()
    }
    run(insert(model, said, "").replace("%", "%%"))


def change(model_table: str, sheet: str, spot: Spot, sets: str, more: str = "true") -> None:
    """Change the village's rows of the sheet of this month (of the year for yearly sheets)."""
    period = YEAR if sheet in {"T3", "T5", "T11"} else MONTH
    run(
        f"UPDATE accountability_{model_table} SET {sets} WHERE revision_id = %s"
        f" AND village_id = %s AND {more}",
        revision(sheet, period, spot.county_id), spot.village_id,
    )  # fmt: skip


def remove(model_table: str, village_id: int, more: str = "true") -> None:
    """Remove a village's rows from a sheet, whatever the period."""
    run(f"DELETE FROM accountability_{model_table} WHERE village_id = %s AND {more}", village_id)


def remove_person(spot: Spot, place: int) -> None:
    """Take a person out of the village's team everywhere."""
    person = spot.person(place)
    remove("rosterrow", spot.village_id, f"id_fingerprint = '{spot.print(place)}'")
    for table in ("presencerow", "scorerow"):
        remove(table, spot.village_id, f"person_id = {person}")
    run("DELETE FROM villages_posting WHERE person_id = %s", person)


def add_person(spot: Spot, name: str, *, sealed: str = "\\x01") -> int:
    """Bring a new person into the registry and return the key."""
    add(
        "villages.Person", name=name, id_fingerprint=fingerprint_of(spot, name), id_sealed=sealed,
        is_demo="true",
    )  # fmt: skip
    return int(
        one("SELECT id FROM villages_person WHERE id_fingerprint = %s", fingerprint_of(spot, name))
    )


def fingerprint_of(spot: Spot, name: str) -> str:
    """Return the fingerprint of a new person."""
    return f"{spot.village_id}x{''.join(f'{ord(c):x}' for c in name)}".ljust(64, "0")


def add_posting(
    spot: Spot, person_id: int, started_on: str, ended_on: str | None, *,
    village_id: int = 0, county_id: int = 0, role: str = "member",
) -> None:  # fmt: skip
    """Post a person whom the registry knew before any roster."""
    ended = {"ended_on": ended_on} if ended_on else {}
    add(
        "villages.Posting", person_id=person_id, village_id=village_id or spot.village_id,
        county_id=county_id or spot.county_id, role=role, level="county", started_on=started_on,
        **ended,
    )  # fmt: skip


def add_month(
    spot: Spot, name: str, person_id: int | None, *, village_id: int = 0, county_id: int = 0
) -> None:
    """Give a person a line in the month."""
    county = county_id or spot.county_id
    known = {} if person_id is None else {"person_id": person_id}
    add(
        "accountability.PresenceRow", revision_id=revision("T2", MONTH, county), county_id=county,
        row_no=9_000 + spot.village_id % 900, key=f"new{name}", person_name=name,
        village_id=village_id or spot.village_id, village_name="村", **known,
    )  # fmt: skip


def add_line(
    spot: Spot, name: str, print_: str, arrived_on: str, left_on: str | None, *,
    village_id: int = 0, county_id: int = 0,
) -> int:  # fmt: skip
    """Give a person a line in the roster, as a member; return its row."""
    county = county_id or spot.county_id
    row = 9_000 + spot.village_id % 900
    left = {"left_on": left_on} if left_on else {}
    add(
        "accountability.RosterRow", revision_id=revision("T1", MONTH, county), county_id=county,
        row_no=row, key=print_, village_id=village_id or spot.village_id, village_name="村",
        person_name=name, id_fingerprint=print_, team_role="队员", arrived_on=arrived_on,
        village_types="{贫困村}", **left,
    )  # fmt: skip
    return row
