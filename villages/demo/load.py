"""Writing the invented province: COPY, table by table, in one transaction."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from portal.access.models import User
from portal.access.sealing import fingerprint, mask_id, mask_phone, seal
from portal.audit.trail import record
from portal.copying import copy_rows, reserve_ids
from villages.demo.branches import branches
from villages.demo.cadres import DemoCadre, cadre, tenures, units
from villages.demo.postings import DemoPosting, DemoSeat, postings
from villages.demo.province import APPROVED, BEGINS, DemoProvince, city_names, invent
from villages.places.loading.load import Lines, Writing
from villages.places.models import Division
from villages.places.pinyin import initials, initials_of_person

SEED = "1"
SOURCE = "演示数据"

Say = Callable[[str], None]


@dataclass(frozen=True)
class DemoLoaded:
    """What was written; nothing where the province was there already."""

    counts: dict[str, int] = field(default_factory=dict)

    @property
    def is_written(self) -> bool:
        """Say whether anything was written."""
        return bool(self.counts)


def load_demo_province(
    *,
    seed: str = SEED,
    limit: int = 0,
    by: User | None,
    at: dt.datetime,
    say: Say = lambda _line: None,
) -> DemoLoaded:
    """Write the invented province unless one is there; `limit` keeps only so many counties."""
    if Division.objects.filter(is_demo=True).exists():
        return DemoLoaded()
    with transaction.atomic(), connection.cursor() as cursor:
        loading = _Loading(cursor, seed, at, invent(seed, limit=limit), say)
        counts = loading.run()
        summary = "，".join(f"{name}{count}" for name, count in counts.items())
        record(
            "demo.load",
            None,
            by=by,
            at=at,
            sentence=f"载入演示省（种子{seed}）：{summary}。",
            seed=seed,
        )
    return DemoLoaded(counts)


class _Loading:
    """The steps, each a COPY; codes become keys on the way."""

    def __init__(
        self, cursor: CursorWrapper, seed: str, at: dt.datetime, province: DemoProvince, say: Say
    ) -> None:
        self.cursor = cursor
        self.seed = seed
        self.at = at
        self.province = province
        self.say = say
        self.divisions: dict[str, int] = {}
        self.county_of: dict[str, int] = {}
        self.cadre_ids: dict[str, int] = {}
        self.unit_ids: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.fingerprints: set[str] = set()
        self.team_names: set[tuple[str, str]] = set()

    def run(self) -> dict[str, int]:
        """Write everything and return how much of what."""
        steps: list[tuple[str, Callable[[], int]]] = [
            ("区划", self.write_places),
            ("贫困县", self.write_poverty),
            ("村类型", self.write_types),
            ("党组织", self.write_branches),
            ("单位", self.write_units),
            ("驻村", self.write_postings),
            ("市县党政正职任职", self.write_tenures),
        ]
        counts = {}
        for name, step in steps:
            counts[name] = step()
            self.say(f"演示省：{name} {counts[name]}")
        counts["干部"] = len(self.cadre_ids)
        self.cursor.execute(
            "ANALYZE villages_posting; ANALYZE villages_person; ANALYZE villages_villagetype;"
            "ANALYZE villages_branch"
        )
        return counts

    def write_places(self) -> int:
        writing = Writing(self.cursor, BEGINS, self.at, self.province.outline, is_demo=True)
        writing.run({}, Lines(self.province.told))
        self.cursor.execute(
            "SELECT code, id, county_id FROM villages_division WHERE is_demo AND valid_to IS NULL"
        )
        for code, key, county in self.cursor.fetchall():
            self.divisions[code] = key
            self.county_of[code] = county
        return len(self.divisions)

    def write_poverty(self) -> int:
        rows = (
            (
                self.divisions[county.code], county.register, county.is_deep, BEGINS,
                county.batch_year, APPROVED[county.batch_year], SOURCE,
            )
            for county in self.province.counties
            if county.batch_year
        )  # fmt: skip
        return self._copy(
            "villages_povertystatus",
            "division_id, kind, is_deep, listed_on, batch_year, delisted_on, source",
            rows,
        )

    def write_types(self) -> int:
        rows = (
            (
                self.divisions[item.village_code], self.county_of[item.village_code], item.kind,
                item.valid_from, item.valid_to, SOURCE,
            )
            for item in self.province.types
        )  # fmt: skip
        columns = "village_id, county_id, kind, valid_from, valid_to, source"
        return self._copy("villages_villagetype", columns, rows)

    def write_branches(self) -> int:
        villages = [(p.code, p.name) for p in self.province.places if p.level == "village"]
        weak = frozenset(
            item.village_code
            for item in self.province.types
            if item.kind == "weak" and item.valid_to is None
        )
        rows = (
            (
                self.divisions[item.village_code], self.county_of[item.village_code], item.name,
                "支部", item.secretary_name, item.secretary_source, item.members_count, BEGINS,
            )
            for item in branches(self.seed, villages, weak)
        )  # fmt: skip
        columns = (
            "village_id, county_id, name, form, secretary_name, secretary_source, members_count,"
            " valid_from"
        )
        return self._copy("villages_branch", columns, rows)

    def write_units(self) -> int:
        found = list(units(self.province.counties, city_names()))
        keys = reserve_ids(self.cursor, "villages_unit", len(found))
        rows = []
        for key, unit in zip(keys, found, strict=True):
            self.unit_ids[unit.level, unit.division_code].append(key)
            rows.append(
                (key, unit.name, initials(unit.name), unit.level,
                 self.divisions[unit.division_code], True)
            )  # fmt: skip
        return self._copy("villages_unit", "id, name, initials, level, division_id, is_demo", rows)

    def write_postings(self) -> int:
        found = list(postings(self.seed, self._seats()))
        self._write_people((p.cadre_key, p.role == "first_secretary") for p in found)
        columns = (
            "person_id, village_id, county_id, role, level, unit_id, rank, is_detached,"
            " is_relation_moved, started_on, due_on, ended_on, end_reason, source_note"
        )
        return self._copy("villages_posting", columns, map(self._posting, found))

    def write_tenures(self) -> int:
        found = list(tenures(self.seed, self.province.counties))
        self._write_people((item.cadre_key, True) for item in found)
        posts = list(dict.fromkeys((item.county_code, item.title) for item in found))
        keys = dict(zip(posts, reserve_ids(self.cursor, "villages_post", len(posts)), strict=True))
        self._copy(
            "villages_post",
            "id, division_id, county_id, title",
            (
                (key, self.divisions[code], self.divisions[code], title)
                for (code, title), key in keys.items()
            ),
        )
        rows = (
            (
                keys[item.county_code, item.title], self.cadre_ids[item.cadre_key],
                "", item.valid_from, item.valid_to, item.end_reason, "", "",
            )
            for item in found
        )  # fmt: skip
        columns = (
            "post_id, person_id, holder_name, valid_from, valid_to, end_reason, approval_number,"
            " source_note"
        )
        return self._copy("villages_tenure", columns, rows)

    def _seats(self) -> list[DemoSeat]:
        """Return the villages that must have a first secretary: poor, or weak and not mended."""
        poor = {item.village_code for item in self.province.types if item.kind == "poor"}
        seats = [DemoSeat(code, _county(code), None) for code in sorted(poor)]
        seats.extend(
            DemoSeat(item.village_code, _county(item.village_code), item.valid_from)
            for item in self.province.types
            if item.kind == "weak" and item.valid_to is None and item.village_code not in poor
        )
        return seats

    def _posting(self, item: DemoPosting) -> tuple[object, ...]:
        return (
            self.cadre_ids[item.cadre_key], self.divisions[item.village_code],
            self.divisions[item.county_code], item.role, item.level, self._unit(item), item.rank,
            item.is_detached, item.is_relation_moved, item.started_on, item.due_on, item.ended_on,
            item.end_reason, SOURCE,
        )  # fmt: skip

    def _unit(self, item: DemoPosting) -> int:
        area = {
            "province": f"{item.county_code[:2]}{'0' * 10}",
            "city": f"{item.county_code[:4]}{'0' * 8}",
            "county": item.county_code,
        }[item.level]
        choice = self.unit_ids[item.level, area] or self.unit_ids["county", item.county_code]
        return choice[item.unit_draw % len(choice)]

    def _write_people(self, wanted: Iterable[tuple[str, bool]]) -> None:
        cadres = [self._cadre(key, must_be_member=member) for key, member in wanted]
        keys = reserve_ids(self.cursor, "villages_person", len(cadres))
        for key, item in zip(keys, cadres, strict=True):
            self.cadre_ids[item.key] = key
        columns = (
            "id, name, initials, sex, ethnicity, birth_month, party_status, education,"
            " id_fingerprint, id_sealed, id_masked, phone_sealed, phone_masked, is_demo"
        )
        self._copy("villages_person", columns, map(_person, keys, cadres))

    def _cadre(self, key: str, *, must_be_member: bool) -> DemoCadre:
        """Return the cadre of this key, drawn anew where the number or the team has another such.

        Two of a name in one village could not be told apart in the blanks.
        """
        seed, place = self.seed, key.split()[1]
        while True:
            found = cadre(seed, key, must_be_member=must_be_member)
            number, named = found.person.id_number, (place, found.person.name)
            if number not in self.fingerprints and named not in self.team_names:
                self.fingerprints.add(number)
                self.team_names.add(named)
                return found
            seed += "'"

    def _copy(self, table: str, columns: str, rows: Iterable[tuple[object, ...]]) -> int:
        return copy_rows(self.cursor, f"COPY {table} ({columns}) FROM STDIN", rows)


def _county(village_code: str) -> str:
    return village_code[:6] + "000000"


def _person(key: int, item: DemoCadre) -> tuple[object, ...]:
    person = item.person
    return (
        key, person.name, initials_of_person(person.name), person.sex, item.ethnicity,
        person.birth_month, item.party_status, item.education, fingerprint(person.id_number),
        seal(person.id_number), mask_id(person.id_number), seal(person.phone),
        mask_phone(person.phone), True,
    )  # fmt: skip
