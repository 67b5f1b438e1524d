"""The bench `import`: rows per CPU second of every way, and how many times ours they cost."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.db import connection

from accountability.intake.declare import Sheet
from accountability.ledgers.sheets.roster import ROSTER
from bench import places
from bench.importing import floor, rival, roster
from bench.importing.ours import Receiver, open_submission
from bench.meter import Spent, measured
from bench.report import Report

# rows of the workbook, and of the samples the slower ways are measured with
FULL, QUICK = (50_000, 5_000, 1_000), (2_000, 400, 100)
AGAIN: Final = 3  # the faster ways are measured so often, the cheapest run counts
FLOOR_TIMES, FIRST_TIMES, RELOAD_TIMES, ROWS_A_SECOND = 2.5, 8, 50, 21_500
VERDICT_SECONDS = 8

FLOOR = "floor: COPY of typed values, nothing read, checked or traceable"
FLOOR_KEPT = "floor: COPY of all that is kept (raw texts, keys, places)"
FIRST = "**ours**, first load: read, match, clean, check, cross-check, stage"
SAME_FILE = "**ours**, the same file again"
SAME_CONTENT = "**ours**, the same content in another file"
RELOAD = "**ours**, 1 % of the rows changed, with the difference"
WHOLE = "**ours**, T1 whole: 24 columns, ID and phone numbers sealed"
MONTHLY = "**ours**, T1 whole, of 5,000 rows only"
BULK = "import-export, bulk, diff skipped, foreign keys cached"
BULK_NEW = "the same, told that every row is new"
PLAIN = "import-export as it comes, with clean"
RELOADED = "{}: the rows exist"
LOADED = "{}: the rows exist, all read at once"


def measure(*, is_quick: bool) -> Report:
    """Measure every way on the same invented rows."""
    with tempfile.TemporaryDirectory() as folder:
        ways = Ways(Path(folder), *(QUICK if is_quick else FULL))
        rival.make_table()
        ways.measure_ours()
        ways.measure_whole()
        ways.measure_floors()
        ways.measure_rival()
    return _report(ways, is_quick=is_quick)


@dataclass(frozen=True)
class Cost:
    """What so many rows cost on one way."""

    rows: int
    spent: Spent

    @property
    def a_row(self) -> float:
        """Return the CPU seconds of one row."""
        return self.spent.cpu / self.rows


class Ways:
    """Runs the ways one after the other and keeps what each costs."""

    def __init__(self, folder: Path, full: int, sample: int, slow: int) -> None:
        self.folder, self.full, self.sample, self.slow = folder, full, sample, slow
        self.again = AGAIN if full == FULL[0] else 1
        self.county, self.villages = places.largest_county()
        self.user = places.user("county_officer", self.county)
        self.costs: dict[str, Cost] = {}

    def time(self, way: str, rows: int, work: Callable[[], object]) -> None:
        """Run a way and keep its cheapest run."""
        with measured() as spent:
            work()
        cost = Cost(rows, spent)
        if way not in self.costs or cost.a_row < self.costs[way].a_row:
            self.costs[way] = cost
        print(f"[bench] {way}: {1 / cost.a_row:,.0f} rows per CPU second", flush=True)
        with connection.cursor() as cursor:  # as if the table had been there for long
            cursor.execute("ANALYZE accountability_rosterrow, accountability_revision")

    def invented(self, *, changed: int = 0) -> list[dict[str, Any]]:
        """Return the rows of the workbook, some of them changed."""
        return list(roster.rows(self.villages, self.full, changed=changed))

    def official(self, content: Sequence[dict[str, Any]], sheet: Sheet, note: str = "") -> Path:
        """Write a workbook in the official layout."""
        path = self.folder / "official.xlsx"
        return roster.official(path, self.county.name, content, sheet, note=note)

    def measure_ours(self) -> None:
        """Take in a first file, the same again, the same content, and one with changes."""
        rows = self.invented()
        for number in range(self.again):
            receiver = self.receiver(roster.SHEET, f"2020-{number + 1:02d}")
            first = self.official(rows, roster.SHEET)
            self.time(FIRST, self.full, partial(receiver.take, first))
            self.time(SAME_FILE, self.full, partial(receiver.take, first))
            other = self.official(rows, roster.SHEET, note=f"第{number}次")
            self.time(SAME_CONTENT, self.full, partial(receiver.take, other))
            changed = self.official(self.invented(changed=self.full // 100), roster.SHEET)
            self.time(RELOAD, self.full, partial(receiver.take_and_compare, changed))

    def measure_whole(self) -> None:
        """Take in real T1s with numbers of people: a county's at the most, and all rows."""
        rows = roster.whole(self.invented())
        for way, size, period in (
            (MONTHLY, self.sample, "2020-01"),
            (WHOLE, self.full, "2020-02"),
        ):
            path = self.official(rows[:size], ROSTER)
            self.time(way, size, partial(self.receiver(ROSTER, period).take, path))

    def measure_floors(self) -> None:
        """Copy what is known to be right: the values alone, and all we keep of each row."""
        typed = [floor.typed(row) for row in self.invented()]
        copy_kept = floor.kept()
        for _ in range(self.again):
            rival.empty_table()
            self.time(FLOOR, self.full, lambda: floor.copy_flat(self.villages, typed))
            self.time(FLOOR_KEPT, self.full, copy_kept)

    def measure_rival(self) -> None:
        """Import samples into an empty table, and into the one that holds all rows already."""
        rows = self.invented()
        sample = roster.plain(self.folder / "a.xlsx", self.villages, rows[: self.sample])
        slow = roster.plain(self.folder / "b.xlsx", self.villages, rows[: self.slow])
        filled = [floor.typed(row) for row in rows]
        for way, resource, path, size in (
            (BULK, rival.Bulk, sample, self.sample),
            (BULK_NEW, rival.BulkNew, sample, self.sample),
            (PLAIN, rival.AsItComes, slow, self.slow),
        ):
            rival.empty_table()
            self.time(way, size, partial(rival.import_file, resource, path))
        rival.empty_table()
        floor.copy_flat(self.villages, filled)
        for way, resource, path, size in (
            (LOADED.format(BULK), rival.BulkKnown, sample, self.sample),
            (RELOADED.format(BULK), rival.Bulk, sample, self.sample),
            (RELOADED.format(PLAIN), rival.AsItComes, slow, self.slow),
        ):
            self.time(way, size, partial(rival.import_file, resource, path))

    def receiver(self, sheet: Sheet, period: str) -> Receiver:
        """Open a submission of the sheet for the county."""
        return Receiver(open_submission(sheet, period, self.county), self.user)


