"""What T5 computes and checks: balances, the class of a village, subsidies apart."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.ledgers.rules.economy import (
    EconomyRules,
    economy_rules,
    income_class,
    operating_income,
    weakness,
)
from accountability.ledgers.sheets.village_checks import Balance, balanced, exact, plain
from accountability.parameters.queries import parameters_on

ERROR, WARNING = Severity.ERROR, Severity.WARNING
_PARTS: Final = tuple(
    f"income_{part}" for part in ("business", "contract", "investment", "subsidy", "other")
)
_SPENT: Final = tuple(f"expense_{part}" for part in ("business", "management", "other"))


def rules_for(setting: Setting) -> EconomyRules:
    """Return the rules in force at the end of the year reported."""
    return economy_rules(parameters_on(setting.period.last_day))


def derive(values: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """Fill what follows from the components: net income, operating income, class, weakness."""
    rules: EconomyRules = setting.context
    found: dict[str, Any] = {}
    total, spent = values.get("income_total"), values.get("expense_total")
    if values.get("net_income") is None and None not in (total, spent):
        found["net_income"] = exact(total) - exact(spent)
    amount = operating_income(values)
    if amount is None:
        return found
    if values.get("operating_income") is None:
        found["operating_income"] = amount
    if not values.get("income_class"):
        found["income_class"] = income_class(amount, rules)
    if not values.get("weakness"):
        found["weakness"] = weakness(amount, rules)
    return found


check_balances = balanced(
    Balance("J-01", "income_total", "收入合计", _PARTS, formula="1=2+3+4+5+6"),
    Balance("J-01", "expense_total", "支出合计", _SPENT, formula="7=8+9+10"),
    Balance("J-01", "net_income", "本年收益", ("income_total",), ("expense_total",), "11=1-7"),
)


def check_operating(row: Row, setting: Setting) -> Iterator[Finding]:
    """Compare a typed operating income with its components; a subsidy is never part of it."""
    rules: EconomyRules = setting.context
    amount, typed = operating_income(row.values), row["operating_income"]
    if amount is None or typed is None or abs(exact(typed) - amount) <= rules.tolerance:
        return
    subsidy = exact(row["income_subsidy"] or 0)
    sentence = f"经营性收入填的是{plain(typed)}万元，按分项计算（12=2+3+4）为{plain(amount)}万元。"
    cause, remedy = "经营性收入与分项不符", "请核对各分项；本列由系统计算，可不填。"
    if subsidy and abs(exact(typed) - amount - subsidy) <= rules.tolerance:
        sentence = (
            f"经营性收入填的是{plain(typed)}万元，把补助{plain(subsidy)}万元算了进去，"
            f"应为{plain(amount)}万元。"
        )
        cause, remedy = "补助计入经营性收入", "补助收入不计入经营性收入，请改正。"
    yield Finding("J-02", ERROR, sentence, "operating_income", remedy, cause, f"{amount}")


def check_class(row: Row, setting: Setting) -> Iterator[Finding]:
    """Compare a typed class and a typed 空壳/薄弱 with what the components give."""
    rules: EconomyRules = setting.context
    amount = operating_income(row.values)
    if amount is None:
        return
    for column, label, due in (
        ("income_class", "分类", income_class(amount, rules)),
        ("weakness", "是否空壳村薄弱村", weakness(amount, rules)),
    ):
        if row[column] and row[column] != due:
            sentence = (
                f"{label}填的是“{row[column]}”，经营性收入{plain(amount)}万元应为“{due}”"
                f"{rules.mark}。"
            )
            remedy = "分类按经营性收入确定，不含补助；请改正或留空由系统填写。"
            yield Finding("J-02", ERROR, sentence, column, remedy, "分类与收入不符", due)


def check_assets(row: Row, setting: Setting) -> Iterator[Finding]:
    """Operating assets are part of all assets."""
    del setting
    total, part = row["assets_total"], row["assets_operating"]
    if total is not None and part is not None and part > total:
        sentence = f"经营性资产{plain(part)}万元，多于资产总额{plain(total)}万元。"
        yield Finding(
            "T5-ASSETS", ERROR, sentence, "assets_operating", "请核对两个数。", "部分多于总额"
        )


def check_subsidy(row: Row, setting: Setting) -> Iterator[Finding]:
    """Point out an income that is mostly subsidy, with what is left without it."""
    rules: EconomyRules = setting.context
    total, subsidy = row["income_total"], row["income_subsidy"]
    if not total or not subsidy or row["project_note"] or row["remark"]:
        return
    share = float(subsidy) / float(total)
    if rules.subsidy_share is not None and share > rules.subsidy_share:
        rest = plain(exact(total) - exact(subsidy))
        sentence = (
            f"收入{plain(total)}万元中补助{plain(subsidy)}万元，占{share:.0%}；"
            f"剔除补助后为{rest}万元。"
        )
        remedy = "请核对；属一次性补助的，请在备注中写明扶贫项目收益计入情况。"
        yield Finding("J-02", WARNING, sentence, "income_subsidy", remedy, "收入以补助为主")


def check_even(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row | None, Finding]]:
    """Point out many villages with the same figure just above the bound (数字达标)."""
    rules: EconomyRules = setting.context
    if rules.target is None:
        return
    least, most = rules.target, rules.target + rules.even_above
    amounts = [(row, operating_income(row.values)) for row in rows]
    near = Counter(a for _, a in amounts if a is not None and least <= a <= most)
    for amount, count in sorted(near.items()):
        if count >= rules.even_least:
            first = next(row for row, own in amounts if own == amount)
            sentence = (
                f"有{count}个村的经营性收入同为{plain(amount)}万元，刚过{plain(least)}万元"
                f"（第{first.row_no}行起）。"
            )
            remedy = "请逐村核实账目；属实的请说明来源。"
            yield None, Finding("J-05", WARNING, sentence, "", remedy, "多村数字相同")


ROW_CHECKS: Final = (check_balances, check_operating, check_class, check_assets, check_subsidy)
