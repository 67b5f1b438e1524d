"""Cleaning one cell in a test."""

from accountability.intake.cleaning.cleaners import clean_cell
from accountability.intake.cleaning.outcome import PLAIN, Cleaned, Source
from accountability.intake.declare import CellType, Column


def column(kind: CellType, **more: object) -> Column:
    """Return a column of a type."""
    return Column("field", ("列",), kind, **more)


def clean(raw: object, kind: CellType, source: Source = PLAIN, **more: object) -> Cleaned:
    """Return what cleaning makes of a cell, always as a Cleaned."""
    found = clean_cell(raw, column(kind, **more), source)
    return found if isinstance(found, Cleaned) else Cleaned(found)


def rules(cleaned: Cleaned) -> list[tuple[str, str]]:
    """Return rule and severity of each flaw."""
    return [(flaw.rule, flaw.severity.value) for flaw in cleaned.flaws]
