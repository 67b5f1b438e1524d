"""Where the branches of some villages stand in a quarter, for the rows of one page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from accountability.branches import rules
from accountability.branches.known import POOR, Known, people_by_village
from accountability.branches.rules import BranchState, Guaranteed
from accountability.ledgers.models import GuaranteeRow, LookBackRow, PartyDayRow
from accountability.ledgers.rules.party_days import HELD
from villages.places.models import Division, VillageType


def states_of(known: Known, shown: Iterable[Division]) -> dict[int, BranchState]:
    """Return the states of villages: six queries, and what is known of the quarter."""
    villages = {village.pk: village.county_id or 0 for village in shown}
    keys = list(villages)
    poor = set(
        VillageType.objects.as_of(known.day)
        .filter(village__in=keys, kind__in=POOR)
        .values_list("village_id", flat=True)
    )
    reserves = people_by_village(known.reserves(), keys)
    young = people_by_village(known.young(), keys)
    guarantees = {row.village_id: row for row in known.guarantees().filter(village__in=keys)}
    looked, party_days = _look_back(known, keys), _party_days(known, keys)
    return {
        key: BranchState(
            cadres=getattr(guarantees.get(key), "cadres_count", None),
            election=rules.election_mark(
                is_told=county in known.of["T7"], is_unfinished=key in known.unfinished
            ),
            look_back=rules.look_back_mark(looked[key], is_told=county in known.of["T8"]),
            reserve=rules.reserve_mark(
                reserves.get(key, 0),
                known.rules.members,
                is_told=county in known.of["T9"],
                is_asked=key in poor,
            ),
            young=rules.young_mark(
                young.get(key, 0), known.rules.young_min, is_told=county in known.of["T9"]
            ),
            guarantee=rules.guarantee_mark(
                _guaranteed(guarantees, key), is_told=county in known.of["T11"]
            ),
            party_day=rules.party_day_mark(party_days.get(key, ()), _quarter_told(known, county)),
        )
        for key, county in villages.items()
    }


def bounds_of(known: Known) -> list[tuple[str, str]]:
    """Return by which dated rule and parameter each tab of the list is counted.

    Source: docs/sources.md#parameters.
    """
    of_day, of_year = known.parameters, known.parameters_of_year
    reserve, young, months = (
        of_day[code] for code in ("reserve_min", "young_age_max", "young_members_months")
    )
    pay, funds = of_year["pay_multiple_min"], of_year["operating_funds_min"]
    return [
        ("书记缺职", "登记或县里填报的书记为空；不随统计季度变化"),
        ("未完成换届", "列入县里最近一期换届进度表的未完成村名单（G-01）"),
        ("后备不足", f"贫困村在培后备干部少于{reserve}（H-01，{reserve.source}{reserve.mark}）"),
        (
            "两年未发展青年党员",
            (
                f"截至季末{months}内没有接收{young}及以下的预备党员"
                f"（H-03，{months.source}；年龄：{young.source}{young.mark}）"
            ),
        ),
        (
            "保障不达标",
            (
                f"{known.year.label}书记年报酬低于上年县农村居民人均可支配收入的{pay}"
                f"（I-03，{pay.source}{pay.mark}），或财政拨付低于{funds}"
                f"（I-01，{funds.source}{funds.mark}）"
            ),
        ),
        ("未报", "本期没有接收到该县报表的，不计入不足"),
    ]


def _guaranteed(lines: Mapping[int | None, GuaranteeRow], village: int) -> Guaranteed | None:
    line = lines.get(village)
    return Guaranteed(line.is_pay_met, line.is_funds_met) if line else None


def _quarter_told(known: Known, county: int) -> str:
    told = known.of["T17"].get(county)
    return told.period.label if told else ""


def _look_back(known: Known, keys: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = LookBackRow.objects.filter(revision_id__in=known.revisions("T8"), village__in=keys)
    for village, outcome, appraisal in rows.order_by("row_no").values_list(
        "village_id", "outcome", "appraisal"
    ):
        found[village].append(outcome or appraisal)
    return found


def _party_days(known: Known, keys: list[int]) -> dict[int, tuple[bool | None, ...]]:
    rows = PartyDayRow.objects.filter(revision_id__in=known.revisions("T17"), village__in=keys)
    return {village: tuple(held) for village, *held in rows.values_list("village_id", *HELD)}
