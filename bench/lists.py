"""The bench `lists`: first and deep pages of the longest lists, and a list as a workbook."""

import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from typing import Final

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from bench import places, reported
from bench.checks import world
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
}


def measure(*, is_quick: bool) -> Report:
    """Open the pages as the province does, whole requests, and write the longest list."""
    _guarantees()
    reported.load()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    user = places.user("province_officer", places.province())
    county, _ = places.largest_county()
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
            url = reverse("intake:ledger", args=["T11"]) if name == "ledger" else reverse(name)
            times = _times(client, f"{url}?{query.replace('COUNTY', county.code)}", rounds)
        middle, cpu = statistics.median(times), spent.cpu * 1000 / (rounds + 1)
        worst = max(worst, middle)
        report.rows.append((label, f"{cpu:.0f}", f"{middle:.0f}", f"{max(times):.0f}"))
    report.target(
        f"a page of a list ≤ {P95_MS} ms, the slowest", f"{worst:.0f} ms", is_met=worst <= P95_MS
    )
    _export(report, user)
    return report


def _guarantees() -> None:
    """Let every county have T11 of two years accepted, a row a village."""
    counties = list(
        Division.objects.places().filter(level=Level.COUNTY).values_list("pk", flat=True)
    )
    villages = Division.objects.filter(level=Level.VILLAGE, valid_to__isnull=True)
    rows = dict(villages.order_by().values_list("county_id").annotate(number=Count("pk")))
    by = places.user("province_officer", places.province())
    for year in ("2019", "2020"):
        world.accept("T11", year, counties, by, rows=rows)
        given = {
            "revision_id": "told.id", "county_id": "village.county_id", "village_id": "village.id",
            "village_name": "village.name", "township_name": "town.name", "key": "village.code",
            "label": "town.name || ' ' || village.name",
            "secretary_pay": "2000 + village.id %% 997",
            "row_no": "5 + row_number() OVER (PARTITION BY village.county_id ORDER BY village.id)",
            "is_funds_met": "village.id %% 7 > 0", "raw": "array_fill('1'::text, ARRAY[20])",
        }  # fmt: skip
        source = """
  FROM villages_division village
  JOIN villages_division town ON town.id = village.parent_id
  JOIN accountability_revision told ON told.county_id = village.county_id
   AND told.sheet_code = 'T11' AND told.period = %s
 WHERE village.level = 'village' AND village.valid_to IS NULL ORDER BY told.id, village.code"""
        with connection.cursor() as cursor:
            cursor.execute(world.insert("accountability.GuaranteeRow", given, source), [year])


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