def _report(ways: Ways, *, is_quick: bool) -> Report:
    costs = ways.costs
    report = Report(
        f"{ways.full:,} rows x {len(roster.NAMES)} columns into PostgreSQL",
        ("way", "rows per CPU s", "CPU s per 50,000", "of that PostgreSQL", "against ours"),
    )
    for way, cost in costs.items():
        own = costs[RELOAD if "exist" in way else FIRST]
        report.rows.append(
            (
                way,
                f"{1 / cost.a_row:,.0f}",
                f"{cost.a_row * 50_000:,.2f}",
                f"{cost.spent.server / cost.spent.cpu:.0%}",
                f"{cost.a_row / own.a_row:.2g}",
            )
        )
    if not is_quick:
        _judge(report, costs)
    report.notes.append(
        f"Slower ways were measured on their first {ways.sample:,} and {ways.slow:,} rows; of the"
        f" faster ones the cheapest of {ways.again} runs counts. CPU seconds include PostgreSQL's."
    )
    return report


def _judge(report: Report, costs: dict[str, Cost]) -> None:
    ours, reload = costs[FIRST].a_row, costs[RELOAD].a_row
    for way, name in ((FLOOR, "of the values alone"), (FLOOR_KEPT, "of all that is kept")):
        times = ours / costs[way].a_row
        text = f"first load ≤ {FLOOR_TIMES} x COPY {name}"
        report.target(text, f"{times:.2f} x", is_met=times <= FLOOR_TIMES)
    report.target(
        f"first load ≥ {ROWS_A_SECOND:,} rows per CPU second",
        f"{1 / ours:,.0f}",
        is_met=1 / ours >= ROWS_A_SECOND,
    )
    wall = costs[MONTHLY].spent.wall
    text = f"verdict on 5,000 rows of T1 ≤ {VERDICT_SECONDS} s"
    report.target(text, f"{wall:.1f} s", is_met=wall <= VERDICT_SECONDS)
    for way, own, least in (
        (BULK, ours, FIRST_TIMES),
        (BULK_NEW, ours, FIRST_TIMES),
        (RELOADED.format(BULK), reload, RELOAD_TIMES),
        (LOADED.format(BULK), reload, RELOAD_TIMES),
    ):
        times = costs[way].a_row / own
        report.target(f"≥ {least} x less than {way}", f"{times:.1f} x", is_met=times >= least)
