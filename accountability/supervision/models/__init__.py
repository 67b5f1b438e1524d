"""Rows of the supervision sheets; one typed table a sheet, declared beside it in sheets/."""

from accountability.supervision.models.findings import FindingRow
from accountability.supervision.models.measures import IncentiveRow, MeasureRow
from accountability.supervision.models.visits import VisitRow

__all__ = ["FindingRow", "IncentiveRow", "MeasureRow", "VisitRow"]
