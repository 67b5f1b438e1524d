"""The lists of intake: what every county owes, and the rows of every sheet."""

from accountability.intake.lists.ledger import ledger_of
from accountability.intake.lists.submissions import SUBMISSIONS

__all__ = ["SUBMISSIONS", "ledger_of"]
