"""What the portal already knows for a template: rows by column name, each with its key."""

from collections.abc import Iterator
from typing import Any, Final

from accountability.intake.declare import Setting
from accountability.intake.models import Pointer
from accountability.intake.rules import Period
from accountability.ledgers.models import RosterRow
from accountability.ledgers.sheets.presence_checks import month_of
from villages.people.models import UnitLevel
from villages.places.models import Division, VillageKind, VillageType
from villages.postings.models import EndReason, Posting, PostingRole

_ROLES: Final = {role: place for place, role in enumerate(PostingRole.values)}
_TYPES: Final = {kind.value: kind.label for kind in VillageKind}
_REASONS: Final = {reason.value: reason.label for reason in EndReason}


def _postings(county: Division, period: Period) -> list[Posting]:
    """Return the postings of the period in the order of the official list."""
    found = (
        Posting.objects.filter(county=county)
        .during(period.first_day, period.last_day)
        .select_related("person", "village__parent", "unit")
    )
    return sorted(
        found,
        key=lambda p: (p.village.code, _ROLES.get(p.role, 9), p.started_on, p.person.name, p.pk),
    )


def _named(postings: list[Posting]) -> Iterator[tuple[Posting, dict[str, Any]]]:
    for number, posting in enumerate(postings, 1):
        village, person = posting.village, posting.person
        yield (
            posting,
            {
                "key": f"{posting.village_id}-{posting.person_id}",
                "serial": number,
                "township_name": village.parent.name if village.parent else "",
                "village_name": village.name,
                "person_name": person.name,
            },
        )


def prefill_roster(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T1's rows: everyone posted in the period, as the registry knows them.

    ID and telephone numbers come masked; unchanged, they are taken as they are in the registry.
    """
    types: dict[int, list[str]] = {}
    for village, kind in (
        VillageType.objects.as_of(period.last_day)
        .filter(county=county)
        .values_list("village_id", "kind")
    ):
        types.setdefault(village, []).append(_TYPES[kind])
    households = _households(county, period)
    rows = []
    for posting, row in _named(_postings(county, period)):
        person = posting.person
        rows.append(
            {
                **row,
                "village_types": [
                    t for t in _TYPES.values() if t in types.get(posting.village_id, [])
                ]
                or [VillageKind.OTHER.label],
                "poor_households": households.get(posting.village_id),
                "sex": person.sex,
                "ethnicity": person.ethnicity,
                "birth_month": person.birth_month.replace("-", "."),
                "id_masked": person.id_masked,
                "party_status": person.party_status,
                "education": person.education,
                "phone_masked": person.phone_masked,
                **_stay(posting),
            }
        )
    return rows


def _stay(posting: Posting) -> dict[str, Any]:
    ended = posting.ended_on
    return {
        "rank": posting.rank,
        "sending_level": UnitLevel(posting.level).label,
        "sending_unit": posting.unit.name if posting.unit else "",
        "team_role": PostingRole(posting.role).label,
        "is_detached": posting.is_detached,
        "arrived_on": posting.started_on,
        "due_on": posting.due_on,
        "is_relation_moved": posting.is_relation_moved,
        "left_on": ended,
        "left_reason": _REASONS.get(posting.end_reason, "") if ended else "",
    }


def _households(county: Division, period: Period) -> dict[int, int]:
    """Return the poor households of each village as the last roster before the period told them."""
    last = (
        Pointer.objects.current()
        .filter(county=county, submission__task__sheet_code="T1")
        .filter(submission__task__period__lt=str(period))
        .order_by("-submission__task__period")
        .values_list("revision_id", flat=True)
        .first()
    )
    if last is None:
        return {}
    rows = RosterRow.objects.filter(revision_id=last, village__isnull=False)
    return {
        village: count
        for village, count in rows.values_list("village_id", "poor_households")
        if count is not None
    }


def prefill_presence(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T2's rows: everyone posted in the month, with the days each week asks of them."""
    setting = Setting(county.pk, county.name, period, period.last_day)
    month = month_of(setting)
    rows = []
    for posting, row in _named(_postings(county, period)):
        asked = month.required(posting.person_id, posting.village_id)
        days = {f"required_days_{week}": days for week, days in enumerate(asked, 1)}
        rows.append({**row, "id_tail": posting.person.id_masked[-4:], **days})
    return rows


def prefill_scores(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T3's rows: everyone who served as first secretary in the year, once a village."""
    seen: set[tuple[int, int]] = set()
    served = []
    for posting in _postings(county, period):
        stay = (posting.village_id, posting.person_id)
        if posting.role == PostingRole.FIRST_SECRETARY and stay not in seen:
            seen.add(stay)
            served.append(posting)
    return [{**row, "id_tail": p.person.id_masked[-4:]} for p, row in _named(served)]
