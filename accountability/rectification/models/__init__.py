"""Cases, what the portal adds to them, and villages proposed as cases."""

from accountability.rectification.models.cases import HeldType, WeakCase
from accountability.rectification.models.checks import Recheck, Relapse
from accountability.rectification.models.proposals import Proposal

__all__ = ["HeldType", "Proposal", "Recheck", "Relapse", "WeakCase"]
