"""Which rows of a sheet are current: the periods there are, the revisions of one, the places."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from accountability.intake.models import CollectionTask, Pointer, Submission
from accountability.intake.rules import Period
from portal.access.models import User
from portal.access.reader import Reader
from villages.places.models import Division, Kind, Level, ReportingLine, in_force


@dataclass(frozen=True)
class Round:
    """One period of a sheet, and the task that asked for it."""

    period: Period
    task_id: int


def rounds(reader: Reader, sheet: str) -> list[Round]:
    """Return the periods of which a county's rows are current, the newest first; one query."""
    current = Pointer.objects.visible_to(reader).current().filter(submission__task=OuterRef("pk"))
    tasks = CollectionTask.objects.filter(Exists(current), sheet_code=sheet)
    found = [Round(Period.parse(text), pk) for text, pk in tasks.values_list("period", "pk")]
    return sorted(found, key=lambda one: one.period.last_day, reverse=True)


def current_revisions(
    reader: Reader, task_id: int, counties: Collection[int] | None = None
) -> list[int]:
    """Return the revisions current of what a task asked, of these counties (None: all)."""
    pointers = Pointer.objects.visible_to(reader).current().filter(submission__task=task_id)
    if counties is not None:
        pointers = pointers.filter(county_id__in=counties)
    return list(pointers.values_list("revision_id", flat=True))


@dataclass(frozen=True)
class Area:
    """One area whose rows may be asked for: a county, or all counties that report to a city."""

    code: str
    name: str
    counties: frozenset[int]
    group: str = ""


@dataclass
class _City:
    code: str
    name: str
    counties: list[Division] = field(default_factory=list)


def areas_of(user: User, *, with_cities: bool = False) -> list[Area]:
    """Return the user's counties by the city they report to today, each city before its own.

    `with_cities` adds the cities' own offices, for a sheet that asks them.
    """
    kinds = list(Kind) if with_cities else [kind for kind in Kind if kind != Kind.CITY_OWN]
    lines = (
        ReportingLine.objects.filter(
            in_force(timezone.localdate()),
            division_id__in=user.county_ids,
            division__kind__in=kinds,
        )
        .select_related("division", "parent")
        .order_by("parent__level", "parent__code", "division__code")
    )
    cities: dict[int, _City] = {}
    for line in lines:
        is_city = line.parent.level == Level.CITY
        name = line.parent.name if is_city else f"{line.parent.name}直管"
        city = cities.setdefault(line.parent_id, _City(line.parent.code if is_city else "", name))
        city.counties.append(line.division)
    found: list[Area] = []
    for city in cities.values():
        if city.code and len(city.counties) > 1:
            keys = frozenset(county.pk for county in city.counties)
            found.append(Area(city.code, f"{city.name}（全市）", keys, city.name))
        found += [Area(one.code, one.name, frozenset({one.pk}), city.name) for one in city.counties]
    return found


@dataclass(frozen=True)
class Coverage:
    """How far one period of a sheet is in: counties asked, and those whose rows are current."""

    round: Round
    asked: int
    accepted: int


def newest_coverages(reader: Reader) -> dict[str, Coverage]:
    """Return how far the newest period that came in is, by sheet; two queries."""
    current = Pointer.objects.visible_to(reader).current().filter(submission__task=OuterRef("pk"))
    tasks = CollectionTask.objects.filter(Exists(current))
    newest: dict[str, Round] = {}
    for pk, code, text in tasks.values_list("pk", "sheet_code", "period"):
        one = Round(Period.parse(text), pk)
        if code not in newest or newest[code].period.last_day < one.period.last_day:
            newest[code] = one
    is_current = Exists(Pointer.objects.current().filter(submission=OuterRef("pk")))
    rows = (
        Submission.objects.visible_to(reader)
        .filter(task__in=[one.task_id for one in newest.values()])
        .annotate(is_current=is_current)
        .order_by()
        .values_list("task__sheet_code")
        .annotate(asked=Count("pk"), accepted=Count("pk", filter=Q(is_current=True)))
    )
    return {code: Coverage(newest[code], asked, accepted) for code, asked, accepted in rows}
