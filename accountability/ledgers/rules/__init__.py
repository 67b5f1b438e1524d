"""Rules of the village sheets by date. Pure: no database, no clock."""

from accountability.ledgers.rules.likeness import Likeness, core, likeness_on

__all__ = ["Likeness", "core", "likeness_on"]
