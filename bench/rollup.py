"""The bench `rollup`: figures by county from rollups, from the rows, and by a loop of queries."""

import time
from collections.abc import Callable
from typing import Final

from django.utils import timezone

from accountability.assessment import queries, rollup
from accountability.assessment.rules import COVERAGE, PRESENCE
from accountability.overview.queries import board
from bench import month, places
from bench.meter import measured
from bench.report import Report
from portal.access.scope import acting_as

CODES: Final = (COVERAGE, PRESENCE)
ENOUGH_SECONDS: Final = 1.0
BOARD_MS, SHOWN_MS = 100, 1000


def measure(*, is_quick: bool) -> Report:
    """Load the month and measure what reads it and what keeps the rollups."""
    rows = month.load()
    counties = list(month.by_county())
    enough = ENOUGH_SECONDS / 10 if is_quick else ENOUGH_SECONDS
    report = Report(
        f"Two indicators of {len(counties)} counties, {rows:,} rows of T1 and of T2",
        ("what", "CPU ms", "wall ms", "against the rollup"),
    )
    officer, province = month.officer(), places.province()
    with acting_as(officer):
        ways: list[tuple[str, Callable[[], object]]] = [
            ("by county from **rollups**", lambda: queries.ratios(officer, [month.MONTH])),
            ("by county, one statement over the rows", lambda: _from_rows(None)),
            ("by county, a loop of statements over the rows", lambda: _loop(counties)),
            ("the whole 作战图 of the province", lambda: board(officer, province, month.MONTH)),
        ]
        costs = {name: _repeated(work, enough) for name, work in ways}
    costs["keep the rollups: one county's file accepted"] = _repeated(
        lambda: _recompute(counties[:1]), enough
    )
    costs["keep the rollups: every county anew"] = _repeated(lambda: _recompute(None), enough)
    first = costs[ways[0][0]][0]
    report.rows += [
        (name, f"{cpu:.2f}", f"{wall:.2f}", f"{cpu / first:,.1f}")
        for name, (cpu, wall) in costs.items()
    ]
    if not is_quick:
        _, wall = costs[ways[-1][0]]
        report.target(
            f"province dashboard from rollups ≤ {BOARD_MS} ms",
            f"{wall:.0f} ms of queries and sums",
            is_met=wall <= BOARD_MS,
        )  # fmt: skip
    return report


def _repeated(work: Callable[[], object], enough: float) -> tuple[float, float]:
    """Return CPU and wall of one run, in milliseconds, after a warm one."""
    work()
    count, began = 0, time.monotonic()
    with measured() as spent:
        while time.monotonic() - began < enough:
            work()
            count += 1
    return spent.cpu / count * SHOWN_MS, spent.wall / count * SHOWN_MS


def _from_rows(counties: list[int] | None) -> int:
    """Compute the figures as the rollup does, and keep nothing."""
    found = 0
    for code in CODES:
        found += len(rollup.computed(code, month.MONTH, counties=counties))
    return found


def _loop(counties: list[int]) -> None:
    for county in counties:
        _from_rows([county])


def _recompute(counties: list[int] | None) -> None:
    for code in CODES:
        rollup.recompute(code, month.MONTH, counties=counties, at=timezone.now())
