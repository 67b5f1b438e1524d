"""Models of what is asked and how well it was done, gathered where Django looks for them."""

from accountability.assessment.models import IndicatorThreshold, IndicatorValue, ScoreRow
from accountability.intake.models import (
    CellChange,
    CollectionTask,
    ColumnMapping,
    Explanation,
    Pointer,
    Problem,
    Reminder,
    ReturnMark,
    Revision,
    Step,
    Submission,
    Upload,
)
from accountability.ledgers.models import PresenceRow, RosterRow

__all__ = [
    "CellChange",
    "CollectionTask",
    "ColumnMapping",
    "Explanation",
    "IndicatorThreshold",
    "IndicatorValue",
    "Pointer",
    "PresenceRow",
    "Problem",
    "Reminder",
    "ReturnMark",
    "Revision",
    "RosterRow",
    "ScoreRow",
    "Step",
    "Submission",
    "Upload",
]
