"""Pages of reconciliation."""

from accountability.reconciliation.views.detail import contradiction, explain, rule_one
from accountability.reconciliation.views.figures import figures
from accountability.reconciliation.views.lists import contradiction_list, rule_list, rule_many

__all__ = [
    "contradiction",
    "contradiction_list",
    "explain",
    "figures",
    "rule_list",
    "rule_many",
    "rule_one",
]
