"""The bench `checks`: recall and precision of every rule on planted contradictions, and a night.

A clean province is built, plants are set in as many places, each with a near miss in as many
others, and what a run finds is compared with what was planted. What is found and was not planted
counts against precision, whatever it is.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from accountability.reconciliation import tasks
from accountability.reconciliation.checks import RULES
from accountability.reconciliation.keeping import Kept
from bench import month
from bench.checks import naive, world
from bench.checks.planting import Key, Spot, unguarded
from bench.checks.plants import PLANTS, missing
from bench.meter import Spent, measured
from bench.report import Report
from portal.jobs.models import Job
from portal.jobs.registry import Progress
from villages.places.models import Division, Level

EACH, EACH_QUICK = 20, 1
NIGHT_SECONDS, RECALL, PRECISION = 60, 1.0, 0.95


class Mute(Progress):
    """Reports to nobody."""

    def report(self, done: int, total: int, text: str = "") -> None:
        """Say nothing."""


def measure(*, is_quick: bool) -> Report:
    """Build, plant, run, compare."""
    with transaction.atomic():
        rows = world.build(month.officer())
        noise, _, _ = _night()
        planted = set(_plant(EACH_QUICK if is_quick else EACH))
        found, kept, spent = _night()
    report = Report(
        f"{len(RULES)} rules (X1-X16) over {_villages():,} villages, {rows:,} rows of sheets",
        ("rule", "planted", "found", "recall", "false", "precision"),
    )
    _compare(report, planted, found, noise)
    _cost(report, spent, kept, is_quick=is_quick)
    if missing():
        report.notes.append(f"Nothing is planted for {', '.join(sorted(missing()))}.")
    return report


def _villages() -> int:
    return Division.objects.filter(level=Level.VILLAGE, valid_to__isnull=True).count()


def _night() -> tuple[set[Key], Kept, Spent]:
    """Do what the nightly job does, and return what it found and cost."""
    job = Job(kind=tasks.NIGHTLY, created_at=timezone.now())
    with measured() as spent:
        prepared = tasks.prepare(job, Mute())
        result = tasks.commit(job, prepared, timezone.now())
    found = {(str(hit[0]), int(str(hit[1])), str(hit[4])) for hit in prepared.hits}
    return found, Kept(**result), spent  # type: ignore[arg-type]


def _plant(each: int) -> Iterator[Key]:
    """Set every plant in `each` places of their own and its near miss in as many others."""
    spots = _spots()
    with unguarded():
        done: set[object] = set()
        for plant in PLANTS.values():
            if plant.contradiction in done:
                continue
            done.add(plant.contradiction)
            for _ in range(each):
                yield from plant.contradiction(next(spots))
                plant.near_miss(next(spots))


@dataclass
class _County:
    """The villages of a county not used yet."""

    pk: int
    poor: list[int]
    plain: list[int]


def _counties() -> list[_County]:
    """Return the counties with poor villages and villages that need no first secretary."""
    with connection.cursor() as cursor:
        cursor.execute(_POOLS)
        return [_County(*row) for row in cursor.fetchall()]


def _spots() -> Iterator[Spot]:
    """Yield places one county after another, so that no county has two of one plant beside."""
    counties = _counties()
    while True:
        left = [one for one in counties if len(one.poor) > 3 and len(one.plain) > 1]
        if len(left) < 2:
            raise SystemExit("too few villages for so many plants")
        for here, away in zip(left, [*left[1:], left[0]], strict=True):
            yield Spot(
                here.pk, here.poor.pop(), here.poor.pop(), here.plain.pop(), away.pk,
                away.poor[0],
            )  # fmt: skip


_POOLS: Final = """
SELECT county.id,
       ARRAY(SELECT type.village_id FROM villages_villagetype type
              WHERE type.county_id = county.id AND type.valid_to IS NULL
              GROUP BY type.village_id
             HAVING bool_and(type.kind IN ('poor', 'deep')) ORDER BY type.village_id DESC),
       ARRAY(SELECT village.id FROM villages_division village
              WHERE village.county_id = county.id AND village.level = 'village'
                AND village.valid_to IS NULL AND NOT EXISTS (
                    SELECT 1 FROM villages_villagetype type WHERE type.village_id = village.id)
              ORDER BY village.id DESC)
  FROM villages_division county
 WHERE county.level = 'county' AND county.kind <> 'city_own' AND county.valid_to IS NULL
 ORDER BY county.code
"""


def _compare(report: Report, planted: set[Key], found: set[Key], noise: set[Key]) -> None:
    wanted, hit = Counter(key[0] for key in planted), Counter(key[0] for key in planted & found)
    false = Counter(key[0] for key in found - planted)
    recalls, precisions = [], []
    for rule in RULES:
        recall = hit[rule] / wanted[rule] if wanted[rule] else 0.0
        told = hit[rule] + false[rule]
        precision = hit[rule] / told if told else 0.0
        recalls.append(recall)
        precisions.append(precision)
        report.rows.append(
            (
                f"{rule} {RULES[rule].title}", str(wanted[rule]), str(hit[rule]), f"{recall:.2f}",
                str(false[rule]), f"{precision:.2f}",
            )
        )  # fmt: skip
    report.target(
        f"recall {RECALL:.1f} for every rule", f"{min(recalls):.2f}", is_met=min(recalls) >= RECALL
    )
    report.target(
        f"precision ≥ {PRECISION} for every rule", f"{min(precisions):.2f}",
        is_met=min(precisions) >= PRECISION,
    )  # fmt: skip
    report.notes.append(
        f"As many near misses as plants. In the clean province before planting: {len(noise)} hits."
    )


def _cost(report: Report, spent: Spent, kept: Kept, *, is_quick: bool) -> None:
    slow = naive.sample(1 if is_quick else 4)
    report.notes.append(
        f"The nightly run: {spent.wall:.1f} s ({spent.cpu:.1f} CPU s), {kept.found:,} hits, "
        f"{kept.fresh:,} new records. Row by row in Python, five of the rules for {slow.counties} "
        f"counties: {slow.wall:.1f} s, {slow.queries:,} queries, "
        f"{slow.whole:.0f} s for the province at that pace."
    )
    if not is_quick:
        report.target(
            f"nightly run of the province ≤ {NIGHT_SECONDS} s", f"{spent.wall:.1f} s",
            is_met=spent.wall <= NIGHT_SECONDS,
        )  # fmt: skip
