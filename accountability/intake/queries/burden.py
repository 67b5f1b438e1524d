"""What was asked of the villages month by month, and by whom. Askers are ranked, nobody else."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce, Least, TruncMonth
from django.utils import timezone

from accountability.intake.models import CollectionTask, VillageBurden
from accountability.parameters.queries import parameters_on
from portal.access.models import User
from villages.places.models import Division, Kind, Level

MINUTE = 60
ASKED = Coalesce("cells_reported", "cells_asked")
FILLED = Least("cells_prefilled", ASKED)


@dataclass(frozen=True)
class Load:
    """Cells asked and prefilled, and the seconds a cell takes by hand."""

    asked: int
    prefilled: int
    seconds: float

    @property
    def by_hand(self) -> int:
        """Return the cells a person must fill."""
        return self.asked - self.prefilled

    @property
    def minutes(self) -> int:
        """Return the estimated minutes."""
        return round(self.by_hand * self.seconds / MINUTE)


@dataclass(frozen=True)
class Asked:
    """One task of the month with its load."""

    task: CollectionTask
    asker: str
    load: Load


@dataclass(frozen=True)
class Asker:
    """One unit that asked: how many sheets, and the load of all of them."""

    name: str
    tasks: int
    load: Load


@dataclass(frozen=True)
class Place:
    """One county or village with its load and who asked."""

    name: str
    code: str
    above: str
    villages: int
    load: Load
    askers: str

    @property
    def minutes_a_village(self) -> float:
        """Return the minutes of a village on average."""
        return round(self.load.by_hand * self.load.seconds / MINUTE / max(1, self.villages), 1)


def months_asked() -> list[dt.date]:
    """Return the months in which a task was opened, newest first."""
    months = CollectionTask.objects.annotate(month=TruncMonth("opened_at"))
    found = months.order_by().values_list("month", flat=True).distinct()
    return sorted((timezone.localdate(month) for month in found), reverse=True)


def rows_of(user: User, scope: Division, month: dt.date | None = None) -> QuerySet[VillageBurden]:
    """Return the meter's rows in the scope, of the tasks opened in the month.

    What a city's own offices fill in is no village's burden: it stands on their own page only.
    """
    rows: QuerySet[VillageBurden] = VillageBurden.objects.visible_to(user)
    if scope.level == Level.COUNTY:
        rows = rows.filter(county=scope)
    else:
        rows = rows.exclude(county__kind=Kind.CITY_OWN)
    if scope.level == Level.CITY:
        rows = rows.filter(
            county__reporting_lines__parent=scope, county__reporting_lines__valid_to__isnull=True
        )
    if month:
        start = timezone.make_aware(dt.datetime.combine(month, dt.time()))
        after = (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        end = timezone.make_aware(dt.datetime.combine(after, dt.time()))
        rows = rows.filter(
            submission__task__opened_at__gte=start, submission__task__opened_at__lt=end
        )
    return rows


def seconds_a_cell(on: dt.date) -> float:
    """Return how long one cell takes by hand, by the parameter in force."""
    return float(parameters_on(on).number("seconds_a_cell") or 0)


def tasks_asked(rows: QuerySet[VillageBurden], seconds: float) -> list[Asked]:
    """Return each task with its load in the rows, the heaviest first; two queries."""
    sums = {
        task: Load(asked or 0, filled or 0, seconds)
        for task, asked, filled in rows.order_by()
        .values_list("submission__task")
        .annotate(asked=Sum(ASKED), filled=Sum(FILLED))
    }
    tasks = CollectionTask.objects.filter(pk__in=sums).select_related("opened_by")
    found = [Asked(task, _asker(task), sums[task.pk]) for task in tasks]
    return sorted(found, key=lambda one: (-one.load.by_hand, one.task.sheet_code))


def _asker(task: CollectionTask) -> str:
    opened_by = task.opened_by
    return task.asked_by or (opened_by.unit_name if opened_by else "") or "提出单位未记载"


def askers(tasks: Iterable[Asked]) -> list[Asker]:
    """Return the units that asked, the heaviest first."""
    found: dict[str, list[Asked]] = defaultdict(list)
    for one in tasks:
        found[one.asker].append(one)
    ranked = [
        Asker(
            name,
            len(asked),
            Load(
                sum(one.load.asked for one in asked),
                sum(one.load.prefilled for one in asked),
                asked[0].load.seconds,
            ),
        )
        for name, asked in found.items()
    ]
    return sorted(ranked, key=lambda one: (-one.load.by_hand, one.name))


def counties(rows: QuerySet[VillageBurden], seconds: float) -> list[Place]:
    """Return the counties in the order of their codes: never a ranking of counties."""
    found = (
        rows.order_by("county__code")
        .values_list("county__name", "county__code")
        .annotate(asked=Sum(ASKED), filled=Sum(FILLED), villages=Count("village", distinct=True))
    )
    return [
        Place(name, code, "", villages, Load(asked or 0, filled or 0, seconds), "")
        for name, code, asked, filled, villages in found
    ]


def villages(rows: QuerySet[VillageBurden], seconds: float, tasks: Iterable[Asked]) -> list[Place]:
    """Return the villages of a county in the order of their codes, and who asked each."""
    names = {one.task.pk: one.asker for one in tasks}
    found: dict[tuple[str, str, str], list[tuple[int, int, str]]] = defaultdict(list)
    lines = rows.filter(village__isnull=False).order_by("village__code")
    for code, name, town, task, asked, filled in lines.annotate(
        asked=ASKED, filled=FILLED, task=F("submission__task")
    ).values_list(
        "village__code", "village__name", "village__parent__name", "task", "asked", "filled"
    ):
        found[code, name, town or ""].append((asked, filled, names.get(task, "")))
    return [
        Place(
            name, code, town, 1, Load(sum(a for a, _, _ in of), sum(f for _, f, _ in of), seconds),
            "、".join(dict.fromkeys(asker for _, _, asker in of if asker)),
        )
        for (code, name, town), of in found.items()
    ]  # fmt: skip


def minutes_by_month(
    user: User, scope: Division, seconds: float, months: Iterable[dt.date]
) -> list[tuple[dt.date, float | None]]:
    """Return the minutes of a village on average in each month, None where nothing is measured."""
    found = {
        timezone.localdate(month): (asked or 0, filled or 0, villages)
        for month, asked, filled, villages in rows_of(user, scope)
        .order_by()
        .annotate(month=TruncMonth("submission__task__opened_at"))
        .values_list("month")
        .annotate(asked=Sum(ASKED), filled=Sum(FILLED), villages=Count("village", distinct=True))
    }
    return [
        (month, _average(found[month], seconds) if month in found else None) for month in months
    ]


def _average(sums: tuple[int, int, int], seconds: float) -> float:
    asked, filled, count = sums
    return round((asked - filled) * seconds / MINUTE / max(1, count), 1)
