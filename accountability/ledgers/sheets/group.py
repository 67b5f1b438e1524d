"""T18 DJ-18 脱贫责任组名册: one row a member of a village's responsibility group, each quarter."""

from collections import defaultdict
from typing import Any, Final

from accountability.intake.declare import Sheet, register
from accountability.intake.rules import Period, PeriodKind
from accountability.ledgers.rules.groups import (
    BRANCH_SECRETARY,
    FIRST_SECRETARY,
    MEMBER,
    RESIDENTS,
    TEAM_LEADER,
    group_rules,
)
from accountability.ledgers.sheets.group_checks import ROW_CHECKS, SHEET_CHECKS, rules_for
from accountability.ledgers.sheets.group_columns import COLUMNS
from accountability.ledgers.sheets.group_sql import CROSS_CHECKS
from accountability.ledgers.sheets.village_prefill import carried, heirs_of, named, villages_of
from accountability.parameters.queries import parameters_on
from villages.branches.models import Branch
from villages.places.models import Division, VillageKind, VillageType
from villages.postings.models import Posting, PostingRole

_CARRIED: Final = (
    "group_role", "person_name", "identity", "post", "rank", "is_resident", "joined_on",
)  # fmt: skip
_POOR: Final = (VillageKind.POOR, VillageKind.DEEP)
_POSTED: Final = {
    PostingRole.FIRST_SECRETARY.value: FIRST_SECRETARY,
    PostingRole.LEADER.value: TEAM_LEADER,
}
Members = dict[int, list[dict[str, Any]]]


def prefill(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T18's rows: who was in the group last quarter, and who must be in it now.

    First secretary and team leader come from the postings, the branch secretary from the branch; a
    posting that ended has its day as the day of leaving. Poor villages are always listed.
    """
    villages = villages_of(county, period)
    poor = set(
        VillageType.objects.as_of(period.last_day)
        .filter(county=county, kind__in=_POOR)
        .values_list("village_id", flat=True)
    )
    last, posted = _last(county, period), _posted(county, period)
    secretaries = _secretaries(county, period)
    rows: list[dict[str, Any]] = []
    for village, name in zip(villages, named(villages), strict=True):
        if village.pk not in poor and village.pk not in last:
            continue
        kept = [_still(row, posted.get(village.pk, [])) for row in last.get(village.pk, [])]
        known = {row["person_name"] for row in kept}
        serving = [row for row in posted.get(village.pk, []) if row["left_on"] is None]
        listed = [*serving, *(() if kept else secretaries.get(village.pk, ()))]
        found = kept + [row for row in listed if row["person_name"] not in known]
        for row in found or [{"group_role": MEMBER, "person_name": ""}]:
            key = f"{village.code}-{row['person_name']}"
            rows.append({**name, **row, "key": key, "serial": len(rows) + 1})
    return rows


def _last(county: Division, period: Period) -> Members:
    """Return last quarter's members who had not left, by the village as it is today."""
    heirs = heirs_of(county.pk, period)
    found: Members = defaultdict(list)
    for row in carried("T18", county, period, ("village_id", "left_on", *_CARRIED)):
        place = row.pop("village_id")
        if place is not None and row["left_on"] is None:
            found[heirs.get(place, place)].append(row)
    return dict(found)


def _posted(county: Division, period: Period) -> Members:
    """Return first secretaries and team leaders of the quarter as members, by village."""
    postings = (
        Posting.objects.filter(county=county, role__in=_POSTED)
        .during(period.first_day, period.last_day)
        .select_related("person", "unit")
        .order_by("role", "started_on", "pk")
    )
    found: Members = defaultdict(list)
    for posting in postings:
        ended = posting.ended_on
        unit = posting.unit.name if posting.unit else ""
        found[posting.village_id].append(
            {
                "group_role": MEMBER,
                "person_name": posting.person.name,
                "identity": _POSTED[posting.role],
                "post": f"{unit}{posting.rank}",
                "is_resident": True,
                "joined_on": posting.started_on,
                "left_on": ended if ended and ended <= period.last_day else None,
            }
        )
    return dict(found)


def _secretaries(county: Division, period: Period) -> Members:
    branches = Branch.objects.as_of(period.last_day).filter(county=county)
    told = branches.exclude(secretary_name="").values_list("village_id", "secretary_name")
    return {
        village: [
            {
                "group_role": MEMBER,
                "person_name": person,
                "identity": BRANCH_SECRETARY,
                "is_resident": False,
            }
        ]
        for village, person in told
    }


def _still(row: dict[str, Any], posted: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a member of last quarter, with the day on which a posting ended."""
    if row["identity"] not in RESIDENTS:
        return row
    own = [one for one in posted if one["person_name"] == row["person_name"]]
    return {**row, "left_on": own[-1]["left_on"]} if own else row


def size_of(period: Period) -> tuple[str, ...]:
    """Return how many usually belong to a group, for the foot of the template."""
    rules = group_rules(parameters_on(period.last_day))
    if rules.members_min is None or rules.members_max is None:
        return ()
    return (f"口径：责任组一般{rules.members_min}至{rules.members_max}人{rules.mark}。",)


GROUPS: Final = register(
    Sheet(
        code="T18",
        official_code="DJ-18",
        version="1",
        title="脱贫责任组名册",
        period_kind=PeriodKind.QUARTER,
        model="accountability.GroupMemberRow",
        columns=COLUMNS,
        key=("township_name", "village_name", "person_name"),
        label=("village_name", "person_name"),
        row_checks=ROW_CHECKS,
        sheet_checks=SHEET_CHECKS,
        cross_checks=CROSS_CHECKS,
        prefill=prefill,
        context=rules_for,
        header_rows=2,
        numbering=("", "甲", "乙"),
        unit_note="单位：人",
        notes=(
            "注：1.本表为平台增设，省级需要时才布置；每季度一次，一人一行。",
            "2.组长由副科级以上乡镇干部或驻村干部担任；每个贫困村有且只有一个责任组。",
            "3.已离组的保留一行并填写离组日期，下期不再列入。",
        ),
        dated_notes=size_of,
        attachment="附件18（平台增设）",
        source="docs/sources.md#t18",
    )
)
