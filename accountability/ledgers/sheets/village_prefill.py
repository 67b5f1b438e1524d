"""What the portal knows of villages for a template: names, and last period's values."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connection

from accountability.intake.declare import SHEETS
from accountability.intake.models import Pointer
from accountability.intake.rules import Period
from villages.places.models import Division, Level
from villages.places.queries import HEIRS


def villages_of(county: Division, period: Period) -> list[Division]:
    """Return the county's villages on the period's last day, in the order of their codes."""
    found = Division.objects.as_of(period.last_day).filter(county=county, level=Level.VILLAGE)
    return list(found.select_related("parent").order_by("code"))


def named(villages: Iterable[Division]) -> list[dict[str, Any]]:
    """Return a template's rows that name the villages; namesakes of a township with their code."""
    villages = list(villages)
    counts = Counter((village.parent_id, village.name) for village in villages)
    return [
        {
            "key": village.code,
            "serial": number,
            "township_name": village.parent.name if village.parent else "",
            "village_name": village.name
            if counts[village.parent_id, village.name] == 1
            else f"{village.name}（{village.code}）",
        }
        for number, village in enumerate(villages, 1)
    ]


def carried(
    sheet: str, county: Division, period: Period, fields: Iterable[str]
) -> list[dict[str, Any]]:
    """Return the rows of the last revision before the period, with `fields` and their village."""
    last = (
        Pointer.objects.current()
        .filter(county=county, submission__task__sheet_code=sheet)
        .filter(submission__task__period__lt=str(period))
        .order_by("-submission__task__period")
        .values_list("revision_id", flat=True)
        .first()
    )
    if last is None:
        return []
    model = apps.get_model(SHEETS[sheet].model)
    return list(model.objects.filter(revision_id=last).order_by("row_no").values(*fields))


def carried_by_village(
    sheet: str, county: Division, period: Period, fields: Iterable[str]
) -> dict[int, dict[str, Any]]:
    """Return last period's values by the village as it is today.

    Of villages that became one nothing is carried: their figures are for the county to bring
    together.
    """
    rows = carried(sheet, county, period, ("village_id", *fields))
    heirs = heirs_of(county.pk, period)
    found: dict[int, dict[str, Any]] = {}
    twice: set[int] = set()
    for row in rows:
        village = row.pop("village_id")
        if village is None:
            continue
        today = heirs.get(village, village)
        if today in found:
            twice.add(today)
        found[today] = row
    return {village: row for village, row in found.items() if village not in twice}


def heirs_of(county_id: int, period: Period) -> dict[int, int]:
    """Return what villages of a county have become by the period's end, where that is one other."""
    with connection.cursor() as cursor:
        cursor.execute(f"{HEIRS} ORDER BY step", {"county": county_id})
        steps = cursor.fetchall()
    return {old: heir for old, heir, changed_on, _ in steps if changed_on <= period.last_day}
