"""The user's own workbook with its bad cells coloured, their reasons as comments, and a list."""

from accountability.intake.annotate.marking import Annotated, Mark, mark

__all__ = ["Annotated", "Mark", "mark"]
