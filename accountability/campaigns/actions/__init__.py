"""Writes of campaigns: drafting and issuing, amending, progress of the counties."""

from accountability.campaigns.actions.amending import (
    TaskChange,
    add_task,
    amend_task,
    change_member,
    withdraw_task,
)
from accountability.campaigns.actions.drafting import end, issue, save_draft
from accountability.campaigns.actions.errors import (
    CampaignError,
    IncompleteError,
    NotPermittedError,
    SamePersonError,
)
from accountability.campaigns.actions.progress import (
    Attachment,
    Word,
    confirm,
    postpone,
    report,
    send_back,
)

__all__ = [
    "Attachment",
    "CampaignError",
    "IncompleteError",
    "NotPermittedError",
    "SamePersonError",
    "TaskChange",
    "Word",
    "add_task",
    "amend_task",
    "change_member",
    "confirm",
    "end",
    "issue",
    "postpone",
    "report",
    "save_draft",
    "send_back",
    "withdraw_task",
]
