"""Reference rows every installation starts with; filled after each migration where absent."""

import datetime as dt

from accountability.assessment.models import IndicatorThreshold

EXAMPLES = {"coverage": (1.0, 0.98), "presence": (0.95, 0.9), "timeliness": (1.0, 0.9)}
SINCE = dt.date(2015, 4, 1)


def fill_thresholds(**_: object) -> None:
    """Add an example, marked as such, for each indicator that never had a threshold."""
    known = set(IndicatorThreshold.objects.values_list("indicator", flat=True))
    IndicatorThreshold.objects.bulk_create(
        IndicatorThreshold(
            indicator=indicator,
            green_at=green,
            yellow_at=yellow,
            valid_from=SINCE,
            source="示例口径，待省委组织部确定",
        )
        for indicator, (green, yellow) in EXAMPLES.items()
        if indicator not in known
    )
