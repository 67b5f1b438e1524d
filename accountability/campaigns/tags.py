"""How states and days of campaigns look: always a word with the colour."""

import datetime as dt

from accountability.campaigns.models import CountyTask
from accountability.campaigns.rules import CampaignState, Progress
from portal.ui.palette import Tone

STATE_TONES: dict[str, Tone] = {
    CampaignState.DRAFT: "neutral",
    CampaignState.ISSUED: "info",
    CampaignState.CLOSED: "good",
    CampaignState.STOPPED: "warning",
}
PROGRESS_TONES: dict[str, Tone] = {
    Progress.NOT_BEGUN: "neutral",
    Progress.UNDER_WAY: "neutral",
    Progress.REPORTED: "info",
    Progress.RETURNED: "warning",
    Progress.CONFIRMED: "good",
}


def standing(item: CountyTask, today: dt.date) -> tuple[str, Tone]:
    """Return the word and colour of a county's task on a day."""
    days = item.overdue_days(today)
    if days:
        return f"{item.get_state_display()}，逾期{days}天", "bad"
    return item.get_state_display(), PROGRESS_TONES[item.state]
