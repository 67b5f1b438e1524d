"""Rows of the assessment sheets, and the rollups of indicators."""

from accountability.assessment.models.indicators import IndicatorThreshold, IndicatorValue
from accountability.assessment.models.scores import HeadScoreRow, ScoreRow

__all__ = ["HeadScoreRow", "IndicatorThreshold", "IndicatorValue", "ScoreRow"]
