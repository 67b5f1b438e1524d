"""Guarantees against the policy, item by item: value, line, met or not, rule and document."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from accountability.intake.queries.reported import newest, reported, source_of
from accountability.intake.rules import Period
from accountability.ledgers.models import GuaranteeRow
from accountability.ledgers.rules.guarantees import guarantee_rules
from accountability.parameters.queries import parameters_on
from accountability.parameters.rules import Parameters, Value
from portal.access.reader import Reader
from portal.access.roles import Permission
from villages.dossiers.sections import Page, Section, Text, register_section
from villages.places.models import Division

MISSING = "未报"


@dataclass(frozen=True)
class Item:
    """One guarantee of one village: what was reported, the bound, whether it is reached."""

    name: str
    value: str
    bound: str
    is_met: bool | None
    document: str
    field: str

    @property
    def verdict(self) -> Text:
        """Say whether the bound is reached; nothing is said where there is none or no value."""
        if self.is_met is None:
            return Text(MISSING if self.value == MISSING else "不评")
        tone: Literal["good", "bad"] = "good" if self.is_met else "bad"
        return Text("达标" if self.is_met else "不达标", tone=tone)


@register_section(
    Page.VILLAGE, tab="shortfalls", key="guarantees", order=30, permission=Permission.VILLAGE_VIEW
)
def guarantees(reader: Reader, village: Division, on: dt.date) -> Section:
    """Set the last year's guarantees against their bounds."""
    rows = reported(GuaranteeRow, reader, until=on).filter(village=village)
    line = newest(rows, "village").first()
    if line is None:
        return Section("保障逐项对标", empty="未报")
    period = Period.parse(line.period)
    parameters = parameters_on(period.last_day)
    return Section(
        "保障逐项对标",
        note=f"{period.label}，按当年标准",
        headers=("项目", "填报", "标准", "是否达标", "依据", "来源"),
        rows=[
            (
                item.name,
                item.value,
                item.bound,
                item.verdict,
                item.document,
                source_of(line, item.field, reader).text,
            )
            for item in items(line, parameters)
        ],
    )


def items(line: GuaranteeRow, parameters: Parameters) -> Iterator[Item]:
    """Yield what a village's line is measured by, item by item. Source: docs/sources.md#i01."""
    rules = guarantee_rules(parameters)
    pay, funds = parameters["pay_multiple_min"], parameters["operating_funds_min"]
    times = "倍数无法计算" if line.pay_times is None else f"{_plain(line.pay_times)}倍"
    yield Item(
        "书记年报酬",
        _money(line.secretary_pay, f"，为上年县农村居民收入的{times}"),
        _bound(pay, "不低于上年县农村居民人均可支配收入的"),
        line.is_pay_met,
        f"I-03 {pay.source}{pay.mark}",
        "secretary_pay",
    )
    yield Item(
        "村级组织运转经费",
        _money(line.funds_total),
        _bound(funds, "每年不低于"),
        line.is_funds_met,
        f"I-01 {funds.source}{funds.mark}",
        "funds_total",
    )
    yield _measured("年办公经费", line.office_funds, parameters["office_cost_min"], "I-04",
                    "office_funds", "万元")  # fmt: skip
    yield _place(line, parameters["venue_area_min"])
    count = line.cadres_count
    yield Item(
        "享受报酬的村干部",
        MISSING if count is None else f"{count}人",
        f"一般{rules.cadres_least}至{rules.cadres_most}人",
        None,
        "I-05 村级组织运转经费的界定",
        "others_count",
    )


def _measured(
    name: str, value: Decimal | None, bound: Value, rule: str, field: str, unit: str
) -> Item:
    met = None if value is None or bound.number is None else value >= bound.number
    said = MISSING if value is None else f"{_plain(value)}{unit}"
    return Item(name, said, _bound(bound, "不低于"), met, f"{rule} {_document(bound)}", field)


def _place(line: GuaranteeRow, bound: Value) -> Item:
    """Measure the premises: a village without any falls short whatever the area asked."""
    if line.place_tenure == "无":
        words = _bound(bound, "有活动场所，面积不低于")
        return Item("活动场所", "无", words, is_met=False, document=f"I-06 {_document(bound)}",
                    field="place_tenure")  # fmt: skip
    item = _measured("活动场所", line.place_area, bound, "I-06", "place_area", "平方米")
    tenure = f"{line.place_tenure}，" if line.place_tenure else ""
    said = f"{tenure}{item.value}" if item.value != MISSING else MISSING
    return Item(item.name, said, item.bound, item.is_met, item.document, item.field)


def _document(bound: Value) -> str:
    return f"{bound.source}{bound.mark}"


def _bound(bound: Value, words: str) -> str:
    return f"{words}{bound}" if bound.number is not None else "未定（官方表述待核）"


def _money(value: Decimal | None, more: str = "") -> str:
    return MISSING if value is None else f"{_plain(value)}万元{more}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
