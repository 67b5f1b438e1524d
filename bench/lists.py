"""The bench `lists`: first and deep pages of the longest lists, and a list as a workbook."""

import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from typing import Final

from django.db import connection
from django.test import Client
from django.urls import reverse

from bench import places
from bench.meter import measured
from bench.report import Report
from portal.access.models import User
from portal.access.scope import acting_as
from portal.lists import exporting
from portal.ui.listing import Asked
from villages.dossiers.lists import VILLAGES
from villages.places.models import Division, Level

ROUNDS: Final = 7
P95_MS: Final = 500
GROWTH: Final = 2.0
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
}


def measure(*, is_quick: bool) -> Report:
    """Open the pages as the province does, whole requests, and write the longest list."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    user = places.user("province_officer", places.province())
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    villages = Division.objects.filter(level=Level.VILLAGE).count()
    report = Report(
        f"Lists of a province of {villages:,} villages", ("page", "CPU ms", "p50 ms", "max ms")
    )
    worst = 0.0
    for label, (name, query) in PAGES.items():
        rounds = 2 if is_quick else ROUNDS
        with measured() as spent:
            times = _times(client, f"{reverse(name)}?{query}", rounds)
        middle, cpu = statistics.median(times), spent.cpu * 1000 / (rounds + 1)
        worst = max(worst, middle)
        report.rows.append((label, f"{cpu:.0f}", f"{middle:.0f}", f"{max(times):.0f}"))
    report.target(
        f"a page of a list ≤ {P95_MS} ms, the slowest", f"{worst:.0f} ms", is_met=worst <= P95_MS
    )
    _export(report, user)
    return report


def _times(client: Client, url: str, rounds: int) -> list[float]:
    found = []
    for number in range(rounds + 1):
        began = time.perf_counter()
        assert client.get(url).status_code == 200
        if number:
            found.append((time.perf_counter() - began) * 1000)
    return found


def _export(report: Report, user: User) -> None:
    """Write all villages, and a tenth of them, to see that the memory does not grow."""
    with acting_as(user):
        with measured() as spent:
            rows = _save(user, "")
        few = _memory(lambda: _save(user, "kind=poor"))
        all_ = _memory(lambda: _save(user, ""))
    report.rows.append(
        (
            f"workbook of {rows:,} villages",
            f"{spent.cpu * 1000:,.0f}",
            f"{spent.wall * 1000:,.0f}",
            "—",
        )
    )
    report.target(
        "a workbook of all villages needs the memory of a short one",
        f"{all_ / few:.1f} x of {few / 2**20:.1f} MB",
        is_met=all_ <= GROWTH * few,
    )


def _save(user: User, query: str) -> int:
    with tempfile.TemporaryFile() as out:
        return exporting.save(Asked(VILLAGES, user, query), out, shown=None)


def _memory(work: Callable[[], object]) -> int:
    """Return the most memory a piece of work held at once. Units: bytes."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most
