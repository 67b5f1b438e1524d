"""Loading an edition of the division table: one transaction, one audit event, or nothing."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from portal.access.models import User
from portal.audit.trail import record
from portal.copying import copy_rows
from villages.places.loading import statements as sql
from villages.places.loading.city_own import settle_city_own
from villages.places.loading.lineage import Lineage, Standing, Tracer, Years, read_changes
from villages.places.loading.outline import Known, Outline, Place, Reader
from villages.places.loading.reporting import SHIPPED, Told, read_reporting
from villages.places.loading.text import TableError
from villages.places.models import Division
from villages.places.rules import stem

CAUTION_SHARE = 0.2
_CAUTION_FROM = 50
_SHOWN_CODES = 10

Afterwards = Callable[[CursorWrapper, dt.date], int]


@dataclass(frozen=True)
class Edition:
    """One edition of the table, with what belongs to it."""

    path: Path
    valid_from: dt.date
    changes: Path | None = None
    reporting: Path | None = None
    may_end_many: bool = False


@dataclass(frozen=True)
class Lines:
    """To whom counties answer; told anew, or what holds where nothing is said yet."""

    told: list[Told]
    is_anew: bool = False


@dataclass(frozen=True)
class Loaded:
    """What loading an edition did, or would do."""

    counts: Counter[tuple[str, str]]
    begun: int = 0
    ended: int = 0
    amended: int = 0
    turned: int = 0
    own: int = 0
    successions: int = 0
    carried: int = 0
    gone: list[Standing] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        """Say whether there was anything to write."""
        return bool(self.begun or self.ended or self.amended or self.turned or self.own)


def load_divisions(
    *,
    edition: Edition,
    by: User | None,
    at: dt.datetime,
    is_dry_run: bool = False,
    afterwards: Sequence[Afterwards] = (),
) -> Loaded:
    """Bring the divisions under the table's roots to the state of the edition.

    `afterwards` lets the slices above carry what they know to the successors.
    Raises: TableError with everything that is wrong, and nothing is written.
    """
    reader = Reader(edition.path)
    outline = reader.outline(_known(reader.codes_above()))
    years = read_changes(edition.changes) if edition.changes else {}
    told = Lines(read_reporting(edition.reporting or SHIPPED), edition.reporting is not None)
    with transaction.atomic(), connection.cursor() as cursor:
        writing = Writing(cursor, edition.valid_from, at, outline, is_demo=False)
        loaded = writing.run(years, told, may_end_many=edition.may_end_many, afterwards=afterwards)
        if is_dry_run:
            transaction.set_rollback(True)
        elif loaded.is_changed:
            record(
                "division.load",
                None,
                by=by,
                at=at,
                sentence=f"载入区划表{edition.path.name}（{edition.valid_from}起）："
                f"新增{loaded.begun}，终止{loaded.ended}，更正{loaded.amended}。",
                successions=loaded.successions,
                questions=loaded.questions[:200],
            )
    return loaded


def _known(codes: set[str]) -> dict[str, Known]:
    """Return what stands in the database of these codes."""
    rows = Division.objects.filter(valid_to__isnull=True, code__in=codes)
    return {
        code: Known(name, level, county or "")
        for code, name, level, county in rows.values_list("code", "name", "level", "county__code")
    }


class Writing:
    """The steps that write an outline, inside one transaction."""

    def __init__(
        self,
        cursor: CursorWrapper,
        on: dt.date,
        at: dt.datetime,
        outline: Outline,
        *,
        is_demo: bool,
    ) -> None:
        self.cursor = cursor
        self.on = on
        self.at = at
        self.outline = outline
        self.is_demo = is_demo
        self.edition = {place.code: place.name for place in outline.places}
        self.counts = Counter((place.level, place.kind) for place in outline.places)

    def run(
        self,
        years: Years,
        lines: Lines,
        *,
        may_end_many: bool = False,
        afterwards: Sequence[Afterwards] = (),
    ) -> Loaded:
        """Compare, write the difference and return what it was."""
        self._copy()
        lineage, corrected = self._trace(years)
        ended = self._settle_ids([*lineage.respelled, *corrected])
        self._refuse_order(ended, lineage)
        if not may_end_many:
            self._refuse_half_a_file(len(lineage.open_questions))
        self._tell_lines(lines)
        loaded = self._write([pk for pk, *_ in ended], lineage, lines)
        if loaded.is_changed:
            carried = sum(self._run(step) for step in sql.CARRY)
            carried += sum(step(self.cursor, self.on) for step in afterwards)
            loaded = replace(loaded, carried=carried)
            self.cursor.execute("ANALYZE villages_division")
        return loaded

    def _run(self, statement: str, **more: Any) -> int:
        self.cursor.execute(
            statement, {"on": self.on, "at": self.at, "source": f"{self.on}前的名称", **more}
        )
        return int(self.cursor.rowcount)

    def _copy(self) -> None:
        self.cursor.execute(sql.CLEAR)
        self.cursor.execute(sql.CREATE_INCOMING)
        copy_rows(self.cursor, sql.COPY_INCOMING, map(_columns, self.outline.places))
        stems = [f"{stem(code)}%" for code in self.outline.roots]
        self.cursor.execute(sql.CREATE_STANDING, {"stems": stems})
        self.cursor.execute(sql.INDEX_STANDING)
        self.cursor.execute("SELECT count(*) FROM standing WHERE is_demo <> %s", [self.is_demo])
        if self.cursor.fetchone()[0]:
            raise TableError(["表中的代码在库中属于演示数据，不能与真实数据混在一起。"])

    def _trace(self, years: Years) -> tuple[Lineage, list[int]]:
        """Return what became of what ends, and the rows of the same day to be corrected."""
        self.cursor.execute("SELECT id FROM standing WHERE valid_from = %s", [self.on])
        of_today = {pk for (pk,) in self.cursor.fetchall()}
        self.cursor.execute(sql.DIFFERING)
        differing = [Standing(*row) for row in self.cursor.fetchall()]
        corrected = [
            division.pk
            for division in differing
            if division.pk in of_today and division.code in self.edition
        ]
        self.cursor.execute(sql.FRESH_CODES)
        fresh = {code for (code,) in self.cursor.fetchall()}
        tracer = Tracer(years, self.edition, fresh)
        kept = set(corrected)
        return tracer.trace(d for d in differing if d.pk not in kept), corrected

    def _settle_ids(self, respelled: list[int]) -> list[tuple[int, str, str, dt.date]]:
        """Give every place its row; return the rows that end."""
        self._run(sql.KEEP_IDS, respelled=respelled)
        self._run(sql.NEW_IDS)
        self.cursor.execute(sql.ENDING)
        return list(self.cursor.fetchall())

    def _refuse_order(self, ended: list[tuple[int, str, str, dt.date]], lineage: Lineage) -> None:
        """Refuse an edition older than what stands, or one that takes back its own day."""
        self.cursor.execute("SELECT max(valid_from) FROM standing")
        newest = self.cursor.fetchone()[0]
        self.cursor.execute(sql.COUNT_BEGINNING)
        begun = self.cursor.fetchone()[0]
        if newest and newest > self.on and (ended or begun or lineage.respelled):
            raise TableError(
                [f"库中的区划已到{newest}，不能再载入{self.on}起的版本。请核对--valid-from。"]
            )
        same_day = [f"{code}（{name}）" for _, code, name, begins in ended if begins >= self.on]
        if same_day:
            shown = "、".join(same_day[:_SHOWN_CODES])
            sentence = (
                f"库中有{len(same_day)}个区划也自{self.on}起，表中却没有：{shown}。"
                "同一日期的表只能更正名称，不能删减。"
            )
            raise TableError([sentence])

    def _refuse_half_a_file(self, unknown: int) -> None:
        self.cursor.execute("SELECT count(*) FROM standing")
        standing = self.cursor.fetchone()[0]
        if unknown > _CAUTION_FROM and unknown > standing * CAUTION_SHARE:
            sentence = (
                f"库中{standing}个区划有{unknown}个将终止而去向不明，文件可能不完整。"
                "确认无误时请加--may-end-many。"
            )
            raise TableError([sentence])

    def _tell_lines(self, lines: Lines) -> None:
        if lines.is_anew:
            self._refuse_strangers(lines.told)
        self.cursor.execute(sql.CREATE_TOLD)
        rows = ((line.county_code, line.parent_code) for line in lines.told)
        copy_rows(self.cursor, sql.COPY_TOLD, rows)

    def _refuse_strangers(self, told: list[Told]) -> None:
        codes = {code for line in told for code in (line.county_code, line.parent_code)}
        there = self.edition.keys() | _known(codes).keys()
        problems = [
            f"报送关系第{line.line}行：没有代码{code}。"
            for line in told
            for code in (line.county_code, line.parent_code)
            if code not in there
        ]
        if problems:
            raise TableError(problems)

    def _write(self, ended: list[int], lineage: Lineage, lines: Lines) -> Loaded:
        self._run(sql.END, ids=ended)
        own = settle_city_own(self.cursor)  # an office that has ended reports to nobody new
        self._run(sql.PLACE_INCOMING)
        begun = self._run(sql.BEGIN, is_demo=self.is_demo)
        self._run(sql.REMEMBER_SPELLING)
        amended = self._run(sql.AMEND)
        self._succeed(lineage)
        self._run(sql.END_LINES, ids=ended)
        begun_lines = self._run(sql.BEGIN_LINES)
        self._run(sql.CREATE_TURNED, is_told=lines.is_anew)
        self.cursor.execute("SELECT count(*) FROM turned")
        turned = self.cursor.fetchone()[0]
        for statement in sql.TURN_LINES:
            self._run(statement)
        own += settle_city_own(self.cursor)
        return Loaded(
            counts=self.counts,
            begun=begun,
            ended=len(ended),
            amended=amended,
            turned=turned + (0 if begun else begun_lines),
            own=own,
            successions=len(lineage.successions),
            gone=lineage.gone,
            questions=lineage.open_questions,
            notices=[*self.outline.notices, *self._stray_grants(ended)],
        )

    def _succeed(self, lineage: Lineage) -> None:
        old = Counter(item.old_id for item in lineage.successions)
        new = Counter(item.new_code for item in lineage.successions)
        self.cursor.execute(sql.CREATE_SUCCESSION)
        copy_rows(
            self.cursor,
            sql.COPY_SUCCESSION,
            (
                (item.old_id, item.new_code, item.change, item.document,
                 old[item.old_id] == 1 and new[item.new_code] == 1)
                for item in lineage.successions
            ),
        )  # fmt: skip
        self._run(sql.RESOLVE_SUCCESSION)
        self._run(sql.RECORD_SUCCESSION)

    def _stray_grants(self, ended: list[int]) -> list[str]:
        self.cursor.execute(sql.STRAY_GRANTS, {"ids": ended, "on": self.on})
        areas = [f"{code}（{name}）" for code, name in self.cursor.fetchall()]
        if not areas:
            return []
        return [f"有账号授权在已终止的区划上，请安全管理员改授：{'、'.join(areas)}。"]


def _columns(place: Place) -> tuple[str, ...]:
    return (
        place.code, place.name, place.short_name, place.initials, place.sort_key,
        place.level, place.kind, place.parent_code, place.county_code,
    )  # fmt: skip
