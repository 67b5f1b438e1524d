"""The bench `lists`: first and deep pages of the longest lists, and a list as a workbook.

Beside it the same pages under policies that read the counties of the scope row by row, the way
row level security is mostly written.
"""

import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import django
from django.db import connection
from django.test import Client
from django.urls import reverse

from bench import places, reported
from bench.meter import Spent, measured
from bench.report import Report
from portal.access import rls
from portal.access.models import User
from portal.access.scope import acting_as
from portal.lists import exporting
from portal.ui.listing import Asked
from villages.dossiers.lists import VILLAGES
from villages.places.models import Division, Level

ROUNDS: Final = 5
ALTERNATIVE_ROUNDS: Final = 2
P95_MS: Final = 500
GROWTH: Final = 2.0
FEW: Final = "kind=poor"
PAGES: Final = {
    "villages, first page with five tabs": ("villages:village-list", ""),
    "villages, last page": ("villages:village-list", "page=999999"),
    "villages, sorted by name, page 400": ("villages:village-list", "sort=-name&page=400"),
    "villages of a kind without a first secretary": ("villages:village-list", "tab=unmanned"),
    "villages by two characters of the name": ("villages:village-list", "q=新村"),
    "first secretaries": ("villages:posting-list", ""),
    "persons": ("villages:person-list", ""),
    "persons, page 200": ("villages:person-list", "page=200"),
    "units": ("villages:unit-list", ""),
    "branches, first page with six tabs": ("branches:branch-list", ""),
    "branches short of reserves": ("branches:branch-list", "tab=reserve"),
    "branches short of guarantees, last page": (
        "branches:branch-list",
        "tab=guarantee&page=999999",
    ),
    "ledger of a row a village, first page": ("ledger", ""),
    "ledger, last page": ("ledger", "page=999999"),
    "ledger, sorted by a figure": ("ledger", "sort=-secretary_pay"),
    "ledger, those of one county": ("ledger", "area=COUNTY"),
    "ledger, by what it says and a place": ("ledger", "is_funds_met=no&place=新村"),
    "collective economy, first page with five tabs": ("ledgers:economy", ""),
    "collective economy, weak villages": ("ledgers:economy", "tab=weak"),
    "collective economy, by income, page 400": ("ledgers:economy", "sort=-operating&page=400"),
    "findings, first page with seven tabs": ("supervision:findings", ""),
    "findings, overdue": ("supervision:findings", "tab=overdue"),
    "findings by a word many have": ("supervision:findings", "q=没有到位"),
    "leave and presence to look into": ("support:leave", ""),
    "heads of counties and townships": ("stability:list", ""),
    "heads, empty posts": ("stability:list", "tab=vacant"),
}


def measure(*, is_quick: bool) -> Report:
    """Open the pages as the province does, whole requests, and write the longest list."""
    reported.load()
    user = places.user("province_officer", places.province())
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    villages = Division.objects.filter(level=Level.VILLAGE).count()
    report = Report(
        f"Lists of a province of {villages:,} villages",
        ("page", "CPU ms", "p50 ms", "max ms", "policies by row, CPU ms", "against ours"),
    )
    ours = _opened(client, 2 if is_quick else ROUNDS)
    with policies_by_row():
        by_row = _opened(client, 1 if is_quick else ALTERNATIVE_ROUNDS)
    for label, (cpu, times) in ours.items():
        other = by_row[label][0]
        figures = (cpu, statistics.median(times), max(times), other)
        report.rows.append((label, *(f"{one:,.0f}" for one in figures), f"{other / cpu:.1f}"))
    worst = max(statistics.median(times) for _, times in ours.values())
    report.target(
        f"a page of a list ≤ {P95_MS} ms, the slowest", f"{worst:.0f} ms", is_met=worst <= P95_MS
    )
    _export(report, user)
    return report


@contextmanager
def policies_by_row() -> Iterator[None]:
    """Let every policy read the counties of the scope for each row, inside the block."""
    once = rls.ask_once()
    with connection.cursor() as cursor:
        cursor.execute(str(once.reverse_sql))
        try:
            yield
        finally:
            cursor.execute(str(once.sql))


def _opened(client: Client, rounds: int) -> dict[str, tuple[float, list[float]]]:
    """Return the CPU time of each page and how long each answer took. Units: ms."""
    county, _ = places.largest_county()
    found = {}
    for label, (name, query) in PAGES.items():
        url = reverse("intake:ledger", args=["T11"]) if name == "ledger" else reverse(name)
        address = f"{url}?{query.replace('COUNTY', county.code)}"
        _times(client, address, 1)
        with measured() as spent:
            times = _times(client, address, rounds)
        found[label] = (spent.cpu * 1000 / rounds, times)
    return found


def _times(client: Client, url: str, rounds: int) -> list[float]:
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        assert client.get(url).status_code == 200
        found.append((time.perf_counter() - began) * 1000)
    return found


def _export(report: Report, user: User) -> None:
    """Write a tenth of the villages and then all, to see that the memory does not grow.

    In a process of its own: what this one has freed already would be used first.
    """
    own = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=own, initializer=django.setup) as child:
        rows, spent, few, all_ = child.submit(_written, user.pk).result()
    figures = (f"{spent.cpu * 1000:,.0f}", f"{spent.wall * 1000:,.0f}")
    report.rows.append((f"workbook of {rows:,} villages", *figures, "—", "—", "—"))
    report.target(
        "a workbook of all villages needs the memory of a short one",
        f"{all_ / few:.1f} x of {few / 2**10:.1f} MB",
        is_met=all_ <= GROWTH * few,
    )


def _written(user_id: int) -> tuple[int, Spent, int, int]:
    """Return rows and cost of the long workbook, and the memory of the short and the long one."""
    user = User.objects.get(pk=user_id)
    with acting_as(user):
        _save(user, "q=新村")  # what is loaded once is no memory of a workbook
        before = _resident("VmRSS")
        few = _memory(lambda: _save(user, FEW)) - before
        rows: list[int] = []
        with measured() as spent:
            all_ = _memory(lambda: rows.append(_save(user, ""))) - before
    return rows[0], spent, few, all_


def _save(user: User, query: str) -> int:
    with tempfile.TemporaryFile() as out:
        return exporting.save(Asked(VILLAGES, user, query), out, shown=None)


def _memory(work: Callable[[], object]) -> int:
    """Return the most memory this process held during a piece of work. Units: KB.

    Linux counts it; counting each allocation in Python would take minutes.
    """
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark begins anew
    work()
    return _resident("VmHWM")


def _resident(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))
