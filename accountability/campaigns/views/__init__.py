"""Pages of campaigns."""

from accountability.campaigns.views.amending import (
    end,
    members,
    task_add,
    task_amend,
    task_withdraw,
)
from accountability.campaigns.views.drafting import create, edit, issue
from accountability.campaigns.views.items import decide, entry_file, item, postpone, report
from accountability.campaigns.views.reading import campaign_list, county, detail

__all__ = [
    "campaign_list",
    "county",
    "create",
    "decide",
    "detail",
    "edit",
    "end",
    "entry_file",
    "issue",
    "item",
    "members",
    "postpone",
    "report",
    "task_add",
    "task_amend",
    "task_withdraw",
]
