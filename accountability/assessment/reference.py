"""Reference rows every installation starts with; filled after each migration where absent."""

import datetime as dt
from typing import Final

from accountability.assessment.indicators import INDICATORS
from accountability.assessment.models import IndicatorThreshold

# No document of the province sets any of these: examples, marked as such wherever they show.
EXAMPLES: Final = {
    "coverage": (1.0, 0.98),
    "presence": (0.95, 0.9),
    "attendance": (0.95, 0.9),
    "timeliness": (1.0, 0.9),
    "conversion": (0.9, 0.7),
    "relapse": (0.0, 0.05),
    "party_election": (1.0, 0.95),
    "committee_election": (1.0, 0.95),
    "look_back": (1.0, 0.9),
    "pay": (1.0, 0.9),
    "funds": (1.0, 0.9),
    "hollow": (0.0, 0.05),
    "thin": (0.1, 0.3),
    "walked_villages": (1.0, 0.8),
    "walked_townships": (1.0, 0.8),
    "walked_counties": (1.0, 0.8),
    "closed": (0.95, 0.85),
    "overdue": (0.02, 0.1),
    "overturn": (0.05, 0.1),
    "sent_back": (0.05, 0.1),
    "stability": (1.0, 0.9),
    "vacancy": (0.0, 0.05),
    "vacancy_days": (0.0, 0.02),
    "reserve": (1.0, 0.9),
    "young_members": (1.0, 0.8),
    "training": (1.0, 0.9),
    "groups": (1.0, 0.98),
    "support": (1.0, 0.95),
    "expert_service": (1.0, 0.6),
    "party_day": (0.98, 0.9),
    "campaign_tasks": (0.95, 0.85),
}
SINCE: Final = dt.date(2015, 4, 1)


def fill_thresholds(**_: object) -> None:
    """Add an example, marked as such, for each indicator that never had a threshold."""
    known = set(IndicatorThreshold.objects.values_list("indicator", flat=True))
    IndicatorThreshold.objects.bulk_create(
        IndicatorThreshold(
            indicator=one.code,
            green_at=EXAMPLES[one.code][0],
            yellow_at=EXAMPLES[one.code][1],
            lower_is_better=one.lower_is_better,
            valid_from=SINCE,
            source="示例口径，待省委组织部确定",
        )
        for one in INDICATORS
        if one.code in EXAMPLES and one.code not in known
    )
