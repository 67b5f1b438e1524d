"""What T11 computes and checks: times of the county's income, bounds of the year."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.ledgers.rules.guarantees import (
    GuaranteeRules,
    guarantee_rules,
    is_funds_met,
    is_pay_met,
    pay_times,
)
from accountability.ledgers.sheets.village_checks import exact, plain
from accountability.parameters.queries import parameters_on
from villages.economy.models import CountyIncome

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
_COUNTS: Final = ("secretaries_count", "heads_count", "others_count")
_TIMES_TOLERANCE: Final = Decimal("0.01")


@dataclass(frozen=True)
class Measure:
    """What a year's guarantees are measured by: the rules and the county's income, in 万元."""

    rules: GuaranteeRules
    income: Decimal | None


def measure_of(setting: Setting) -> Measure:
    """Read the rules of the year and the county's published income of the year before."""
    return Measure(
        guarantee_rules(parameters_on(setting.period.last_day)),
        income_of(setting.county_id, setting.period.first_day.year - 1),
    )


def income_of(county_id: int, year: int) -> Decimal | None:
    """Return a county's published rural income per head in 万元, None where it is not there."""
    found = CountyIncome.objects.filter(county_id=county_id, year=year)
    yuan = found.values_list("income_yuan", flat=True).first()
    return None if yuan is None else Decimal(yuan) / 10_000


def derive(values: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """Fill what follows: the county's income, times, bounds and whether they are met."""
    measure: Measure = setting.context
    rules = measure.rules
    found: dict[str, Any] = {"funds_least": rules.funds_least}
    income = values.get("county_income")
    if income is None and measure.income is not None:
        income = found["county_income"] = measure.income
    counts = [values.get(name) for name in _COUNTS]
    if None not in counts:
        found["cadres_count"] = sum(counts)
    pay, funds = values.get("secretary_pay"), values.get("funds_total")
    if values.get("secretaries_count") != 0:
        if values.get("pay_times") is None:
            found["pay_times"] = pay_times(pay, income)
        if values.get("is_pay_met") is None:
            found["is_pay_met"] = is_pay_met(pay, income, rules)
    if values.get("is_funds_met") is None:
        found["is_funds_met"] = is_funds_met(funds, rules)
    return {name: value for name, value in found.items() if value is not None}


def check_computed(row: Row, setting: Setting) -> Iterator[Finding]:
    """Compare what was typed with what the pay and the funds give."""
    rules: GuaranteeRules = setting.context.rules
    times, typed = pay_times(row["secretary_pay"], row["county_income"]), row["pay_times"]
    if times is not None and typed is not None and abs(exact(typed) - times) > _TIMES_TOLERANCE:
        sentence = f"倍数填的是{plain(typed)}，按书记年报酬和人均收入计算为{plain(times)}。"
        remedy = "请核对报酬和收入；本列由系统计算，可不填。"
        yield Finding("I-03", ERROR, sentence, "pay_times", remedy, "倍数与计算不符", f"{times}")
    for column, rule, label, due in _bounds(rules, row):
        if due is not None and row[column] is not None and row[column] != due:
            said, right = ("是", "否") if row[column] else ("否", "是")
            sentence = f"是否达标填的是“{said}”，{label}，按此计算为“{right}”。"
            remedy = "请核对金额；本列由系统计算，可不填。"
            yield Finding(rule, ERROR, sentence, column, remedy, "是否达标与计算不符", right)


def _bounds(rules: GuaranteeRules, row: Row) -> Iterator[tuple[str, str, str, bool | None]]:
    """Yield the computed columns with rule, bound in words and what a row's figures give."""
    if rules.pay_times is not None:
        label = f"书记报酬应不低于{plain(rules.pay_times)}倍{rules.pay_mark}"
        met = is_pay_met(row["secretary_pay"], row["county_income"], rules)
        yield "is_pay_met", "I-03", label, met
    if rules.funds_least is not None:
        label = f"财政拨付应不低于{plain(rules.funds_least)}万元{rules.funds_mark}"
        yield "is_funds_met", "I-01", label, is_funds_met(row["funds_total"], rules)


def check_funds(row: Row, setting: Setting) -> Iterator[Finding]:
    """Compare what the treasury pays with its parts."""
    del setting
    total = row["funds_total"]
    names = ("secretary_pay", "others_pay", "office_funds", "service_funds")
    parts = [exact(row[name]) for name in names if row[name] is not None]
    if total is not None and sum(parts) - exact(total) > _TIMES_TOLERANCE:
        sentence = (
            f"财政拨付合计{plain(total)}万元，少于报酬和经费各项之和{plain(sum(parts))}万元。"
        )
        remedy = "请核对；由乡镇或村自筹的部分请在备注中说明。"
        yield Finding("T11-SUM", WARNING, sentence, "funds_total", remedy, "拨付少于各项之和")


def check_cadres(row: Row, setting: Setting) -> Iterator[Finding]:
    """Point out a number of cadres outside the usual."""
    rules: GuaranteeRules = setting.context.rules
    count = row["cadres_count"]
    if count is not None and not rules.cadres_least <= count <= rules.cadres_most:
        sentence = (
            f"村干部共{count}人，享受报酬的一般为{rules.cadres_least}至{rules.cadres_most}人。"
        )
        remedy = "请核对人数；情况属实的请说明。"
        yield Finding("I-05", WARNING, sentence, "others_count", remedy, "村干部人数异常")


def check_place(row: Row, setting: Setting) -> Iterator[Finding]:
    """Premises have an area, and no premises have none."""
    del setting
    tenure, area = row["place_tenure"], row["place_area"]
    if tenure == "无" and area:
        sentence = f"活动场所填的是“无”，又填了面积{plain(area)}平方米。"
        yield Finding("T11-PLACE", ERROR, sentence, "place_area", "请核对两项。", "场所与面积不符")
    elif tenure in ("自有", "租借") and not area:
        sentence = f"活动场所为“{tenure}”，没有填面积。"
        yield Finding("T11-PLACE", WARNING, sentence, "place_area", "请补填面积。", "场所没有面积")


def check_one_income(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """All villages of a county are measured by one income."""
    del setting
    amounts = Counter(row["county_income"] for row in rows if row["county_income"] is not None)
    if len(amounts) < 2:  # noqa: PLR2004 - one figure for all
        return
    usual = amounts.most_common(1)[0][0]
    for row in rows:
        own = row["county_income"]
        if own is not None and own != usual:
            sentence = f"人均可支配收入填的是{plain(own)}万元，本县其他村填的是{plain(usual)}万元。"
            remedy = "全县用同一个公布数，请改正。"
            yield (
                row,
                Finding(
                    "I-03", ERROR, sentence, "county_income", remedy, "人均收入不一", plain(usual)
                ),
            )


def check_met(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row | None, Finding]]:
    """Tell how many villages stay below the bounds: shown, for it is a fact and no mistake."""
    rules: GuaranteeRules = setting.context.rules
    for column, rule, label, _ in _bounds(rules, Row("", 0, {})):
        told = [row[column] for row in rows if row[column] is not None]
        below = told.count(False)
        if below:
            sentence = f"{label}；{len(told)}个村中有{below}个村没有达到，记为不达标。"
            yield None, Finding(rule, NOTICE, sentence, "", "", "保障不达标")


ROW_CHECKS: Final = (check_computed, check_funds, check_cadres, check_place)
