"""Models of what is asked and how well it was done, gathered where Django looks for them."""

from accountability.assessment.models import (
    HeadScoreRow,
    IndicatorThreshold,
    IndicatorValue,
    ScoreRow,
)
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
    RowSet,
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
from accountability.parameters.models import Parameter
from accountability.reports.models import Document, Download, NumberSeries, Pack, Snapshot
from accountability.supervision.models import FindingRow, IncentiveRow, MeasureRow, VisitRow

__all__ = [
    "CellChange",
    "CollectionTask",
    "ColumnMapping",
    "Document",
    "Download",
    "EconomyRow",
    "ElectionRow",
    "Explanation",
    "FindingRow",
    "GuaranteeRow",
    "HeadScoreRow",
    "IncentiveRow",
    "IndicatorThreshold",
    "IndicatorValue",
    "LookBackRow",
    "MeasureRow",
    "NumberSeries",
    "Pack",
    "Parameter",
    "Pointer",
    "PostRow",
    "PresenceRow",
    "Problem",
    "Reminder",
    "ReturnMark",
    "Revision",
    "RosterRow",
    "RowSet",
    "ScoreRow",
    "Snapshot",
    "Step",
    "Submission",
    "Upload",
    "VisitRow",
    "WeakCaseRow",
]
