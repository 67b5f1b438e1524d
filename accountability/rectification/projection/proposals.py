"""The projection of a county's last election report (T7) onto proposals."""

import datetime as dt

from django.db import transaction

from accountability.intake.models import Pointer, Submission
from accountability.ledgers.models import ElectionRow
from accountability.ledgers.rules.unfinished import Entry, read_entries
from accountability.rectification.models import Proposal
from villages.places.models import Division

_SHEET = "T7"
_NAMED = ("is_named", "period", "reason", "expected_on", "source_revision", "source_row")


@transaction.atomic
def propose(*, submission: Submission, at: dt.datetime) -> None:
    """Propose the villages the county's last T7 names; called where a pointer moves.

    What somebody decided about a village stays with it.
    """
    del at
    if submission.task.sheet_code != _SHEET:
        return
    county = submission.county_id
    last = (
        Pointer.objects.current()
        .filter(county_id=county, submission__task__sheet_code=_SHEET)
        .order_by("-submission__task__period")
        .values_list("revision_id", "submission__task__period")
        .first()
    )
    wanted = _wanted(county, *last) if last else []
    named = [one.village_id for one in wanted]
    Proposal.objects.filter(county_id=county).exclude(village_id__in=named).update(is_named=False)
    Proposal.objects.bulk_create(
        wanted, update_conflicts=True, unique_fields=["village"], update_fields=_NAMED
    )


def _wanted(county_id: int, revision_id: int, period: str) -> list[Proposal]:
    rows = list(ElectionRow.objects.filter(revision_id=revision_id, county_id=county_id))
    keys = {village for row in rows for village in row.unfinished_villages}
    names = dict(Division.objects.filter(pk__in=keys).values_list("pk", "name"))
    found: dict[int, Proposal] = {}
    for row in rows:
        entries = read_entries(row.unfinished_list or "")
        for village in row.unfinished_villages:
            said = _said(names.get(village, ""), entries)
            found[village] = Proposal(
                village_id=village,
                county_id=county_id,
                is_named=True,
                period=period,
                reason=said.reason[:200],
                expected_on=said.expected,
                source_revision_id=revision_id,
                source_row=row.row_no,
            )
    return list(found.values())


def _said(name: str, entries: list[Entry]) -> Entry:
    """Return what the list says of a village; nothing where two entries may be meant."""
    meant = [entry for entry in entries if name and entry.village.endswith(name)]
    return meant[0] if len(meant) == 1 else Entry(name)
