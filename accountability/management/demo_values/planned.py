"""What is wrong on purpose in the demo, in one place: so many counties in a hundred, and how.

Everything else a filler writes passes the checks of its sheet. Each of these is a warning that the
county explains, or a contradiction between two sheets. The registry itself is short in places too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from accountability.management.demo_values.draws import draw
from accountability.reconciliation.checks import RULES
from villages.demo.postings import AT_WORK_PER_MILLE, PAIR_PER_MILLE, VACANT_PER_MILLE


@dataclass(frozen=True)
class Planned:
    """One thing done wrong: on which sheet, the rule that finds it, in how many of 100 counties."""

    sheet: str
    rule: str
    counties: int
    what: str
    kept_as: str = ""  # the reconciliation rule that keeps it, where that is another


PLANNED: Final[Mapping[str, Planned]] = {
    "poverty": Planned("T4", "X15", 8, "是否贫困村与登记的村类型相反", "X15-POOR-T4"),
    "hardest": Planned("T4", "F-07", 6, "老大难村不由县委组织部长联系"),
    "even": Planned("T5", "J-05", 5, "5个村的经营性收入同为5.02万元"),
    "subsidy": Planned("T5", "J-02", 10, "收入以补助为主，备注没有说明"),
    "alike": Planned("T4", "X14", 6, "两个村的表现和措施一字不差"),
    "ledger": Planned("T13", "T13-T6", 8, "走访发现的问题不在督查问题台账"),
    "recall": Planned("T15", "X11", 4, "召回的人不在花名册", "X11-T15"),
    "holder": Planned("T14", "X15", 5, "在任的人与登记的不同"),
    "early": Planned("T8", "G-07", 8, "上任不满3个月就回头看"),
    "trainee": Planned("T10", "X10", 8, "参训的第一书记不在花名册"),
    "reserve": Planned("T9", "H-01", 15, "有贫困村没有在培的后备干部", "X8-T9"),
    "elsewhere": Planned("T9", "X8-RESERVE", 6, "后备干部台账中有一个村不是贫困村"),
    "unlisted": Planned("T4", "X6-ELECTION", 10, "未完成换届的一个村没有列入整顿"),
    "cured": Planned("T1", "X7-CURED", 10, "已转化的村仍列为软弱涣散村，备注没有说明"),
    "pay": Planned("T11", "T11-SUM", 8, "财政拨付少于各项之和"),
    "months": Planned("T12", "T12-TIME", 6, "任现职不满6个月却定了等次"),
    "copied": Planned("T6", "X14", 8, "两个问题的整改措施一字不差"),
    "ill": Planned("T2", "E-09", 15, "一人连续几个月请长假，全年超过30天"),
    "ungrouped": Planned("T18", "S12", 10, "有两个贫困村没有责任组"),
    "stranger": Planned("T18", "X15-GROUP", 8, "责任组里的第一书记不在花名册"),
    "report": Planned("T5", "X9-REPORT", 5, "县报告写的空壳村、薄弱村数与集体经济表不一致"),
    "claim": Planned("T3", "X16-CLAIM", 25, "自评满意度高，督查抽查的低；抽查只在抽样的县"),
    "broken": Planned("", "REQ", 3, "第一行的必填项空着：不能提交，等待修改"),
}

# What the invented registry has of itself: of a thousand villages or cadres how many, and what.
REGISTERED: Final[Mapping[str, tuple[int, str]]] = {
    "X1-NONE": (VACANT_PER_MILLE, "第一书记离任后没有补派"),
    "X3-TEAM": (PAIR_PER_MILLE, "驻村工作队只有两人"),
    "E-01": (AT_WORK_PER_MILLE, "驻村干部没有与原单位工作脱钩"),
}


def contradictions() -> set[str]:
    """Return the rules of reconciliation that find something in the filled demo."""
    told = {one.kept_as or one.rule for one in PLANNED.values()} | REGISTERED.keys()
    return {rule for rule in told if rule in RULES}


def is_planned(what: str, county: str, *more: object) -> bool:
    """Say whether a county does this wrong."""
    return draw(county, "planned", what, *more, 100) < PLANNED[what].counties
