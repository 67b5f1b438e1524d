"""Bringing a county's T4 ledgers into cases and types of villages, its T7 into proposals."""

from accountability.rectification.projection.project import project, settle
from accountability.rectification.projection.proposals import propose

__all__ = ["project", "propose", "settle"]
