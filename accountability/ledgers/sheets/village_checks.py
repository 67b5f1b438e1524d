"""Checks that the sheets about villages share: balances, villages listed twice, alike texts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from accountability.intake.declare import Finding, Row, RowCheck, Setting, SheetCheck
from accountability.intake.rules import Severity
from accountability.ledgers.rules import core, likeness_on

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
TOLERANCE: Final = Decimal("0.01")


def exact(number: Any) -> Decimal:
    """Return a cleaned number for exact sums."""
    return Decimal(str(number))


@dataclass(frozen=True)
class Balance:
    """A relation between cells: `total` is the sum of `plus` less that of `minus`."""

    rule: str
    total: str
    label: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    formula: str = ""
    tolerance: Decimal = TOLERANCE

    def sum_of(self, row: Row) -> Decimal | None:
        """Return what the parts give, None where one of them is not reported."""
        plus, minus = [row[name] for name in self.plus], [row[name] for name in self.minus]
        if None in (*plus, *minus):
            return None
        return sum(map(exact, plus), Decimal(0)) - sum(map(exact, minus), Decimal(0))


def balanced(*balances: Balance) -> RowCheck:
    """Return the check that the relations hold in a row."""

    def check(row: Row, setting: Setting) -> Iterator[Finding]:
        del setting
        for balance in balances:
            stated, summed = row[balance.total], balance.sum_of(row)
            if stated is None or summed is None:
                continue
            gap = abs(exact(stated) - summed)
            if gap > balance.tolerance:
                by = f"（{balance.formula}）" if balance.formula else ""
                sentence = (
                    f"{balance.label}为{plain(stated)}，按各项计算{by}应为{plain(summed)}，"
                    f"相差{plain(gap)}。"
                )
                remedy = "请核对各项和合计，改正后再提交。"
                yield Finding(balance.rule, ERROR, sentence, balance.total, remedy, "平衡关系不符")

    return check


def plain(number: Any) -> str:
    """Return a number as a sentence says it.

    >>> plain(Decimal("9.90")), plain(200)
    ('9.9', '200')
    """
    text = format(exact(number), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def check_villages_twice(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """Find a village that has two rows (D18)."""
    del setting
    seen: dict[object, Row] = {}
    for row in rows:
        if not row["village_id"]:
            continue
        first = seen.setdefault(row["village_id"], row)
        if first is not row:
            where = f"“{first.sheet_name}”" if first.sheet_name != row.sheet_name else ""
            sentence = f"{row['village_name']}已在{where}第{first.row_no}行填报。"
            remedy = "一个村只填一行，请删去重复的一行。"
            yield row, Finding("D18", ERROR, sentence, "village_name", remedy, "村重复")


def long_enough(column: str, label: str, rule: str, least: int) -> RowCheck:
    """Return the check that a text says something: at least so many characters."""

    def check(row: Row, setting: Setting) -> Iterator[Finding]:
        del setting
        text = row[column]
        if text and len(text) < least:
            sentence = f"“{label}”只有{len(text)}个字，说不清情况。"
            remedy = f"请写明具体情况，不少于{least}个字。"
            yield Finding(rule, WARNING, sentence, column, remedy, f"{label}过短")

    return check


def no_copies(*columns: tuple[str, str]) -> SheetCheck:
    """Return the check that no two villages have the same text, names and figures apart (X14)."""

    def check(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
        least = likeness_on(setting.period.last_day).copied_characters
        for column, label in columns:
            texts: dict[str, list[Row]] = defaultdict(list)
            for row in rows:
                core = bare(row[column] or "", row)
                if len(core) >= least:
                    texts[core].append(row)
            for same in texts.values():
                first = same[0]
                for row in same[1:]:
                    sentence = f"“{label}”与第{first.row_no}行（{first.label}）文字雷同。"
                    remedy = "各村情况不同，请按本村实际填写；确实相同的请说明。"
                    yield row, Finding("X14", WARNING, sentence, column, remedy, "疑似照抄")

    return check


def bare(text: str, row: Row) -> str:
    """Return what is left of a text without its own place names, figures and marks."""
    return core(text, row["village_name"] or "", row["township_name"] or "")
