"""What the portal already knows for the supervision sheets: rows by column name."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from accountability.intake.declare import SHEETS
from accountability.intake.models import Pointer
from accountability.intake.rules import Period
from accountability.supervision.models import FindingRow, MeasureRow
from villages.places.models import Division
from villages.postings.models import EndReason, Posting


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


def prefill_measures(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T15's rows: what still weighs or is under appeal, and the roster's recalls since."""
    last = revision_before(county, period, "T15")
    weighs = Q(influence_to__gte=period.first_day) | Q(appeal="申诉中") | Q(standing="建议")
    known = MeasureRow.objects.filter(weighs, revision_id=last or 0).order_by("row_no")
    rows = carried(known, "T15")
    recalled = (
        Posting.objects.filter(county=county, end_reason=EndReason.RECALLED)
        .filter(ended_on__range=(period.first_day, period.last_day))
        .select_related("person", "unit", "village")
        .order_by("village__code", "person__name")
    )
    return rows + [_recall(posting, len(rows) + n) for n, posting in enumerate(recalled, 1)]


def _recall(posting: Posting, number: int) -> dict[str, Any]:
    return {
        "key": f"recall-{posting.pk}",
        "serial": number,
        "unit_name": posting.unit.name if posting.unit else "",
        "person_name": posting.person.name,
        "post_title": f"{posting.village.name}{posting.get_role_display()}",
        "category": "召回",
        "form": "召回",
        "decided_on": posting.ended_on,
    }


def prefill_incentives(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T16's rows: who left a village in the quarter because of a promotion."""
    promoted = (
        Posting.objects.filter(county=county, end_reason=EndReason.PROMOTED)
        .filter(ended_on__range=(period.first_day, period.last_day))
        .select_related("person", "unit", "village")
        .order_by("village__code", "person__name")
    )
    return [
        {
            "key": f"promoted-{posting.pk}",
            "serial": number,
            "unit_name": posting.unit.name if posting.unit else "",
            "person_name": posting.person.name,
            "post_title": f"{posting.village.name}{posting.get_role_display()}",
            "category": "提拔重用",
            "given_on": posting.ended_on,
        }
        for number, posting in enumerate(promoted, 1)
    ]
