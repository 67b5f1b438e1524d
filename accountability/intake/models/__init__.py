"""What comes in: tasks, uploads, immutable revisions and the pointer that makes one current."""

from accountability.intake.models.burden import VillageBurden
from accountability.intake.models.collection import (
    STATES,
    CollectionTask,
    CountyQuerySet,
    Explanation,
    Reminder,
    ReturnMark,
    Step,
    Submission,
)
from accountability.intake.models.problems import SEVERITIES, ColumnMapping, Problem
from accountability.intake.models.revisions import (
    CellChange,
    Pointer,
    Revision,
    RowSet,
    SheetRow,
    Upload,
)

__all__ = [
    "SEVERITIES",
    "STATES",
    "CellChange",
    "CollectionTask",
    "ColumnMapping",
    "CountyQuerySet",
    "Explanation",
    "Pointer",
    "Problem",
    "Reminder",
    "ReturnMark",
    "Revision",
    "RowSet",
    "SheetRow",
    "Step",
    "Submission",
    "Upload",
    "VillageBurden",
]
