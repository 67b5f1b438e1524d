"""Findings and their ledger: numbers, wording and terms. Source: docs/sources.md#t6."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_NUMBER: Final = re.compile(r"(20\d{2})-(\d{1,2})-(\d{6})-(\d{3,5})")
_CLAUSES: Final = re.compile(r"[，。；、,;.\s]+")
_MARKS: Final = re.compile(r"[\W\d_]+")
_DIGITS: Final = re.compile(r"[0-9０-９]")
_PERSONAL: Final = re.compile(
    r"(?<![0-9*])(?:[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14}|1[3-9][0-9]{9})(?![0-9*])"
    r"|[0-9]{3,6}\*{4,12}[0-9]{3}[0-9Xx]"
)
_VAGUE: Final = re.compile(
    r"(?:各|相关|有关|所有|全体)?(?:相关|有关)?(?:职能)?"
    r"(?:部门|单位|科室|股室|乡镇|人员|同志|领导|负责人|责任人|责任单位|责任部门)(?:及人员)?"
)
_TO_BE_SETTLED: Final = frozenset({"待定", "不详", "不明", "集体", "大家", "全体干部", "班子"})
_FORCE: Final = re.compile(
    "高度重视|进一步|加强|强化|加大|提高认识|提高站位|狠抓|抓紧|尽快|认真|严格|切实|持续|不断|深入|全面|"
    "积极|举一反三|引以为戒|立行立改|立即整改|限期整改|正在整改|正在推进|稳步推进|有序推进|按要求"
)
_LONGEST_PHRASE: Final = 16


# The parameter that says how many days a kind of mending may take; what goes on for long has none.
TERMS: Final = {"立行立改": "immediate_days_max", "限期整改": "limited_days_max"}


@dataclass(frozen=True)
class FindingNumber:
    """A finding's number: year, batch, county and a running number."""

    year: int
    batch: int
    county_code: str
    serial: int

    def __str__(self) -> str:
        return f"{self.year}-{self.batch:02d}-{self.county_code}-{self.serial:03d}"


def number_of(text: str) -> FindingNumber | None:
    """Read a finding's number; None where the text is none.

    >>> str(number_of("2020-3-990121-007"))
    '2020-03-990121-007'
    """
    found = _NUMBER.fullmatch(text)
    return FindingNumber(int(found[1]), int(found[2]), found[3], int(found[4])) if found else None


def batch_in(text: str) -> int:
    """Return the number of a batch as people write it, 1 where it has none.

    >>> batch_in("2020年第3批"), batch_in("第二轮"), batch_in("专项")
    (3, 2, 1)
    """
    found = re.search(r"第?([一二三四五六七八九]|\d{1,2})(?:批|轮|次|期)", text) or re.fullmatch(
        r"(\d{1,2})", text
    )
    if not found:
        return 1
    return "一二三四五六七八九".find(found[1]) + 1 or int(found[1])


def is_vague(name: str) -> bool:
    """Say whether nobody can be held to a name: 相关部门, 有关人员, 待定.

    >>> is_vague("相关部门"), is_vague("各有关单位"), is_vague("青岭镇党委"), is_vague("县扶贫办")
    (True, True, False, False)
    """
    parts = [part for part in _CLAUSES.split(name) if part]
    return any(_VAGUE.fullmatch(part) or part in _TO_BE_SETTLED for part in parts)


def has_personal_number(text: str) -> bool:
    """Say whether a text holds an ID or telephone number, whole or with its middle hidden.

    >>> has_personal_number("联系15401234567"), has_personal_number("资金1540万元")
    (True, False)
    """
    return bool(_PERSONAL.search(text))


def is_empty_talk(text: str) -> bool:
    """Say whether a text consists of phrases that say nothing anyone could check.

    >>> is_empty_talk("高度重视，进一步加强管理。"), is_empty_talk("加强管理，每周查岗2次")
    (True, False)
    """
    clauses = [clause for clause in _CLAUSES.split(text) if clause]
    return bool(clauses) and all(
        len(clause) <= _LONGEST_PHRASE and _FORCE.search(clause) and not _DIGITS.search(clause)
        for clause in clauses
    )


def skeleton(text: str, names: Iterable[str]) -> str:
    """Return a text without names, numbers and marks: what two copies have in common.

    >>> skeleton("对双河村3户补录台账。", ["双河村"])
    '对户补录台账'
    """
    for name in sorted((name for name in names if name), key=len, reverse=True):
        text = text.replace(name, "")
    return _MARKS.sub("", text)
