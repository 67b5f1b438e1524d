"""T4 DJ-04 软弱涣散村党组织整顿工作台账: one row a case a month."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from accountability.intake.declare import Sheet, register
from accountability.intake.rules import Period, PeriodKind
from accountability.ledgers.sheets.village_checks import check_villages_twice, no_copies
from accountability.ledgers.sheets.village_prefill import carried_by_village, named, villages_of
from accountability.parameters.queries import parameters_on
from accountability.rectification.models import Proposal, WeakCase
from accountability.rectification.models.proposals import Decision
from accountability.rectification.projection import project
from accountability.rectification.rules.stages import OVER, STEPS_COUNT, SURVEYED, weak_rules
from accountability.rectification.sheets.weak_acceptance import ROW_CHECKS, check_hardest
from accountability.rectification.sheets.weak_checks import derive, month_of
from accountability.rectification.sheets.weak_columns import COLUMNS
from accountability.rectification.sheets.weak_sql import CROSS_CHECKS
from accountability.rectification.sheets.weak_words import WEAK_TYPES
from villages.branches.models import Branch
from villages.places.models import Division, VillageType
from villages.postings.models import Posting, PostingRole

_OWN: Final = {"township_name", "village_name", "first_secretary", "first_secretary_unit"}
_CARRIED: Final = tuple(
    dict.fromkeys(c.field for c in COLUMNS if c.prefilled and c.name not in _OWN)
)
_UNFINISHED: Final = "换届没有完成，已同意列入"
_ACCEPTANCE: Final = (
    "finished_on", "score", "raters_count", "dissatisfied_count", "verdict", "verifier",
    "verifier_unit", "verified_on",
)  # fmt: skip
_LISTED: Final = "登记为软弱涣散村，建议列入"


def prefill(county: Division, period: Period) -> list[dict[str, Any]]:
    """Return T4's rows: last month's cases that are not over, those sent back, those agreed on."""
    back = _sent_back(county, period)
    last = {
        village: row
        for village, row in carried_by_village("T4", county, period, _CARRIED).items()
        if row["stage"] not in OVER or village in back
    }
    proposed = {**dict.fromkeys(_weak(county, period), _LISTED)}
    proposed |= dict.fromkeys(_confirmed(county, period), _UNFINISHED)
    wanted = last.keys() | proposed.keys()
    villages = [village for village in villages_of(county, period) if village.pk in wanted]
    known = _known(county, period, {village.pk for village in villages})
    rows = []
    for village, row in zip(villages, named(villages), strict=True):
        own = known.get(village.pk, {})
        if village.pk in last:
            old = _spread(last[village.pk])
            rows.append({**row, **own, **old, **back.get(village.pk, {})})
        else:
            new = {"stage": SURVEYED, "remark": proposed[village.pk]}
            rows.append({**row, **own, **new})
    return rows


def _spread(last: dict[str, Any]) -> dict[str, Any]:
    """Return last month's values by column name: the steps one by one."""
    steps = last.get("steps") or [""] * STEPS_COUNT
    return {
        **{name: value for name, value in last.items() if name != "steps"},
        **{f"steps_{number}": text for number, text in enumerate(steps, 1)},
    }


def _weak(county: Division, period: Period) -> Iterator[int]:
    types = VillageType.objects.as_of(period.last_day).filter(county=county, kind="weak")
    yield from types.values_list("village_id", flat=True)


def _confirmed(county: Division, period: Period) -> Iterator[int]:
    """Yield the villages somebody agreed to list because their election is not finished (F-05)."""
    agreed = Proposal.objects.standing().filter(county=county, decision=Decision.CONFIRMED)
    yield from agreed.filter(period__lte=str(period)).values_list("village_id", flat=True)


def _sent_back(county: Division, period: Period) -> dict[int, dict[str, Any]]:
    """Return what a case sent back by then is entered with: mended again, not accepted."""
    cases = WeakCase.objects.sent_back().filter(county=county, ordered_on__lte=period.last_day)
    return {
        case.village_id: {
            **dict.fromkeys(_ACCEPTANCE),
            "stage": case.must_become,
            "remark": f"{case.ordered_on}{case.get_order_display()}",
        }
        for case in cases
    }


def _known(county: Division, period: Period, wanted: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return what the registry knows of the villages: members, poverty, first secretary."""
    on = period.last_day
    poor = set(
        VillageType.objects.as_of(on)
        .filter(county=county, kind__in=("poor", "deep"))
        .values_list("village_id", flat=True)
    )
    found: dict[int, dict[str, Any]] = {pk: {"is_poor_village": pk in poor} for pk in wanted}
    branches = Branch.objects.as_of(on).filter(county=county, members_count__isnull=False)
    for village, members in branches.values_list("village_id", "members_count"):
        if village in found:
            found[village]["members_count"] = members
    postings = Posting.objects.filter(
        county=county, role=PostingRole.FIRST_SECRETARY, village_id__in=found
    ).during(on, on)
    for village, name, unit in postings.values_list("village_id", "person__name", "unit__name"):
        found[village] |= {"first_secretary": name, "first_secretary_unit": unit or ""}
    return found


def steps_of_the_day(period: Period) -> tuple[str, ...]:
    """Return the names of the six steps, for the foot of the template (F-14)."""
    rules = weak_rules(parameters_on(period.last_day))
    listed = "；".join(
        f"第{'一二三四五六'[place]}步{name}" for place, name in enumerate(rules.steps)
    )
    return (f"六步：{listed}{rules.steps_mark}。",)


WEAK: Final = register(
    Sheet(
        code="T4",
        official_code="DJ-04",
        version="1",
        title="软弱涣散村党组织整顿工作台账",
        period_kind=PeriodKind.MONTH,
        model="accountability.WeakCaseRow",
        columns=COLUMNS,
        key=("township_name", "village_name"),
        label=("township_name", "village_name"),
        row_checks=ROW_CHECKS,
        sheet_checks=(
            check_villages_twice,
            check_hardest,
            no_copies(("symptoms", "具体表现及原因"), ("measures", "整顿措施")),
        ),
        cross_checks=CROSS_CHECKS,
        project=project,
        prefill=prefill,
        context=month_of,
        derive=derive,
        header_rows=2,
        unit_note="单位：名、户、人、票",
        notes=(
            "注：1.类型可填序号："
            + "，".join(f"{number}{name}" for number, name in enumerate(WEAK_TYPES, 1))
            + "。",
            "2.从“一村一策方案”起，四个一须全部到位；整顿的人和单位不能验收。",
            "3.进度按月填写，不能跳过整顿、验收和跟踪；验收后跟踪期满才能销号。",
        ),
        dated_notes=steps_of_the_day,
        attachment="附件4",
        facets=("stage", "difficulty"),
        source="docs/sources.md#t4",
    )
)
