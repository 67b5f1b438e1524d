"""What stands around a table: title, 填报单位, dates, 填表人 and the rest (D15)."""

import re
from typing import Any, Final

from accountability.intake.cleaning.characters import half_width, one_line
from accountability.intake.reading.grid import Grid

_NAMES: Final = {
    "填报单位": "unit",
    "报送单位": "unit",
    "考核单位": "unit",
    "上报单位": "unit",
    "单位名称": "unit",
    "填报日期": "filled_on",
    "填报时间": "filled_on",
    "报出日期": "filled_on",
    "上报日期": "filled_on",
    "统计截至": "as_of",
    "统计截止": "as_of",
    "截至日期": "as_of",
    "截止日期": "as_of",
    "统计时间": "as_of",
    "主要负责人": "head",
    "单位负责人": "head",
    "统计负责人": "statistician",
    "负责人": "head",
    "审核人": "checked_by",
    "复核人": "checked_by",
    "填表人": "filled_by",
    "制表人": "filled_by",
    "填报人": "filled_by",
    "联系人": "filled_by",
    "经办人": "filled_by",
    "联系电话": "phone",
    "电话": "phone",
    "单位": "unit_of_figures",
}
_LABEL: Final = re.compile(
    "("
    + "|".join(sorted(_NAMES, key=len, reverse=True))
    + r")\s*(?:[(（][^)）]{0,8}[)）])?\s*(?:时间|日期)?\s*[:：]"
)
_BARE: Final = re.compile(
    "^(?:" + "|".join(sorted(_NAMES, key=len, reverse=True)) + r")(?:[(（][^)）]{0,8}[)）])?[:：]?$"
)
_STAMP: Final = re.compile(
    r"(?<![A-Za-z])([A-Z]{2}-\d{2})\s*[vV](\d+)(?:\s+(\d{4}(?:-\d{2}|Q[1-4]|H[12])?))?"
)
_YEAR_MONTH: Final = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?")
_YEAR: Final = re.compile(r"(\d{4})\s*年(?!\s*\d)")
_LONGEST: Final = 80


def texts_of(grid: Grid, row: int) -> list[str]:
    """Return the texts of a row from left to right, each on one line."""
    cells = grid.rows[row - 1] if 0 < row <= len(grid.rows) else []
    return [one_line(cell) for cell in cells if isinstance(cell, str) and cell.strip()]


def is_footer(texts: list[str]) -> bool:
    """Say whether a row carries signatures or facts rather than data."""
    return any(_LABEL.match(text) or _BARE.match(text) for text in texts)


def facts_in(texts: list[str]) -> dict[str, str]:
    """Return the facts a row of texts states; a label's value may stand in the next cell.

    >>> facts_in(["填报单位（盖章）：嵩北县委组织部", "填表人：", "张三"])
    {'unit': '嵩北县委组织部', 'filled_by': '张三'}
    """
    line = "  ".join(text if not _BARE.match(text) else f"{text.rstrip('：:')}：" for text in texts)
    marks = list(_LABEL.finditer(line))
    found: dict[str, str] = {}
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        value = line[mark.end() : following.start() if following else None].strip(" 　;；，,")
        name = _NAMES[mark[1]]
        if value and name not in found:
            found[name] = value[:_LONGEST]
    return found


def around(grid: Grid, rows: list[int]) -> dict[str, Any]:
    """Return the title and the facts of the rows above a table."""
    facts: dict[str, Any] = {}
    for row in rows:
        texts = texts_of(grid, row)
        for text in texts:
            stamp = _STAMP.search(half_width(text))
            if stamp:
                facts["stamp"] = {"code": stamp[1], "version": stamp[2], "period": stamp[3] or ""}
        for name, value in facts_in(texts).items():
            facts.setdefault(name, value)
        plain = [t for t in texts if not _LABEL.search(t) and not t.startswith("附件")]
        longest = max(plain, key=len, default="")
        if len(longest) > len(facts.get("title", "")) and not _STAMP.search(longest):
            facts["title"] = longest[:120]
    return facts


def year_month(text: str) -> tuple[int, int, int | None] | None:
    """Return the first year and month (and day) a text names.

    >>> year_month("嵩北县2020年4月在岗情况月报表")
    (2020, 4, None)
    """
    found = _YEAR_MONTH.search(half_width(text))
    return (int(found[1]), int(found[2]), int(found[3]) if found[3] else None) if found else None


def year_alone(text: str) -> int | None:
    """Return the first year named without a month."""
    found = _YEAR.search(half_width(text))
    return int(found[1]) if found else None
