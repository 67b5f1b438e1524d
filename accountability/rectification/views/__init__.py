"""Pages of weak branches as cases."""

from accountability.rectification.views.case import case
from accountability.rectification.views.checks import draw, recheck, relapse
from accountability.rectification.views.lists import case_list, proposal, proposals

__all__ = ["case", "case_list", "draw", "proposal", "proposals", "recheck", "relapse"]
