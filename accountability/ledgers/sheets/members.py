"""T9 DJ-09 贫困村后备干部和发展年轻党员台账: A reserve cadres, B new members, each quarter."""

from typing import Any, Final

from accountability.intake.declare import Part, Sheet, register
from accountability.intake.rules import Period, PeriodKind
from accountability.ledgers.rules.members import IN_TRAINING, STEPS
from accountability.ledgers.sheets import member_checks as checks
from accountability.ledgers.sheets.member_columns import MEMBERS, RESERVE
from accountability.ledgers.sheets.member_sql import CROSS_CHECKS
from accountability.ledgers.sheets.village_prefill import carried, villages_of
from villages.places.models import Division, VillageKind, VillageType

A, B = "reserve", "member"
_CARRIED: Final = {
    A: ("person_name", "party_status", "education", "background", "mentor", "measures",
        "is_pooled", "pooled_on", "standing"),
    B: ("person_name", "category", *(name for name, _ in STEPS), "contact"),
}  # fmt: skip
_POOR: Final = (VillageKind.POOR, VillageKind.DEEP)


def prefill(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T9's rows: who was in training or on the way last period, and villages without.

    A reserve who left or took office is not asked about again, nor a member admitted before the
    period; ages are left to be filled in.
    """
    villages = {village.pk: village for village in villages_of(county, period)}
    fields = {name for names in _CARRIED.values() for name in names}
    rows: list[dict[str, Any]] = []
    for last in carried("T9", county, period, ("part", "village_id", *sorted(fields))):
        village = villages.get(last["village_id"])
        if village is not None and _goes_on(last, period):
            kept = {name: last[name] for name in _CARRIED[last["part"]]}
            rows.append(_row(last["part"], village, last["person_name"]) | kept)
    served = {row["key"].split("-")[0] for row in rows if row["part"] == A}
    poor = set(
        VillageType.objects.as_of(period.last_day)
        .filter(county=county, kind__in=_POOR)
        .values_list("village_id", flat=True)
    )
    rows += [
        _row(A, village, "")
        for village in villages.values()
        if village.pk in poor and village.code not in served
    ]
    return _numbered(rows)


def _goes_on(last: dict[str, Any], period: Period) -> bool:
    if last["part"] == A:
        return bool(last["standing"] == IN_TRAINING)
    return last["admitted_on"] is None or last["admitted_on"] >= period.first_day


def _row(part: str, village: Division, person: str) -> dict[str, Any]:
    return {
        "part": part,
        "key": f"{village.code}-{person}",
        "township_name": village.parent.name if village.parent else "",
        "village_name": village.name,
    }


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows.sort(key=lambda row: (row["part"] != A, row["key"]))
    numbers = {A: 0, B: 0}
    for row in rows:
        numbers[row["part"]] += 1
        row["serial"] = numbers[row["part"]]
    return rows


MEMBER_LEDGER: Final = register(
    Sheet(
        code="T9",
        official_code="DJ-09",
        version="1",
        title="贫困村后备干部和发展年轻党员台账",
        period_kind=PeriodKind.QUARTER,
        model="accountability.MemberRow",
        parts=(
            Part(
                A,
                "后备干部",
                RESERVE,
                key=("township_name", "village_name", "person_name"),
                label=("village_name", "person_name"),
                row_checks=checks.OF_RESERVES,
                sheet_checks=(checks.check_reserves, checks.check_twice),
                facets=("standing", "background"),
            ),
            Part(
                B,
                "发展党员",
                MEMBERS,
                key=("township_name", "village_name", "person_name"),
                label=("village_name", "person_name"),
                row_checks=checks.OF_MEMBERS,
                sheet_checks=(checks.check_twice,),
            ),
        ),
        cross_checks=CROSS_CHECKS,
        prefill=prefill,
        context=checks.rules_for,
        unit_note="单位：人",
        notes=(
            "注：1.后备干部每村1至2名；上任、退出的填明后下期不再列入。",
            "2.发展党员各步日期按档案填写，未到的步骤留空。",
        ),
        attachment="附件9",
        source="docs/sources.md#t9",
    )
)
