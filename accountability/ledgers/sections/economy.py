"""The collective economy of a village: components by year, class, support, what counts as what."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from accountability.intake.queries.reported import newest, reported, source_of
from accountability.intake.rules import Period
from accountability.ledgers.models import EconomyRow
from accountability.ledgers.queries import is_mostly_subsidy, without_subsidy
from accountability.ledgers.rules.economy import EMPTY, WEAK, EconomyRules, economy_rules
from accountability.ledgers.sheets.village_checks import plain
from accountability.parameters.queries import parameters_on
from portal.access.reader import Reader
from portal.access.roles import Permission
from portal.ui import charts
from portal.ui.figures import MISSING
from villages.dossiers.sections import (
    Badge,
    Page,
    Section,
    Text,
    register_badges,
    register_section,
)
from villages.places.models import Division
from villages.places.queries import lineage

CHART_YEARS: Final = 8
INCOME: Final = (
    ("经营", "income_business"),
    ("发包及上交", "income_contract"),
    ("投资收益", "income_investment"),
    ("其他", "income_other"),
    ("补助", "income_subsidy"),
    ("总收入", "income_total"),
    ("经营性收入", "operating_income"),
)
SPENT: Final = (
    ("总支出", "expense_total"),
    ("经营支出", "expense_business"),
    ("管理费用", "expense_management"),
    ("其他支出", "expense_other"),
    ("本年收益", "net_income"),
    ("资产总额", "assets_total"),
    ("经营性资产", "assets_operating"),
)
SUPPORT: Final = (
    ("中央", "support_central"),
    ("省", "support_province"),
    ("市县", "support_local"),
    ("社会", "support_social"),
)
DOCUMENT: Final = "农业部农村经营管理统计报表（2008年），空壳、薄弱的界限为参数"


def years(reader: Reader, village: Division, on: dt.date) -> list[Any]:
    """Return the village's rows, the newest year first; its former rows count as it."""
    rows = reported(EconomyRow, reader, until=on).filter(village_id__in=lineage(village))
    found = newest(rows, "revision__period")
    return sorted(found, key=lambda row: row.period, reverse=True)


@register_section(
    Page.VILLAGE, tab="shortfalls", key="economy", order=10, permission=Permission.VILLAGE_VIEW
)
def economy(reader: Reader, village: Division, on: dt.date) -> Section | None:
    """Tell the income of each year by its components, and what it makes of the village."""
    rows = years(reader, village, on)
    if not rows:
        return Section("村集体经济收入", empty="没有报过集体经济（T5）")
    rules = economy_rules(parameters_on(Period.parse(rows[0].period).last_day))
    return Section(
        "村集体经济收入",
        note=_definition(rules, rows),
        chart=_chart(rows, rules),
        headers=("年度", *(label for label, _ in INCOME), "分类", "来源"),
        rows=[
            (
                f"{row.period}年",
                *(amount(row, field) for _, field in INCOME),
                _class(row),
                source_of(row, "operating_income", reader).text,
            )
            for row in rows
        ],
    )


@register_section(
    Page.VILLAGE, tab="shortfalls", key="economy-use", order=12, permission=Permission.VILLAGE_VIEW
)
def use(reader: Reader, village: Division, on: dt.date) -> Section | None:
    """Tell what was spent, what is left and what the village owns."""
    return _table(
        reader, "支出、收益和资产", years(reader, village, on), SPENT, "expense_total",
        note="单位：万元；本年收益＝总收入－总支出",
    )  # fmt: skip


@register_section(
    Page.VILLAGE, tab="shortfalls", key="support", order=14, permission=Permission.VILLAGE_VIEW
)
def support(reader: Reader, village: Division, on: dt.date) -> Section | None:
    """Tell which funds supported the village, and how its project income was entered."""
    rows = years(reader, village, on)
    if not rows:
        return None
    return Section(
        "扶持资金",
        note="单位：万元；扶持资金是投入，不是经营性收入",
        headers=("年度", *(label for label, _ in SUPPORT), "发展方式", "说明", "来源"),
        rows=[
            (
                f"{row.period}年",
                *(amount(row, field) for _, field in SUPPORT),
                "、".join(row.ways or ()) or "未填",
                row.project_note or row.remark or "—",
                source_of(row, "support_province", reader).text,
            )
            for row in rows
        ],
    )


@register_badges(Page.VILLAGE, permission=Permission.VILLAGE_VIEW, order=60)
def badge(reader: Reader, village: Division, on: dt.date) -> Iterable[Badge]:
    """Mark a village that is empty or weak by its newest year."""
    rows = years(reader, village, on)
    if rows and rows[0].weakness in (EMPTY, WEAK):
        yield Badge(f"{rows[0].period}年{rows[0].weakness}", "warning")


def _table(
    reader: Reader,
    title: str,
    rows: Sequence[Any],
    columns: Sequence[tuple[str, str]],
    field: str,
    *,
    note: str,
) -> Section | None:
    if not rows:
        return None
    return Section(
        title,
        note=note,
        headers=("年度", *(label for label, _ in columns), "来源"),
        rows=[
            (
                f"{row.period}年",
                *(amount(row, name) for _, name in columns),
                source_of(row, field, reader).text,
            )
            for row in rows
        ],
    )


def amount(row: Any, field: str) -> str:
    """Write an amount; what is not reported says so."""
    value: Decimal | None = getattr(row, field)
    return MISSING if value is None else f"{value:.2f}"


def _class(row: Any) -> Text:
    words = "、".join(one for one in (row.income_class, row.weakness) if one and one != "否")
    return Text(words or MISSING, tone="warning" if row.weakness in (EMPTY, WEAK) else "neutral")


def _definition(rules: EconomyRules, rows: Sequence[Any]) -> str:
    """Say what counts as operating income and where the bounds lie, and what asks for a word."""
    said = (
        "单位：万元。经营性收入＝经营＋发包及上交＋投资收益（及其他收入中的经营性部分），不含补助；"
        f"不高于{plain(rules.empty_most)}万元的为空壳村，低于{plain(rules.weak_below)}万元的为薄弱村"
        f"{rules.mark}。依据：{DOCUMENT}。"
    )
    for row in rows:
        if is_mostly_subsidy(row, rules):
            said += f"{row.period}年收入以补助为主，剔除补助后{without_subsidy(row):.2f}万元。"
    return said


def _chart(rows: Sequence[Any], rules: EconomyRules) -> str:
    """Draw the operating income of the years; a single year needs no picture."""
    known = {int(row.period): row.operating_income for row in rows[:CHART_YEARS]}
    if len(known) < 2:  # noqa: PLR2004
        return ""
    span = range(min(known), max(known) + 1)
    values = {year: None if known.get(year) is None else float(known[year]) for year in span}
    target = None if rules.target is None else float(rules.target)
    most = max([value for value in values.values() if value is not None] + [target or 0, 1])
    return charts.columns(
        [charts.Column(f"{year}年", value) for year, value in values.items()],
        scale=charts.Scale(0, most * 1.1, "万元", target),
        label="历年经营性收入",
        width=760,
        height=120,
    )
