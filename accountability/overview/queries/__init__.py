"""Reads of the pages that read everything."""

from accountability.overview.queries.board import (
    HEADLINE,
    Board,
    Reading,
    Warned,
    board,
    changed,
    home_scope,
    late,
    months,
    warned,
)

__all__ = [
    "HEADLINE",
    "Board",
    "Reading",
    "Warned",
    "board",
    "changed",
    "home_scope",
    "late",
    "months",
    "warned",
]
