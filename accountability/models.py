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
from accountability.ledgers.models import (
    EconomyRow,
    ElectionRow,
    GuaranteeRow,
    LookBackRow,
    PostRow,
    PresenceRow,
    RosterRow,
    WeakCaseRow,
)
from accountability.reports.models import Document, Download, NumberSeries, Pack, Snapshot

__all__ = [
    "CellChange",
    "CollectionTask",
    "ColumnMapping",
    "Document",
    "Download",
    "EconomyRow",
    "ElectionRow",
    "Explanation",
    "GuaranteeRow",
    "IndicatorThreshold",
    "IndicatorValue",
    "LookBackRow",
    "NumberSeries",
    "Pack",
    "Pointer",
    "PostRow",
    "PresenceRow",
    "Problem",
    "Reminder",
    "ReturnMark",
    "Revision",
    "RosterRow",
    "ScoreRow",
    "Snapshot",
    "Step",
    "Submission",
    "Upload",
    "WeakCaseRow",
]
