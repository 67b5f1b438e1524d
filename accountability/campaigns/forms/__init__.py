"""What is typed on the pages of campaigns."""

from accountability.campaigns.forms.changes import (
    AddTaskForm,
    AmendForm,
    EndForm,
    MemberForm,
    PostponeForm,
    ReasonForm,
)
from accountability.campaigns.forms.plan import PlanForms
from accountability.campaigns.forms.progress import TYPES, DecisionForm, ReportForm

__all__ = [
    "TYPES",
    "AddTaskForm",
    "AmendForm",
    "DecisionForm",
    "EndForm",
    "MemberForm",
    "PlanForms",
    "PostponeForm",
    "ReasonForm",
    "ReportForm",
]
