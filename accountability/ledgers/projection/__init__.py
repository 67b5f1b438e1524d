"""Bringing a county's rosters into the registry: persons, units, postings."""

from accountability.ledgers.projection.project import OverlapError, project, rebuild

__all__ = ["OverlapError", "project", "rebuild"]
