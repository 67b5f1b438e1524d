"""The rules X1 to X16, declared one by one; a rule's statement stands beside it."""

from typing import Final

from accountability.reconciliation.checks import (
    economy,
    facts,
    groups,
    measures,
    months,
    periods,
    posts,
    rosters,
    satisfaction,
    totals,
    villages,
    weak,
)
from accountability.reconciliation.rules import Rule

RULES: Final[dict[str, Rule]] = {
    rule.key: rule
    for module in (
        rosters,
        months,
        weak,
        villages,
        economy,
        measures,
        posts,
        totals,
        periods,
        facts,
        groups,
        satisfaction,
    )
    for rule in module.RULES
}


def rules_for(sheet_code: str) -> list[Rule]:
    """Return the rules told to a county when it stages this sheet."""
    return [rule for rule in RULES.values() if sheet_code in rule.told_for]
