"""What the portal already knows for the supervision sheets: rows by column name."""

from collections.abc import Iterable
from typing import Any

from accountability.intake.declare import SHEETS
from accountability.intake.models import Pointer
from accountability.intake.rules import Period
from accountability.supervision.models import FindingRow
from villages.places.models import Division


def revision_before(county: Division, period: Period, code: str) -> int | None:
    """Return the county's current revision of a sheet in the last period reported before."""
    found: int | None = (
        Pointer.objects.current()
        .filter(county=county, submission__task__sheet_code=code)
        .filter(submission__task__period__lt=str(period))
        .order_by("-submission__task__period")
        .values_list("revision_id", flat=True)
        .first()
    )
    return found


def carried(
    rows: Iterable[Any], code: str, *, without: frozenset[str] = frozenset()
) -> list[dict[str, Any]]:
    """Return rows of an earlier period as the blank shows them, numbered anew."""
    names = [
        column.name
        for column in SHEETS[code].columns
        if column.prefilled and not column.optional_in_file and column.name not in without
    ]
    return [
        {"key": row.key, "serial": number, **{name: getattr(row, name) for name in names}}
        for number, row in enumerate(rows, 1)
    ]


def prefill_findings(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T6's rows: last month's findings that are not closed, their progress left blank."""
    last = revision_before(county, period, "T6")
    if last is None:
        return []
    rows = FindingRow.objects.filter(revision_id=last, closed_on__isnull=True)
    return carried(rows.order_by("row_no"), "T6")
